// Over real TLS: who gets through to a hub, and as whom.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/credentials.h"

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <thread>

#include "counter/link/authority.h"
#include "counter/link/channel.h"
#include "counter/link/test_city.h"
#include "counter/link/test_hub.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;

constexpr hours kYear{24 * 365};
constexpr std::chrono::seconds kSoon{1};

class CredentialsTest : public testing::Test {
 protected:
  // A hub with a good certificate, which knows no tokens.
  void StartHub() { StartHub(city_.MakeHub()); }
  void StartHub(const fs::path& folder) {
    auto credentials = ServerCredentialsOf(folder);
    ASSERT_TRUE(credentials) << Describe(credentials.error());
    hub_ = std::make_unique<TestHub>(*credentials, callers_);
  }

  std::string Ask(const fs::path& folder) { return AskAt(hub_->address(), folder); }
  static std::string AskAt(const std::string& address, const fs::path& folder) {
    auto credentials = ChannelCredentialsOf(folder);
    if (!credentials) return std::string(Describe(credentials.error()));
    return AskWho(address, *credentials);
  }

  // Without a look at the folder first: as a program of somebody else would.
  std::string AskAsItIs(const fs::path& folder) {
    return AskWho(hub_->address(), grpc::SslCredentials({TextOfFile(folder / kAuthorityFile),
                                                         TextOfFile(folder / kKeyFile),
                                                         TextOfFile(folder / kCertificateFile)}));
  }

  SystemClock clock_;
  Callers callers_ = *Callers::Make(std::nullopt, clock_);
  TestCity city_;
  std::unique_ptr<TestHub> hub_;
};

TEST_F(CredentialsTest, TheHubKnowsASiteByItsCertificate) {
  StartHub();
  EXPECT_EQ(Ask(city_.MakeSite()), "throng:site:North%20Station");
  EXPECT_EQ(Ask(city_.MakeSite("Caf\xC3\xA9 & Co: 100%")),
            "throng:site:Caf%C3%A9%20%26%20Co%3A%20100%25");
}

TEST_F(CredentialsTest, TheHubKnowsAReaderAndItsRole) {
  StartHub();
  EXPECT_EQ(
      Ask(city_.Make(
          {.kind = Identity::Kind::kReader, .name = "control room", .role = Role::kOperator})),
      "throng:reader:operator:control%20room");
}

TEST_F(CredentialsTest, OtherProgramsNeedNothingOfOurs) {
  StartHub();
  EXPECT_EQ(AskAsItIs(city_.MakeSite()), "throng:site:North%20Station");
}

TEST_F(CredentialsTest, WithoutACertificateItIsNobody) {
  StartHub();
  EXPECT_EQ(AskWho(hub_->address(),
                   grpc::SslCredentials({TextOfFile(city_.authority() / kAuthorityFile), "", ""})),
            "nobody");
  EXPECT_EQ(hub_->calls(), 1);
}

TEST_F(CredentialsTest, WithoutTlsThereIsNoConnection) {
  StartHub();
  EXPECT_EQ(AskWho(hub_->address(), OpenChannelCredentials()), "no connection");
  EXPECT_EQ(hub_->calls(), 0);
}

TEST_F(CredentialsTest, AnotherAuthoritysCertificateGetsNoConnection) {
  StartHub();
  TestCity other;
  const fs::path stranger = other.MakeSite();
  EXPECT_EQ(Ask(stranger), "no connection") << "it does not trust the hub";
  fs::copy_file(city_.authority() / kAuthorityFile, stranger / kAuthorityFile,
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(Ask(stranger), "no connection") << "the hub does not trust it";
  EXPECT_EQ(hub_->calls(), 0);
}

// Of a name that is the same: only the key tells them apart.
TEST_F(CredentialsTest, AnAuthorityOfTheSameNameIsAnotherOne) {
  StartHub();
  ASSERT_TRUE(PutAuthority(city_ / "ca2", "Test city", Replace::kNever, clock_));
  const fs::path stranger =
      city_.Make({.kind = Identity::Kind::kSite, .name = "North Station"}, {}, {}, city_ / "ca2");
  fs::copy_file(city_.authority() / kAuthorityFile, stranger / kAuthorityFile,
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(Ask(stranger), "no connection");
}

TEST_F(CredentialsTest, ACertificateThatIsOverGetsNoConnection) {
  StartHub();
  const fs::path over = city_.MakeOdd([](CertificateText& text) {
    text.begins = text.begins + -hours(2);
    text.ends = text.begins + hours(2);
  });
  EXPECT_EQ(Ask(over), Describe(Fault::kCertificateOver));
  EXPECT_EQ(AskAsItIs(over), "no connection");
  EXPECT_EQ(hub_->calls(), 0);
}

TEST_F(CredentialsTest, ACertificateThatHasNotBegunGetsNoConnection) {
  StartHub();
  const fs::path early = city_.Make({.kind = Identity::Kind::kSite, .name = "a"}, {}, kYear);
  EXPECT_EQ(Ask(early), Describe(Fault::kCertificateOver));
  EXPECT_EQ(AskAsItIs(early), "no connection");
}

TEST_F(CredentialsTest, AClockThatIsSomeMinutesBehindDoesNotMatter) {
  StartHub();
  EXPECT_EQ(
      Ask(city_.Make({.kind = Identity::Kind::kSite, .name = "a"}, {}, std::chrono::minutes(50))),
      "throng:site:a");
}

TEST_F(CredentialsTest, AHubIsNoClientAndAClientNoHub) {
  StartHub();
  const fs::path hub = city_.MakeHub();
  EXPECT_EQ(Ask(hub), Describe(Fault::kWrongEnd));
  EXPECT_EQ(AskAsItIs(hub), "no connection");
  EXPECT_EQ(hub_->calls(), 0);
  auto refused = ServerCredentialsOf(city_.MakeSite());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), Fault::kWrongEnd);
}

