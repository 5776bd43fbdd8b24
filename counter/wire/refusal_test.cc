// A refusal says where and why, and nothing that came in.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/refusal.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

TEST(Refusal, NamesTheFieldAndItsPosition) {
  const Refusal refusal{.field = "count.low", .rule = "is above count.persons"};
  EXPECT_EQ(Describe(refusal), "count.low is above count.persons");
  EXPECT_EQ(Describe(At("windows", 17, refusal)), "windows[17].count.low is above count.persons");
}

TEST(Refusal, MayConcernAWholeMessage) {
  EXPECT_EQ(Describe({.rule = "the first message must be a hello"}),
            "the first message must be a hello");
  EXPECT_EQ(Describe(At("zones", 0, {.rule = "is odd"})), "zones[0] is odd");
}

}  // namespace
}  // namespace throng
