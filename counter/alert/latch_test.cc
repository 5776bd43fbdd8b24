// A latch is switched by what lasts, not by what flickers.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/latch.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string_view>

namespace throng {
namespace {

constexpr std::chrono::seconds kTick{5};

// A letter for each window of 5 s: + for, . between, - against, o unknown. One for each answer:
// 1 on, 0 off.
std::string Play(std::string_view windows, std::chrono::seconds on, std::chrono::seconds off) {
  std::string states;
  Latch latch;
  Instant at(0);
  for (const char window : windows) {
    const Signal signal = window == '+'   ? Signal::kFor
                          : window == '.' ? Signal::kBetween
                          : window == '-' ? Signal::kAgainst
                                          : Signal::kUnknown;
    at = at + kTick;
    latch = Advance(latch, signal, {.on = on, .off = off}, at, kTick).latch;
    states += latch.on ? '1' : '0';
  }
  return states;
}

using std::chrono::seconds;

TEST(Latch, WhatLastsSwitchesIt) {
  EXPECT_EQ(Play("++++++----", seconds(20), seconds(10)), "0000111100");
}

TEST(Latch, OneWindowIsEnoughWhereNoTimeIsAsked) {
  EXPECT_EQ(Play("-+-.+.-", seconds(0), seconds(0)), "0100110");
}

TEST(Latch, OneWindowAgainstStartsAnew) {
  EXPECT_EQ(Play("+++-+++", seconds(15), seconds(15)), "0000000");
  EXPECT_EQ(Play("+++-++++", seconds(15), seconds(15)), "00000001");
}

TEST(Latch, WhatLiesBetweenCountsBack) {
  EXPECT_EQ(Play("+++.++", seconds(15), seconds(15)), "000001");
  EXPECT_EQ(Play("+.+.+.+.+.", seconds(15), seconds(15)), "0000000000");
}

TEST(Latch, WhatLiesBetweenNeverSwitchesIt) {
  EXPECT_EQ(Play("++++........----", seconds(15), seconds(15)), "0001111111111110");
}

TEST(Latch, NoTimePassesWhileNothingIsKnown) {
  EXPECT_EQ(Play("++ooooooo+++", seconds(20), seconds(20)), "000000000001");
  EXPECT_EQ(Play("+++++oooooooooo--ooo---", seconds(20), seconds(20)), "00001111111111111111110");
}

TEST(Latch, ItTellsSinceWhenAndHowLongItHeld) {
  Latch latch;
  const LatchTimes times{.on = kTick, .off = kTick};
  latch = Advance(latch, Signal::kFor, times, Instant(0), kTick).latch;
  latch = Advance(latch, Signal::kUnknown, times, Instant(0) + kTick, kTick).latch;
  const LatchStep step = Advance(latch, Signal::kFor, times, Instant(0) + 2 * kTick, kTick);
  EXPECT_TRUE(step.latch.on);
  EXPECT_EQ(step.switched, (Held{.since = Instant(0), .sum = kTick}));
  EXPECT_FALSE(step.latch.held);
}

}  // namespace
}  // namespace throng