// A site that would stand in for the hub, with a certificate for the hub's very name.
TEST_F(CredentialsTest, NobodyTakesAClientsCertificateForAHub) {
  const fs::path site = city_.MakeOdd([](CertificateText& text) {
    text.hosts = {"127.0.0.1", "localhost"};
  });
  grpc::SslServerCredentialsOptions as_it_is;
  as_it_is.pem_key_cert_pairs = {
      {TextOfFile(site / kKeyFile), TextOfFile(site / kCertificateFile)}};
  const TestHub false_hub(grpc::SslServerCredentials(as_it_is), callers_);
  EXPECT_EQ(AskAt(false_hub.address(), city_.MakeSite()), "no connection");
  EXPECT_EQ(AskAt(false_hub.address(), city_.MakeToken()), "no connection");
  EXPECT_EQ(false_hub.calls(), 0);
}

TEST_F(CredentialsTest, AHubMustHaveTheNameByWhichItIsCalled) {
  StartHub(city_.Make({.kind = Identity::Kind::kHub, .name = {}}, {"localhost"}));
  const fs::path site = city_.MakeSite();
  EXPECT_EQ(AskAt("localhost:" + std::to_string(hub_->port()), site),
            "throng:site:North%20Station");
  EXPECT_EQ(AskAt("127.0.0.1:" + std::to_string(hub_->port()), site), "no connection");
  StartHub(
      city_.Make({.kind = Identity::Kind::kHub, .name = {}}, {"hub.example.org", "127.0.0.1"}));
  EXPECT_EQ(AskAt("127.0.0.1:" + std::to_string(hub_->port()), site),
            "throng:site:North%20Station");
  EXPECT_EQ(AskAt("localhost:" + std::to_string(hub_->port()), site), "no connection");
  EXPECT_EQ(AskAt("localhost:" + std::to_string(hub_->port()), city_.MakeToken()), "no connection");
}

TEST_F(CredentialsTest, ACertificateMustSayWhoItIsAndThatOnce) {
  StartHub();
  const auto ask = [this](std::vector<std::string> uris) {
    return Ask(city_.MakeOdd([&](CertificateText& text) { text.uris = std::move(uris); }));
  };
  EXPECT_EQ(ask({"throng:site:a"}), "throng:site:a") << "the control";
  EXPECT_EQ(ask({}), "nobody");
  EXPECT_EQ(ask({"throng:site:a", "throng:site:b"}), "nobody");
  EXPECT_EQ(ask({"https://example.org", "throng:site:a"}), "nobody");
  EXPECT_EQ(ask({"throng:hub"}), "nobody");
  EXPECT_EQ(ask({"throng:site:"}), "nobody");
  EXPECT_EQ(ask({"throng:site:a\nb"}), "nobody");
  EXPECT_EQ(ask({std::string("throng:site:a\0b", 15)}), "nobody");
  EXPECT_EQ(ask({"throng:site:caf\xC3\xA9"}), "nobody");
  EXPECT_EQ(ask({"throng:site:%FF"}), "nobody");
  EXPECT_EQ(ask({"throng:reader:owner:a"}), "nobody");
}

TEST_F(CredentialsTest, AKeyThatOthersCanReadIsRefused) {
  const fs::path hub = city_.MakeHub();
  const fs::path site = city_.MakeSite();
  for (const fs::perms open : {fs::perms::group_read, fs::perms::others_read}) {
    fs::permissions(hub / kKeyFile, fs::perms::owner_read | open);
    fs::permissions(site / kKeyFile, fs::perms::owner_read | open);
    const auto server = ServerCredentialsOf(hub);
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error(), Fault::kKeyIsOpen);
    const auto channel = ChannelCredentialsOf(site);
    ASSERT_FALSE(channel);
    EXPECT_EQ(channel.error(), Fault::kKeyIsOpen);
  }
}

TEST_F(CredentialsTest, TheKeyMustBeThatOfTheCertificate) {
  const fs::path hub = city_.MakeHub();
  fs::copy_file(city_.MakeHub() / kKeyFile, hub / kKeyFile, fs::copy_options::overwrite_existing);
  const auto server = ServerCredentialsOf(hub);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error(), Fault::kKeyOfAnother);
}

