// Who shows a little of his body, or of his head, counts; who hardly shows does not.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/counts.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

Shown ShownOf(int visible_percent, int head_visible_percent) {
  return {.pixels = 1000,
          .visible = 10 * visible_percent,
          .head_pixels = 100,
          .head_visible = head_visible_percent};
}

TEST(Counts, SomebodyInFullViewCountsAndSomebodyHiddenDoesNot) {
  EXPECT_EQ(HowMuchCounts(ShownOf(100, 100)), 1);
  EXPECT_EQ(HowMuchCounts(ShownOf(0, 0)), 0);
  EXPECT_FALSE(Counts({}));
}

TEST(Counts, ASixthOfTheBodyOrAFifthOfTheHeadIsEnough) {
  EXPECT_FALSE(Counts(ShownOf(16, 0)));
  EXPECT_TRUE(Counts(ShownOf(17, 0)));
  EXPECT_FALSE(Counts(ShownOf(5, 19)));
  EXPECT_TRUE(Counts(ShownOf(5, 21)));
}

}  // namespace
}  // namespace throng
