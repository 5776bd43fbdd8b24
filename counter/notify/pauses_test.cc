// Pauses grow, are bounded, and differ.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/pauses.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

TEST(PauseAfter, DoublesUpToFiveMinutes) {
  EXPECT_EQ(PauseAfter(1, 0), 1s);
  EXPECT_EQ(PauseAfter(2, 0), 2s);
  EXPECT_EQ(PauseAfter(3, 0), 4s);
  EXPECT_EQ(PauseAfter(9, 0), 256s);
  EXPECT_EQ(PauseAfter(10, 0), 300s);
  EXPECT_EQ(PauseAfter(1'000'000, 0), 300s);
}

TEST(PauseAfter, ChanceTakesUpToAQuarterAway) {
  EXPECT_EQ(PauseAfter(3, 0.5), 3500ms);
  EXPECT_EQ(PauseAfter(3, 1), 3s);
  EXPECT_EQ(PauseAfter(3, 7), 3s);
}

}  // namespace
}  // namespace throng
