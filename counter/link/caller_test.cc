// Tokens over real TLS: who is let in, for how long, and what is never sent.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/caller.h"

#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <thread>

#include "counter/link/channel.h"
#include "counter/link/credentials.h"
#include "counter/link/test_city.h"
#include "counter/link/test_hub.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using std::chrono::hours;

constexpr const char* kWallScreen = "throng:reader:viewer:wall%20screen";

class CallerTest : public testing::Test {
 protected:
  // After the first token is noted.
  void StartHub() {
    Result<Callers> callers = Callers::Make(city_ / "tokens.toml", clock_);
    ASSERT_TRUE(callers) << Describe(callers.error());
    callers_.emplace(*std::move(callers));
    hub_ = std::make_unique<TestHub>(*ServerCredentialsOf(city_.MakeHub()), *callers_);
  }

  std::string Ask(const fs::path& folder) {
    const auto credentials = ChannelCredentialsOf(folder);
    if (!credentials) return std::string(Describe(credentials.error()));
    return AskWho(hub_->address(), *credentials);
  }
  // With no certificate, and this.
  std::string AskWith(const std::string& authorization) {
    return AskWho(hub_->address(),
                  grpc::SslCredentials({TextOfFile(city_.authority() / kAuthorityFile), "", ""}),
                  authorization);
  }

  void WriteTokens(const std::string& text) {
    std::ofstream(city_ / "tokens.toml", std::ios::trunc) << text;
    fs::permissions(city_ / "tokens.toml", fs::perms::owner_read | fs::perms::owner_write);
    clock_.Shift(std::chrono::seconds(2));
  }

  TestCity city_;
  ShiftedClock clock_;
  std::optional<Callers> callers_;
  std::unique_ptr<TestHub> hub_;
};

TEST_F(CallerTest, ATokenLetsItsReaderInWithItsRole) {
  const fs::path folder = city_.MakeToken(Role::kOperator);
  StartHub();
  EXPECT_EQ(Ask(folder), "throng:reader:operator:wall%20screen");
}

TEST_F(CallerTest, OtherProgramsSendItAsABearersToken) {
  std::string token = TextOfFile(city_.MakeToken() / kTokenFile);
  ASSERT_EQ(token.size(), 44U);
  token.pop_back();
  StartHub();
  EXPECT_EQ(AskWith("Bearer " + token), kWallScreen);
  EXPECT_EQ(AskWith("bearer " + token), kWallScreen);
  EXPECT_EQ(AskWith("Basic " + token), "nobody");
  EXPECT_EQ(AskWith(token), "nobody");
  EXPECT_EQ(AskWith("Bearer"), "nobody");
  EXPECT_EQ(AskWith("Bearer  " + token), "nobody");
}

TEST_F(CallerTest, AnyOtherTokenIsNobodys) {
  std::string token = TextOfFile(city_.MakeToken() / kTokenFile);
  token.pop_back();
  StartHub();
  EXPECT_EQ(AskWith("Bearer " + token.substr(1)), "nobody");
  EXPECT_EQ(AskWith("Bearer " + token + "A"), "nobody");
  token[20] = token[20] == 'A' ? 'B' : 'A';
  EXPECT_EQ(AskWith("Bearer " + token), "nobody");
  const std::string noted = TextOfFile(city_ / "tokens.toml");
  const std::string digest = noted.substr(noted.find("sha256 = \"") + 10, 64);
  EXPECT_EQ(AskWith("Bearer " + digest), "nobody") << "what the file holds opens nothing";
}

TEST_F(CallerTest, ATokenEndsWithItsDay) {
  const Instant now = SystemClock().Now();
  const auto midnight = std::chrono::ceil<days>(std::chrono::nanoseconds(now.utc_ns()) + hours(24));
  const Instant ends(std::chrono::nanoseconds(midnight).count());
  const fs::path folder = city_.MakeToken(Role::kViewer, ends);
  StartHub();
  EXPECT_EQ(Ask(folder), kWallScreen);
  clock_.Shift(ends - now + -hours(1));
  EXPECT_EQ(Ask(folder), kWallScreen);
  clock_.Shift(hours(2));
  EXPECT_EQ(Ask(folder), "nobody");
}

TEST_F(CallerTest, ATokenThatIsStruckOutEndsWithoutARestart) {
  const fs::path folder = city_.MakeToken();
  StartHub();
  ASSERT_EQ(Ask(folder), kWallScreen);
  WriteTokens("# none\n");
  EXPECT_EQ(Ask(folder), "nobody");
  EXPECT_EQ(callers_->Trouble(), std::nullopt);
}

TEST_F(CallerTest, ATokenThatIsNotedIsTakenUpWithoutARestart) {
  WriteTokens("");
  StartHub();
  const fs::path folder = city_.MakeToken();
  clock_.Shift(std::chrono::seconds(2));
  EXPECT_EQ(Ask(folder), kWallScreen);
}

