// What stands in a certificate is read back as it was written, and nothing else is.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/identity.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

using Kind = Identity::Kind;

TEST(Identity, IsWrittenAsOneUri) {
  EXPECT_EQ(UriOf({.kind = Kind::kHub, .name = {}}), "throng:hub");
  EXPECT_EQ(UriOf({.kind = Kind::kSite, .name = "North Station"}), "throng:site:North%20Station");
  EXPECT_EQ(UriOf({.kind = Kind::kReader, .name = "control room", .role = Role::kOperator}),
            "throng:reader:operator:control%20room");
  EXPECT_EQ(UriOf({.kind = Kind::kSite, .name = "a:b/c%d \xC3\xA9"}),
            "throng:site:a%3Ab%2Fc%25d%20%C3%A9");
}

TEST(Identity, IsReadBackAsItWasWritten) {
  const Identity some[] = {{.kind = Kind::kHub, .name = {}},
                           {.kind = Kind::kSite, .name = "North Station"},
                           {.kind = Kind::kSite, .name = "a:b/c%d \xC3\xA9 ~._-9Z"},
                           {.kind = Kind::kReader, .name = "reader:admin:x", .role = Role::kViewer},
                           {.kind = Kind::kReader, .name = "x", .role = Role::kPlanner},
                           {.kind = Kind::kReader, .name = "x", .role = Role::kOperator},
                           {.kind = Kind::kReader, .name = "x", .role = Role::kAdmin}};
  for (const Identity& identity : some) {
    EXPECT_EQ(IdentityFrom(UriOf(identity)), identity) << UriOf(identity);
  }
}

// Two ways of writing one name could be two sites to one program and one to another.
TEST(Identity, HasOnlyOneWayOfBeingWritten) {
  for (const char* const uri :
       {"throng:site:North Station", "throng:site:North%20%53tation", "throng:site:caf%c3%a9",
        "throng:site:caf\xC3\xA9", "throng:site:a%2", "throng:site:a%", "throng:site:a%zz",
        "throng:hub:", "throng:hub ", "Throng:hub", "THRONG:site:a", "throng:site:a?b",
        "throng:reader:admin:a:b"}) {
    EXPECT_EQ(IdentityFrom(uri), std::nullopt) << uri;
  }
}

TEST(Identity, HasNoNameThatASiteFileWouldNotTake) {
  for (const char* const uri :
       {"", "throng:", "throng:site:", "throng:site:%20a", "throng:site:a%20", "throng:site:%3Da",
        "throng:site:a%00b", "throng:site:a%0Ab", "throng:site:%FF", "throng:site:a%E2%80%AEb",
        "throng:site:%ED%A0%80", "throng:reader:viewer:", "throng:reader:viewer", "throng:reader:a",
        "throng:reader:owner:a", "throng:reader::a", "throng:reader:Admin:a", "https://hub"}) {
    EXPECT_EQ(IdentityFrom(uri), std::nullopt) << uri;
  }
  const std::string longest(64, 'x');
  EXPECT_TRUE(IdentityFrom("throng:site:" + longest));
  EXPECT_FALSE(IdentityFrom("throng:site:" + longest + "x"));
}

TEST(Identity, EndsWhereTheTextEnds) {
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(IdentityFrom("throng:hub\0"sv), std::nullopt);
  EXPECT_EQ(IdentityFrom("throng:site:a\0b"sv), std::nullopt);
}

TEST(Role, EachMayDoWhatThoseBeforeItMay) {
  EXPECT_LT(Role::kViewer, Role::kPlanner);
  EXPECT_LT(Role::kPlanner, Role::kOperator);
  EXPECT_LT(Role::kOperator, Role::kAdmin);
  for (const char* const name : {"viewer", "planner", "operator", "admin"}) {
    ASSERT_TRUE(ParseRole(name)) << name;
    EXPECT_EQ(NameOf(*ParseRole(name)), name);
  }
  EXPECT_EQ(ParseRole("Viewer"), std::nullopt);
  EXPECT_EQ(ParseRole(""), std::nullopt);
}

}  // namespace
}  // namespace throng
