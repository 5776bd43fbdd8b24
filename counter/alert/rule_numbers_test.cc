// What a ledger keeps of a rule gives the same state back, and nothing else gives one.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/rule_numbers.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

RuleState Anything() {
  RuleState state;
  state.newest = Instant(1'795'521'600'000'000'000);
  state.bands[0] = {.on = true, .held = {}};
  state.bands[1] = {.on = false, .held = Held{.since = Instant(-5), .sum = Duration(7)}};
  state.blind = {.on = true, .held = Held{.since = Instant(3), .sum = Duration(0)}};
  state.open[0] = OpenAlarm{.number = 12, .sequence = 3, .acknowledged = true};
  state.open[1] = OpenAlarm{.number = 13, .sequence = 1, .acknowledged = false};
  return state;
}

TEST(RuleNumbers, AStateComesBackAsItWas) {
  EXPECT_EQ(RuleStateOf(NumbersOf(Anything())), Anything());
  EXPECT_EQ(RuleStateOf(NumbersOf(RuleState{})), RuleState{});
  EXPECT_NE(NumbersOf(Anything()), NumbersOf(RuleState{}));
}

TEST(RuleNumbers, OtherNumbersGiveNoState) {
  const std::vector<std::int64_t> good = NumbersOf(Anything());
  EXPECT_FALSE(RuleStateOf({}));
  std::vector<std::int64_t> more = good;
  more.push_back(0);
  EXPECT_FALSE(RuleStateOf(more));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(RuleStateOf(std::span(good).first(size))) << size;
  }
  std::vector<std::int64_t> another_version = good;
  another_version[0] = 2;
  EXPECT_FALSE(RuleStateOf(another_version));
  std::vector<std::int64_t> before_time = good;  // too far from any window to be compared with it
  before_time[2] = INT64_MIN;
  EXPECT_FALSE(RuleStateOf(before_time));
  std::vector<std::int64_t> no_flag = good;
  no_flag[3] = 2;
  EXPECT_FALSE(RuleStateOf(no_flag));
}

}  // namespace
}  // namespace throng
