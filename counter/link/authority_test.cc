// Certificates say what they should, no more, and are signed by whom they should.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/authority.h"

#include <gtest/gtest.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <set>

#include "counter/link/credentials.h"
#include "counter/link/test_city.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using std::chrono::hours;

const Identity kSite{.kind = Identity::Kind::kSite, .name = "North Station"};
const Identity kHub{.kind = Identity::Kind::kHub, .name = {}};

class AuthorityTest : public testing::Test {
 protected:
  static Certificate Leaf(const fs::path& folder) {
    return std::move(*ReadCertificateFile(folder / kCertificateFile));
  }
  Certificate Root() const {
    return std::move(*ReadCertificateFile(city_.authority() / kAuthorityFile));
  }
  // As OpenSSL sees it, for a purpose and a time.
  bool IsGood(const fs::path& folder, int purpose, Duration from_now = {}) const {
    struct Free {
      void operator()(X509_STORE* store) const { X509_STORE_free(store); }
      void operator()(X509_STORE_CTX* look) const { X509_STORE_CTX_free(look); }
    };
    const Certificate root = Root();
    const Certificate leaf = Leaf(folder);
    const std::unique_ptr<X509_STORE, Free> store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), root.get());
    X509_STORE_set_flags(store.get(), X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE);
    const std::unique_ptr<X509_STORE_CTX, Free> look(X509_STORE_CTX_new());
    X509_STORE_CTX_init(look.get(), store.get(), leaf.get(), nullptr);
    X509_STORE_CTX_set_purpose(look.get(), purpose);
    const auto at_s = std::chrono::floor<std::chrono::seconds>(
        std::chrono::nanoseconds((SystemClock().Now() + from_now).utc_ns()));
    X509_STORE_CTX_set_time(look.get(), 0, at_s.count());
    return X509_verify_cert(look.get()) == 1;
  }

  TestCity city_;
};

TEST_F(AuthorityTest, SignsWhatIsGoodForOneEndOnly) {
  const fs::path hub = city_.MakeHub();
  const fs::path site = city_.MakeSite();
  EXPECT_TRUE(IsGood(hub, X509_PURPOSE_SSL_SERVER));
  EXPECT_FALSE(IsGood(hub, X509_PURPOSE_SSL_CLIENT));
  EXPECT_TRUE(IsGood(site, X509_PURPOSE_SSL_CLIENT));
  EXPECT_FALSE(IsGood(site, X509_PURPOSE_SSL_SERVER));
}

TEST_F(AuthorityTest, GivesTwoYearsAndAnHourBefore) {
  const fs::path site = city_.MakeSite();
  EXPECT_TRUE(IsGood(site, X509_PURPOSE_SSL_CLIENT, -std::chrono::minutes(59)));
  EXPECT_FALSE(IsGood(site, X509_PURPOSE_SSL_CLIENT, -std::chrono::minutes(61)));
  EXPECT_TRUE(IsGood(site, X509_PURPOSE_SSL_CLIENT, days(730) - hours(1)));
  EXPECT_FALSE(IsGood(site, X509_PURPOSE_SSL_CLIENT, days(730) + hours(1)));
  const auto life = EndOf(*Leaf(city_.MakeHub())) - SystemClock().Now();
  EXPECT_LT(life, days(825)) << "more than some clients take of a server";
}

TEST_F(AuthorityTest, KeysAndSerialNumbersAreNeverTheSame) {
  std::set<std::string> keys;
  std::set<std::string> numbers;
  for (int i = 0; i < 4; ++i) {
    const fs::path site = city_.MakeSite();
    keys.insert(TextOfFile(site / kKeyFile));
    const Certificate leaf = Leaf(site);
    const ASN1_INTEGER* const number = X509_get0_serialNumber(leaf.get());
    EXPECT_GE(ASN1_STRING_length(number), 12) << "of 128 random bits";
    EXPECT_LE(ASN1_STRING_length(number), 17);
    numbers.emplace(reinterpret_cast<const char*>(ASN1_STRING_get0_data(number)),
                    static_cast<std::size_t>(ASN1_STRING_length(number)));
    EXPECT_EQ(EVP_PKEY_get_bits(X509_get0_pubkey(leaf.get())), 256);
    EXPECT_EQ(X509_get_version(leaf.get()), 2) << "version 3";
    EXPECT_EQ(X509_get_signature_nid(leaf.get()), NID_ecdsa_with_SHA256);
  }
  EXPECT_EQ(keys.size(), 4U);
  EXPECT_EQ(numbers.size(), 4U);
}

TEST_F(AuthorityTest, IsGoodForSigningLeavesOnly) {
  const Certificate root = Root();
  EXPECT_EQ(X509_check_ca(root.get()), 1);
  EXPECT_EQ(X509_get_pathlen(root.get()), 0);
  EXPECT_EQ(X509_get_key_usage(root.get()), static_cast<std::uint32_t>(KU_KEY_CERT_SIGN));
  EXPECT_EQ(NameOf(*root), "Test city");
  EXPECT_GT(EndOf(*root) - SystemClock().Now(), days(3650));
  EXPECT_EQ(X509_check_ca(Leaf(city_.MakeSite()).get()), 0);
}

