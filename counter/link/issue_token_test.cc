// A token is random, stands in its folder only, and is noted by its digest.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/issue_token.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "counter/link/credentials.h"
#include "counter/link/test_city.h"
#include "counter/link/token_list.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

const Identity kReader{
    .kind = Identity::Kind::kReader, .name = "wall screen", .role = Role::kPlanner};

class IssueTokenTest : public testing::Test {
 protected:
  Status Put(const std::string& folder, Replace replace = Replace::kNever,
             const Identity& reader = kReader) {
    return PutToken({city_ / folder, tokens_, city_.authority()}, reader, std::nullopt, replace,
                    complaints_);
  }
  std::string TokenIn(const std::string& folder) const {
    const std::string text = TextOfFile(city_ / folder / kTokenFile);
    return text.substr(0, text.size() - 1);
  }
  bool Opens(const std::string& token) const {
    return TokenList(tokens_, clock_).HolderOf(token).has_value();
  }

  TestCity city_;
  SystemClock clock_;
  const fs::path tokens_ = city_ / "tokens.toml";
  std::vector<Complaint> complaints_;
};

TEST(DigestOf, IsSha256) {
  const TokenDigest digest = DigestOf("abc");  // FIPS 180-2, B.1
  EXPECT_EQ(digest[0], 0xBA);
  EXPECT_EQ(digest[1], 0x78);
  EXPECT_EQ(digest[31], 0xAD);
}

TEST_F(IssueTokenTest, ATokenOpensAndItsFolderIsPrivate) {
  ASSERT_TRUE(Put("a"));
  const std::string token = TokenIn("a");
  EXPECT_EQ(token.size(), 43U) << "256 bits, 6 in each letter";
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                    "0123456789-_"),
            std::string::npos);
  const auto holder = TokenList(tokens_, clock_).HolderOf(token);
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->identity, kReader);
  EXPECT_FALSE(Opens(token + "\n"));
  EXPECT_EQ(TextOfFile(tokens_).find(token), std::string::npos);
  for (const fs::path& file : {city_ / "a" / kTokenFile, tokens_}) {
    struct stat facts {};
    ASSERT_EQ(::stat(file.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777U, 0600U) << file;
  }
}

TEST_F(IssueTokenTest, ANameIsGivenOnce) {
  ASSERT_TRUE(Put("a"));
  const std::string token = TokenIn("a");
  EXPECT_EQ(Put("b").error(), Fault::kAlreadyThere) << "the name";
  EXPECT_FALSE(fs::exists(city_ / "b"));
  Identity other = kReader;
  other.name = "other";
  EXPECT_EQ(Put("a", Replace::kNever, other).error(), Fault::kAlreadyThere) << "the folder";
  EXPECT_TRUE(Opens(token));
  EXPECT_EQ(TextOfFile(tokens_).find("other"), std::string::npos);
}

TEST_F(IssueTokenTest, ARenewedTokenEndsTheOldOne) {
  ASSERT_TRUE(Put("a"));
  const std::string old = TokenIn("a");
  ASSERT_TRUE(Put("a", Replace::kAlways));
  EXPECT_NE(TokenIn("a"), old);
  EXPECT_FALSE(Opens(old));
  EXPECT_TRUE(Opens(TokenIn("a")));
}

TEST_F(IssueTokenTest, NothingIsMadeWhereItCannotBeNoted) {
  std::ofstream(tokens_) << "";
  fs::permissions(tokens_, fs::perms::owner_read | fs::perms::others_read);
  EXPECT_EQ(Put("a").error(), Fault::kTokensAreOpen);
  fs::permissions(tokens_, fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream(tokens_) << "[[token]]\n";
  EXPECT_EQ(Put("a").error(), Fault::kBadTokens);
  EXPECT_FALSE(complaints_.empty());
  EXPECT_FALSE(fs::exists(city_ / "a"));
}

TEST_F(IssueTokenTest, AnyFolderTellsWhomToTrustButOneThatDoesNot) {
  std::vector<Complaint> complaints;
  const TokenPlaces at_the_hub{city_ / "a", tokens_, city_.MakeHub()};
  EXPECT_TRUE(PutToken(at_the_hub, kReader, std::nullopt, Replace::kNever, complaints));
  EXPECT_EQ(TextOfFile(city_ / "a" / kAuthorityFile),
            TextOfFile(city_.authority() / kAuthorityFile));
  const TokenPlaces nowhere{city_ / "b", tokens_, city_ / "none"};
  EXPECT_EQ(PutToken(nowhere, kReader, std::nullopt, Replace::kNever, complaints).error(),
            Fault::kNoAuthority);
}

}  // namespace
}  // namespace throng
