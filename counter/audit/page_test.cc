// The page says everything, and nothing in it can become markup.
// SPDX-License-Identifier: Apache-2.0
#include "counter/audit/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace throng {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const AuditFacts kFacts{.version = "1.2", .machine = "Linux 6.1 x86_64", .at = Instant(0)};

std::vector<Finding> Findings() {
  return {
      {.promise = "A", .verdict = Outcome::kHolds, .figure = "1", .checked = "c", .by_hand = "h"},
      {.promise = "B",
       .verdict = Outcome::kBroken,
       .figure = "<b>&\"",
       .checked = "",
       .by_hand = ""},
      {.promise = "C", .verdict = Outcome::kUnknown, .figure = "", .checked = "", .by_hand = ""}};
}

TEST(Page, TextHasEachPromiseWithItsVerdict) {
  EXPECT_THAT(
      TextPage(Findings(), kFacts),
      AllOf(HasSubstr("1 of 3 promises hold, 1 broken, 1 not checked"),
            HasSubstr("[holds] A\n  1\n  looked at: c\n  by hand:   h\n"), HasSubstr("[BROKEN] B"),
            HasSubstr("[not checked] C"), HasSubstr("1970-01-01T00:00:00")));
}

TEST(Page, HtmlIsWholeAndEscaped) {
  EXPECT_THAT(HtmlPage(Findings(), kFacts), AllOf(HasSubstr("<section class=\"broken\"><h2>B</h2>"),
                                                  HasSubstr("&lt;b&gt;&amp;&quot;"),
                                                  Not(HasSubstr("<b>")), HasSubstr("</html>")));
}

}  // namespace
}  // namespace throng