TEST_F(AuthorityTest, ALeafSaysWhoItIsAndWhereAHubIs) {
  const Certificate hub = Leaf(city_.Make(kHub, {"hub.example.org", "192.0.2.7", "2001:db8::7"}));
  EXPECT_EQ(IdentityOf(*hub), kHub);
  EXPECT_EQ(HostsOf(*hub),
            (std::vector<std::string>{"hub.example.org", "192.0.2.7", "2001:db8::7"}));
  EXPECT_EQ(X509_check_ip_asc(hub.get(), "2001:db8:0:0::7", 0), 1);
  EXPECT_EQ(X509_check_host(hub.get(), "hub.example.org", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(hub.get(), "192.0.2.7", 0, 0, nullptr), 0) << "no name";
  const Certificate site = Leaf(city_.MakeSite());
  EXPECT_EQ(IdentityOf(*site), kSite);
  EXPECT_TRUE(HostsOf(*site).empty());
}

TEST_F(AuthorityTest, ALeafEndsWithItsAuthority) {
  const auto folder = city_.Make(kSite, {}, days(3000));
  EXPECT_EQ(EndOf(*Leaf(folder)), EndOf(*Root()));
  const Status over = PutCredentials(city_ / "x", kSite, {}, city_.authority(), Replace::kNever,
                                     ShiftedClock(days(3653)));
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error(), Fault::kCertificateOver);
}

TEST_F(AuthorityTest, OnlyAnAuthorityCanSign) {
  const auto by = [this](const fs::path& folder) {
    return PutCredentials(city_ / "x", kSite, {}, folder, Replace::kNever, SystemClock()).error();
  };
  EXPECT_EQ(by(city_ / "none"), Fault::kNoAuthority);
  EXPECT_EQ(by(city_.MakeSite()), Fault::kKeyOfAnother) << "it holds the authority's certificate";
  const fs::path leaf = city_.MakeSite();
  fs::rename(leaf / kCertificateFile, leaf / kAuthorityFile);
  EXPECT_EQ(by(leaf), Fault::kNoAuthority) << "it holds its own";
  fs::permissions(city_.authority() / kKeyFile, fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(by(city_.authority()), Fault::kKeyIsOpen);
  EXPECT_FALSE(fs::exists(city_ / "x"));
}

TEST_F(AuthorityTest, RenewedItKeepsItsKeySoThatAllItSignedStaysGood) {
  const fs::path before = city_.MakeSite();
  const std::string key = TextOfFile(city_.authority() / kKeyFile);
  const Instant ends = EndOf(*Root());
  ASSERT_TRUE(
      PutAuthority(city_.authority(), "Test city", Replace::kAlways, ShiftedClock(days(100))));
  EXPECT_EQ(TextOfFile(city_.authority() / kKeyFile), key);
  EXPECT_GE(EndOf(*Root()) - ends, days(99));
  EXPECT_TRUE(IsGood(before, X509_PURPOSE_SSL_CLIENT, days(101)));
  EXPECT_EQ(PutAuthority(city_.authority(), "Test city", Replace::kNever, SystemClock()).error(),
            Fault::kAlreadyThere);
  EXPECT_EQ(PutAuthority(city_ / "none", "Test city", Replace::kAlways, SystemClock()).error(),
            Fault::kNoAuthority);
}

// By somebody who has both, while it is replaced by a new one.
TEST_F(AuthorityTest, AFolderTellsToTrustAllThatItsAuthorityTrusts) {
  const fs::path file = city_.authority() / kAuthorityFile;
  TestCity other;
  const std::string both = TextOfFile(file) + TextOfFile(other.authority() / kAuthorityFile);
  fs::remove(file);
  std::ofstream(file) << both;
  EXPECT_EQ(TextOfFile(city_.MakeSite() / kAuthorityFile), both);
}

TEST(FaultOfHost, TakesNamesAndAddresses) {
  for (const char* const host : {"hub", "hub.example.org", "HUB-2.example.org", "localhost",
                                 "192.0.2.7", "2001:db8::7", "::1", "1password.example"}) {
    EXPECT_EQ(FaultOfHost(host), std::nullopt) << host;
  }
  for (const char* const host :
       {"",        ".",          "hub.",          ".hub",        "a..b",      "-hub",
        "hub-",    "hub_1",      "*.example.org", "hub:7443",    "[::1]",     "192.0.2.7:7443",
        "192.0.2", "1.2.3.4.5",  "256.1.1.1",     "https://hub", "hub,DNS:x", "caf\xC3\xA9.example",
        "a b",     "127.0.0.1\n"}) {
    EXPECT_NE(FaultOfHost(host), std::nullopt) << host;
  }
  EXPECT_NE(FaultOfHost(std::string(64, 'a')), std::nullopt);
}

}  // namespace
}  // namespace throng
