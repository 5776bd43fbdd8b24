// throng cert makes what a small city needs, shows no secret, and says what is wrong.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <regex>

#include "tests/pipeline/scene.h"

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class CertTest : public SceneTest {
 protected:
  void SetUp() override {}  // no video

  Ended Cert(std::vector<std::string> words) const {
    words.insert(words.begin(), "cert");
    return Throng(words);
  }
  std::string In(const std::string& name) const { return folder_ / name; }
  void MakeAuthority() const {
    ASSERT_EQ(Cert({"authority", "--folder", In("ca"), "--name", "Our city"}).code, 0);
  }
  Ended MakeSite(const std::string& name, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"site", name, "--authority", In("ca"), "--out", In("site")});
    return Cert(more);
  }
  Ended MakeToken(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"token", "wall screen", "--role", "viewer", "--tokens",
                               In("tokens.toml"), "--authority", In("ca"), "--out", In("screen")});
    return Cert(more);
  }
  std::string Text(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  unsigned ModeOf(const std::string& name) const {
    struct stat facts {};
    EXPECT_EQ(::stat(In(name).c_str(), &facts), 0) << name;
    return facts.st_mode & 07777U;
  }
};

// Whether a key's text, or a token, stands in what a program printed.
bool TellsASecret(const Ended& ended, const std::string& secret) {
  const std::string all = ended.out + ended.err;
  if (all.find("PRIVATE KEY") != std::string::npos) return true;
  static const std::regex line("[A-Za-z0-9+/_-]{40,}=*");
  for (std::sregex_iterator at(secret.begin(), secret.end(), line), end; at != end; ++at) {
    if (all.find(at->str()) != std::string::npos) return true;
  }
  return false;
}

TEST_F(CertTest, ASmallCityIsMadeAsTheHelpSays) {
  MakeAuthority();
  const Ended hub =
      Cert({"hub", "hub.example.org", "192.0.2.7", "--authority", In("ca"), "--out", In("hub")});
  const Ended site = MakeSite("North Station");
  const Ended reader = Cert({"reader", "control room", "--role", "operator", "--authority",
                             In("ca"), "--out", In("room")});
  const Ended token = MakeToken({"--days", "365"});
  for (const Ended& ended : {hub, site, reader, token}) EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(site.out, HasSubstr("the site \"North Station\", until 20"));
  const Ended shown =
      Cert({"show", In("ca"), In("hub"), In("site"), In("room"), In("screen"), In("tokens.toml")});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_EQ(shown.err, "");
  EXPECT_EQ(Lines(shown.out), 7);
  EXPECT_THAT(shown.out, testing::ContainsRegex("authority \"Our city\" .* 365[01]\n"));
  EXPECT_THAT(shown.out, testing::ContainsRegex("hub +hub.example.org, 192.0.2.7 .* 729\n"));
  EXPECT_THAT(shown.out, testing::ContainsRegex("site \"North Station\" .* 729\n"));
  EXPECT_THAT(shown.out, testing::ContainsRegex("reader \"control room\" +operator .* 729\n"));
  EXPECT_THAT(shown.out, testing::ContainsRegex("token \"wall screen\" +viewer .* 365\n"));
  EXPECT_THAT(shown.out, Not(testing::ContainsRegex(" \n"))) << "no blanks at the end of a line";
}

TEST_F(CertTest, KeysAndTokensAreForTheirOwnerOnly) {
  MakeAuthority();
  ASSERT_EQ(MakeSite("a").code, 0);
  ASSERT_EQ(MakeToken().code, 0);
  for (const char* const folder : {"ca", "site", "screen"}) EXPECT_EQ(ModeOf(folder), 0700U);
  for (const char* const file : {"ca/key.pem", "site/key.pem", "screen/token", "tokens.toml"}) {
    EXPECT_EQ(ModeOf(file), 0600U) << file;
  }
  EXPECT_EQ(ModeOf("site/certificate.pem"), 0644U);
}

TEST_F(CertTest, NoKeyAndNoTokenIsEverPrinted) {
  const Ended authority = Cert({"authority", "--folder", In("ca")});
  const Ended site = MakeSite("a");
  const Ended token = MakeToken();
  const Ended again = MakeToken();
  const Ended shown = Cert({"show", In("ca"), In("site"), In("screen"), In("tokens.toml")});
  const std::string secrets = Text("ca/key.pem") + Text("site/key.pem") + Text("screen/token");
  ASSERT_TRUE(TellsASecret({.code = 0, .out = Text("screen/token"), .err = ""}, secrets));
  ASSERT_TRUE(
      TellsASecret({.code = 0, .out = "", .err = Text("site/key.pem").substr(28)}, secrets));
  for (const Ended& ended : {authority, site, token, again, shown}) {
    EXPECT_FALSE(TellsASecret(ended, secrets)) << ended.out << ended.err;
  }
  EXPECT_THAT(Text("tokens.toml"), Not(HasSubstr(Text("screen/token").substr(0, 43))));
}