TEST_F(CallerTest, AFileOfTokensThatCannotBeTrustedLetsNobodyIn) {
  const fs::path folder = city_.MakeToken();
  const std::string good = TextOfFile(city_ / "tokens.toml");
  StartHub();
  ASSERT_EQ(Ask(folder), kWallScreen);
  fs::permissions(city_ / "tokens.toml", fs::perms::group_read, fs::perm_options::add);
  clock_.Shift(std::chrono::seconds(2));
  EXPECT_EQ(Ask(folder), "nobody");
  EXPECT_EQ(callers_->Trouble(), Fault::kTokensAreOpen);
  WriteTokens(good + "[[token]]\n");
  EXPECT_EQ(Ask(folder), "nobody");
  EXPECT_EQ(callers_->Trouble(), Fault::kBadTokens);
  fs::remove(city_ / "tokens.toml");
  clock_.Shift(std::chrono::seconds(2));
  EXPECT_EQ(Ask(folder), "nobody");
  EXPECT_EQ(callers_->Trouble(), Fault::kNotFound);
  WriteTokens(good);
  EXPECT_EQ(Ask(folder), kWallScreen);
  EXPECT_EQ(callers_->Trouble(), std::nullopt);
}

TEST_F(CallerTest, AHubDoesNotStartWithTokensThatItCannotTrust) {
  EXPECT_EQ(Callers::Make(city_ / "tokens.toml", clock_).error(), Fault::kNotFound);
  WriteTokens("[[token]]\n");
  EXPECT_EQ(Callers::Make(city_ / "tokens.toml", clock_).error(), Fault::kBadTokens);
  WriteTokens("");
  fs::permissions(city_ / "tokens.toml", fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(Callers::Make(city_ / "tokens.toml", clock_).error(), Fault::kTokensAreOpen);
}

TEST_F(CallerTest, AHubWithoutTokensKnowsNone) {
  const fs::path folder = city_.MakeToken();
  callers_.emplace(*Callers::Make(std::nullopt, clock_));
  hub_ = std::make_unique<TestHub>(*ServerCredentialsOf(city_.MakeHub()), *callers_);
  EXPECT_EQ(Ask(folder), "nobody");
  EXPECT_EQ(callers_->Trouble(), std::nullopt);
}

TEST_F(CallerTest, ACertificateCountsBeforeAToken) {
  std::string token = TextOfFile(city_.MakeToken(Role::kAdmin) / kTokenFile);
  token.pop_back();
  StartHub();
  EXPECT_EQ(AskWho(hub_->address(), *ChannelCredentialsOf(city_.MakeSite()), "Bearer " + token),
            "throng:site:North%20Station");
  const fs::path odd = city_.MakeOdd([](CertificateText& text) { text.uris = {}; });
  EXPECT_EQ(AskWho(hub_->address(), *ChannelCredentialsOf(odd), "Bearer " + token), "nobody");
}

TEST_F(CallerTest, TheFolderOfATokenIsKeptToItsOwner) {
  const fs::path folder = city_.MakeToken();
  StartHub();
  fs::permissions(folder / kTokenFile, fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(Ask(folder), Describe(Fault::kKeyIsOpen));
  fs::permissions(folder / kTokenFile, fs::perms::owner_read);
  EXPECT_EQ(Ask(folder), kWallScreen);
  for (const char* const text : {"", "\n", "two words\n", "two\nlines\n", "caf\xC3\xA9\n"}) {
    fs::permissions(folder / kTokenFile, fs::perms::owner_read | fs::perms::owner_write);
    std::ofstream(folder / kTokenFile, std::ios::trunc) << text;
    EXPECT_EQ(Ask(folder), Describe(Fault::kBadToken)) << text;
  }
}

// Somebody who listens where the hub was would read it.
TEST_F(CallerTest, ATokenNeverGoesWithoutTls) {
  const fs::path folder = city_.MakeToken();
  StartHub();
  const TestHub open(OpenServerCredentials(), *callers_);
  EXPECT_EQ(AskWho(open.address(), *ChannelCredentialsOf(folder)), "no connection");
  EXPECT_EQ(open.calls(), 0);
  EXPECT_EQ(AskWho(open.address(), OpenChannelCredentials()), "this machine");
  EXPECT_EQ(open.authorization(), "none");
  EXPECT_EQ(Ask(folder), kWallScreen);
  EXPECT_EQ(hub_->authorization().substr(0, 7), "Bearer ") << "the control";
}

// So who speaks for others on this machine, as the page does, is not taken for its admin.
TEST_F(CallerTest, WhoShowsATokenWithoutTlsIsNoMoreThanThatSays) {
  std::string token = TextOfFile(city_.MakeToken() / kTokenFile);
  token.pop_back();
  StartHub();
  const TestHub open(OpenServerCredentials(), *callers_);
  const auto ask = [&](const std::string& authorization) {
    return AskWho(open.address(), OpenChannelCredentials(), authorization);
  };
  EXPECT_EQ(ask("Bearer " + token), kWallScreen);
  EXPECT_EQ(ask("Bearer wrong"), "nobody");
  EXPECT_EQ(ask("Basic " + token), "nobody");
  EXPECT_EQ(ask("Bearer "), "nobody");
  EXPECT_EQ(ask(""), "this machine");
  const Callers without_tokens = *Callers::Make(std::nullopt, clock_);
  const TestHub plain(OpenServerCredentials(), without_tokens);
  EXPECT_EQ(AskWho(plain.address(), OpenChannelCredentials(), "Bearer " + token), "nobody");
}

TEST_F(CallerTest, ATokenNeverGoesToAHubOfAnotherCity) {
  const fs::path folder = city_.MakeToken();
  TestCity other;
  StartHub();
  const TestHub false_hub(*ServerCredentialsOf(other.MakeHub()), *callers_);
  EXPECT_EQ(AskWho(false_hub.address(), *ChannelCredentialsOf(folder)), "no connection");
  EXPECT_EQ(false_hub.calls(), 0);
}

// A connection may last for longer than what it was opened with.
TEST_F(CallerTest, ACertificateThatEndsMeanwhileIsNobodys) {
  city_.MakeToken();
  StartHub();
  const fs::path site = city_.MakeSite();
  EXPECT_EQ(Ask(site), "throng:site:North%20Station");
  clock_.Shift(days(731));
  EXPECT_EQ(Ask(site), "nobody");
}

std::string Refusing(const fs::path& folder) {
  return "[[refused]]\nserial = \"" + ReadCertificate(folder)->serial + "\"\n";
}

TEST_F(CallerTest, ARefusedCertificateIsTurnedAwayAndNoOther) {
  const fs::path stolen = city_.MakeSite();
  const fs::path renewed = city_.MakeSite();
  WriteTokens("");
  StartHub();
  ASSERT_EQ(Ask(stolen), "throng:site:North%20Station");
  EXPECT_TRUE(callers_->RefusedCallers().empty());
  WriteTokens(Refusing(stolen));
  EXPECT_EQ(Ask(stolen), "refused");
  EXPECT_EQ(Ask(renewed), "throng:site:North%20Station");
  EXPECT_EQ(callers_->RefusedCallers(), std::vector{ReadCertificate(stolen)->serial});
  WriteTokens("");
  EXPECT_EQ(Ask(stolen), "throng:site:North%20Station");
}

TEST_F(CallerTest, AnEdgeThatWasRefusedComesBackOnceItIsRenewed) {
  const fs::path folder = city_.MakeSite();
  WriteTokens(Refusing(folder));
  StartHub();
  const Dial dial = EdgeDial(hub_->address(), folder);
  ASSERT_EQ(AskWho(*dial()), "refused");
  const fs::path renewed = city_.MakeSite();
  fs::copy_file(renewed / kKeyFile, folder / kKeyFile, fs::copy_options::overwrite_existing);
  fs::copy_file(renewed / kCertificateFile, folder / kCertificateFile,
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(AskWho(*dial()), "throng:site:North%20Station");
}

// A mistake in the file must neither let a thief in nor close the hub to a city.
TEST_F(CallerTest, WhatWasRefusedStaysSoWhileTheFileCannotBeRead) {
  const fs::path stolen = city_.MakeSite();
  const fs::path other = city_.MakeSite("arena");
  WriteTokens(Refusing(stolen));
  StartHub();
  ASSERT_EQ(Ask(stolen), "refused");
  WriteTokens("[[refused]]\n");
  ASSERT_EQ(callers_->Trouble(), Fault::kBadTokens);
  EXPECT_EQ(Ask(stolen), "refused");
  EXPECT_EQ(Ask(other), "throng:site:arena");
  fs::remove(city_ / "tokens.toml");
  clock_.Shift(std::chrono::seconds(2));
  EXPECT_EQ(Ask(stolen), "refused");
}

// Else whoever stole a reader's folder would go on with its old line.
TEST_F(CallerTest, ARefusedCertificateIsNotLetInByAToken) {
  std::string token = TextOfFile(city_.MakeToken(Role::kAdmin) / kTokenFile);
  token.pop_back();
  const fs::path stolen = city_.MakeSite();
  WriteTokens(TextOfFile(city_ / "tokens.toml") + Refusing(stolen));
  StartHub();
  EXPECT_EQ(AskWho(hub_->address(), *ChannelCredentialsOf(stolen), "Bearer " + token), "refused");
}

TEST_F(CallerTest, TwoTokensAreNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 3; ++i) {
    seen.insert(TextOfFile(city_.MakeToken() / kTokenFile));
    fs::remove(city_ / "tokens.toml");
  }
  EXPECT_EQ(seen.size(), 3U);
}

}  // namespace
}  // namespace throng