TEST_F(CredentialsTest, AServerForBrowsersNeedsNoAuthorityBesideIt) {
  const fs::path hub = city_.MakeHub();
  fs::remove(hub / kAuthorityFile);
  const Result<PemPair> pem = ServerPemOf(hub);
  ASSERT_TRUE(pem) << Describe(pem.error());
  EXPECT_EQ(pem->certificate, TextOfFile(hub / kCertificateFile));
  EXPECT_EQ(pem->key, TextOfFile(hub / kKeyFile));
  EXPECT_EQ(ServerPemOf(city_.MakeSite()).error(), Fault::kWrongEnd);
  fs::permissions(hub / kKeyFile, fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(ServerPemOf(hub).error(), Fault::kKeyIsOpen);
}

TEST_F(CredentialsTest, WhatIsMissingOrDamagedIsSaid) {
  for (const auto& [file, fault] : {std::pair(kAuthorityFile, Fault::kBadCertificate),
                                    std::pair(kCertificateFile, Fault::kBadCertificate),
                                    std::pair(kKeyFile, Fault::kBadCertificate)}) {
    const fs::path hub = city_.MakeHub();
    std::ofstream(hub / file, std::ios::trunc) << "no PEM";
    const auto damaged = ServerCredentialsOf(hub);
    ASSERT_FALSE(damaged) << file;
    EXPECT_EQ(damaged.error(), fault) << file;
    fs::remove(hub / file);
    const auto missing = ServerCredentialsOf(hub);
    ASSERT_FALSE(missing) << file;
    EXPECT_EQ(missing.error(), Fault::kNotFound) << file;
  }
  EXPECT_EQ(ChannelCredentialsOf(city_ / "nowhere").error(), Fault::kNotFound);
}

TEST_F(CredentialsTest, AnExpiredHubDoesNotStart) {
  const auto over = ServerCredentialsOf(city_.MakeOdd([](CertificateText& text) {
    text.use = Use::kServer;
    text.begins = text.begins + -hours(2);
    text.ends = text.begins + hours(2);
  }));
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error(), Fault::kCertificateOver);
}

// Until the hub tells the new ones apart from the old ones.
template <class Condition>
bool ComesTrue(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

TEST_F(CredentialsTest, ARenewedHubIsTakenUpWithoutARestart) {
  const Identity hub{.kind = Identity::Kind::kHub, .name = {}};
  const fs::path folder = city_.Make(hub, {"localhost"});
  hub_ = std::make_unique<TestHub>(*ServerCredentialsOf(folder, kSoon), callers_);
  const fs::path site = city_.MakeSite();
  ASSERT_EQ(Ask(site), "no connection") << "not under this name";
  ASSERT_TRUE(
      PutCredentials(folder, hub, {"127.0.0.1"}, city_.authority(), Replace::kAlways, clock_));
  EXPECT_TRUE(ComesTrue([&] { return Ask(site) == "throng:site:North%20Station"; }));
}

TEST_F(CredentialsTest, ARenewedSiteIsTakenUpWithoutARestart) {
  StartHub();
  const fs::path folder = city_.MakeSite();
  const Dial dial = EdgeDial(hub_->address(), folder);
  ASSERT_EQ(AskWho(*dial()), "throng:site:North%20Station");
  ASSERT_TRUE(PutCredentials(folder, {.kind = Identity::Kind::kSite, .name = "New name"}, {},
                             city_.authority(), Replace::kAlways, clock_));
  EXPECT_EQ(AskWho(*dial()), "throng:site:New%20name");
  fs::remove(folder / kKeyFile);
  EXPECT_EQ(dial().error(), Fault::kNotFound);
}

// gRPC takes up a key that is not that of the certificate beside it; nobody gets in until it is
// mended, and then everybody does.
TEST_F(CredentialsTest, AHubWhoseFolderWasMixedUpRecovers) {
  const fs::path folder = city_.MakeHub();
  hub_ = std::make_unique<TestHub>(*ServerCredentialsOf(folder, kSoon), callers_);
  const fs::path site = city_.MakeSite();
  ASSERT_EQ(Ask(site), "throng:site:North%20Station");
  const std::string key = TextOfFile(folder / kKeyFile);
  std::ofstream(folder / kKeyFile, std::ios::trunc) << TextOfFile(city_.MakeHub() / kKeyFile);
  EXPECT_TRUE(ComesTrue([&] { return Ask(site) == "no connection"; }));
  std::ofstream(folder / kKeyFile, std::ios::trunc) << key;
  EXPECT_TRUE(ComesTrue([&] { return Ask(site) == "throng:site:North%20Station"; }));
  fs::remove(folder / kKeyFile);
  fs::remove(folder / kCertificateFile);
  std::this_thread::sleep_for(2 * kSoon);
  EXPECT_EQ(Ask(site), "throng:site:North%20Station") << "it keeps what it had";
}

}  // namespace
}  // namespace throng