TEST_F(CertTest, WhatIsThereIsKeptUnlessItIsRenewed) {
  MakeAuthority();
  ASSERT_EQ(MakeSite("a").code, 0);
  ASSERT_EQ(MakeToken().code, 0);
  const std::string key = Text("site/key.pem");
  const std::string certificate = Text("site/certificate.pem");
  const std::string token = Text("screen/token");
  const Ended again = MakeSite("a");
  EXPECT_EQ(again.code, 5);
  EXPECT_THAT(again.err, HasSubstr("it is there already. Renew it with --renew"));
  EXPECT_EQ(MakeToken().code, 5);
  EXPECT_EQ(Cert({"authority", "--folder", In("ca")}).code, 5);
  EXPECT_EQ(Text("site/key.pem"), key);
  EXPECT_EQ(Text("screen/token"), token);
  EXPECT_EQ(MakeSite("a", {"--renew"}).code, 0);
  EXPECT_EQ(MakeToken({"--renew"}).code, 0);
  EXPECT_NE(Text("site/key.pem"), key);
  EXPECT_NE(Text("site/certificate.pem"), certificate);
  EXPECT_NE(Text("screen/token"), token);
  EXPECT_EQ(ModeOf("site/key.pem"), 0600U);
}

TEST_F(CertTest, AFolderIsNotRenewedForSomebodyElse) {
  MakeAuthority();
  ASSERT_EQ(MakeSite("North Station").code, 0);
  const std::string certificate = Text("site/certificate.pem");
  const Ended other = MakeSite("South Station", {"--renew"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("it is the folder of the site \"North Station\", not of the "
                                   "site \"South Station\""));
  EXPECT_EQ(Text("site/certificate.pem"), certificate);
}

TEST_F(CertTest, EachMistakeIsSaidWithItsCure) {
  const Ended no_authority = MakeSite("a");
  EXPECT_EQ(no_authority.code, 3);
  EXPECT_THAT(no_authority.err, HasSubstr("it holds no authority that could sign. Make one with "
                                          "throng cert authority"));
  MakeAuthority();
  const Ended blank = MakeSite(" a");
  EXPECT_EQ(blank.code, 2);
  EXPECT_THAT(blank.err, HasSubstr("starts or ends with a space"));
  EXPECT_EQ(MakeSite("a\xFF").code, 2);
  EXPECT_EQ(MakeSite("").code, 2);
  EXPECT_EQ(MakeSite(std::string(65, 'a')).code, 2);
  const Ended port =
      Cert({"hub", "hub.example.org:7443", "--authority", In("ca"), "--out", In("hub")});
  EXPECT_EQ(port.code, 2);
  EXPECT_THAT(port.err, HasSubstr("without brackets or a port"));
  const Ended role =
      Cert({"reader", "a", "--role", "owner", "--authority", In("ca"), "--out", In("r")});
  EXPECT_EQ(role.code, 2);
  EXPECT_THAT(role.err, HasSubstr("--role: write viewer, planner, operator or admin"));
  EXPECT_EQ(Cert({"reader", "a", "--authority", In("ca"), "--out", In("r")}).code, 2);
  EXPECT_EQ(MakeSite("a", {"--renew"}).code, 4) << "nothing is there to renew";
  const Ended nowhere = Cert({"site", "a", "--authority", In("ca"), "--out", In("none") + "/site"});
  EXPECT_EQ(nowhere.code, 5);
  EXPECT_THAT(nowhere.err, HasSubstr("Make the folder first"));
  fs::permissions(In("ca/key.pem"), fs::perms::others_read, fs::perm_options::add);
  const Ended open = MakeSite("a");
  EXPECT_EQ(open.code, 3);
  EXPECT_THAT(open.err, HasSubstr("others can read its key or its token. Keep key.pem"));
  EXPECT_FALSE(fs::exists(In("site")));
}

// The serial number that throng cert show tells of a folder.
std::string SerialShown(const Ended& shown) {
  static const std::regex serial(" ([0-9a-f]{24,40}) ");
  std::smatch found;
  return std::regex_search(shown.out, found, serial) ? found[1].str() : "";
}

TEST_F(CertTest, ACertificateIsRefusedByItsFolderOrItsSerialNumber) {
  MakeAuthority();
  ASSERT_EQ(MakeSite("North Station").code, 0);
  const std::string serial = SerialShown(Cert({"show", In("site")}));
  ASSERT_FALSE(serial.empty());
  const Ended refused = Cert({"refuse", In("tokens.toml"), In("site")});
  EXPECT_EQ(refused.code, 0) << refused.err;
  EXPECT_THAT(refused.out, HasSubstr("refuses the certificate " + serial + ", \"North Station\""));
  EXPECT_EQ(Text("tokens.toml"),
            "[[refused]]\nserial = \"" + serial + "\"\nnote = \"North Station\"\n");
  EXPECT_EQ(ModeOf("tokens.toml"), 0600U);
  const Ended shown = Cert({"show", In("tokens.toml")});
  EXPECT_THAT(shown.out, HasSubstr("refused: \"North Station\""));
  EXPECT_EQ(SerialShown({.code = 0, .out = shown.out + " ", .err = ""}), "") << "it ends the line";
  EXPECT_THAT(shown.out, HasSubstr(serial + "\n"));
  ASSERT_EQ(MakeToken().code, 0);
  const Ended again = Cert({"refuse", In("tokens.toml"), serial, "--note", "stolen"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("as it did before"));
  EXPECT_EQ(Cert({"refuse", In("tokens.toml"), "AB:CD", "--note", "stolen"}).code, 0);
  EXPECT_THAT(Text("tokens.toml"),
              HasSubstr("[[refused]]\nserial = \"abcd\"\nnote = \"stolen\"\n"));
  EXPECT_THAT(Text("tokens.toml"), HasSubstr("[[token]]\nname = \"wall screen\""));
}

TEST_F(CertTest, WhatCannotBeRefusedIsTold) {
  MakeAuthority();
  ASSERT_EQ(Cert({"hub", "localhost", "--authority", In("ca"), "--out", In("hub")}).code, 0);
  ASSERT_EQ(MakeToken().code, 0);
  const std::string before = Text("tokens.toml");
  for (const auto& [which, words] :
       {std::pair(std::string("north-station"), "neither a folder that throng cert made, nor"),
        std::pair(In("hub"), "it is a hub's"), std::pair(In("screen"), "it holds a token"),
        std::pair(In("ca"), "there is no such file")}) {
    const Ended ended = Cert({"refuse", In("tokens.toml"), which});
    EXPECT_EQ(ended.code, 2) << which;
    EXPECT_THAT(ended.err, HasSubstr(words));
  }
  EXPECT_EQ(Cert({"refuse", In("tokens.toml"), "ab", "--note", "two\nlines"}).code, 2);
  EXPECT_EQ(Text("tokens.toml"), before);
}

TEST_F(CertTest, ATokenEndsAfter400DaysUnlessItIsSaidOtherwise) {
  MakeAuthority();
  const Ended usual = MakeToken();
  EXPECT_EQ(usual.code, 0) << usual.err;
  EXPECT_THAT(Cert({"show", In("tokens.toml")}).out, testing::ContainsRegex(" 400\n"));
  const Ended for_ever = MakeToken({"--renew", "--for-ever"});
  EXPECT_EQ(for_ever.code, 0) << for_ever.err;
  EXPECT_THAT(for_ever.out, HasSubstr("for ever"));
  EXPECT_THAT(Text("tokens.toml"), Not(HasSubstr("until")));
  EXPECT_THAT(Cert({"show", In("tokens.toml")}).out, HasSubstr("for ever"));
  EXPECT_EQ(MakeToken({"--renew"}).code, 0) << "also one that was for ever";
  EXPECT_THAT(Cert({"show", In("tokens.toml")}).out, testing::ContainsRegex(" 400\n"));
  EXPECT_EQ(MakeToken({"--renew", "--days", "0"}).code, 2);
  EXPECT_EQ(MakeToken({"--renew", "--days", "9", "--for-ever"}).code, 2);
}

TEST_F(CertTest, ShowSaysWhatIsWrongAndWarnsOfWhatEndsSoon) {
  MakeAuthority();
  ASSERT_EQ(MakeSite("a").code, 0);
  ASSERT_EQ(MakeToken({"--days", "20"}).code, 0);
  const Ended soon = Cert({"show", In("tokens.toml")});
  EXPECT_EQ(soon.code, 0);
  EXPECT_THAT(soon.err, HasSubstr("token \"wall screen\" ends on 20"));
  std::ofstream(In("tokens.toml"), std::ios::app)
      << "[[token]]\nname = \"old\"\nrole = \"admin\"\nsha256 = \"" << std::string(64, 'a')
      << "\"\nuntil = 2020-02-29\n";
  const Ended over = Cert({"show", In("tokens.toml")});
  EXPECT_EQ(over.code, 3);
  EXPECT_THAT(over.err, HasSubstr("token \"old\" ended on 2020-02-29"));
  fs::permissions(In("site/key.pem"), fs::perms::group_read, fs::perm_options::add);
  const Ended open = Cert({"show", In("site"), In("ca")});
  EXPECT_EQ(open.code, 3);
  EXPECT_THAT(open.err, HasSubstr("site: others can read its key"));
  EXPECT_EQ(Lines(open.out), 3) << "what can be shown is";
  EXPECT_EQ(Cert({"show", In("none")}).code, 4);
  std::ofstream(In("tokens.toml"), std::ios::app) << "[[token]]\n";
  const Ended bad = Cert({"show", In("tokens.toml")});
  EXPECT_EQ(bad.code, 3);
  EXPECT_THAT(bad.err, HasSubstr("the key \"name\" is missing"));
}

}  // namespace
}  // namespace throng
