// Steps and ramps are followed, single bad readings are not, and no interval becomes too narrow.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/smooth.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <random>
#include <vector>

namespace throng {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr SmoothOptions kLive{.tick = seconds(15)};
constexpr SmoothOptions kRecording{.tick = seconds(1)};

// As the network's are: unsure by a fifth, and by half a person.
Estimate Reads(double persons) {
  return {Persons(persons), Persons(std::hypot(0.5, 0.2 * persons))};
}

std::vector<Estimate> Follow(const SmoothOptions& options, const std::vector<double>& readings) {
  Smooth smooth(options);
  std::vector<Estimate> believed;
  for (std::size_t step = 0; step < readings.size(); ++step) {
    believed.push_back(smooth.Take(Reads(readings[step]), step));
  }
  return believed;
}

bool Holds(const Estimate& estimate, double persons) {
  return std::abs(estimate.mean().value() - persons) <= k90Percent * estimate.sigma().value();
}

TEST(Smooth, BeginsWithTheReadingAsItIs) {
  Smooth smooth(kLive);
  const Estimate first = smooth.Take(Reads(40), 7);
  EXPECT_EQ(first.mean(), Persons(40));
  EXPECT_EQ(first.sigma(), Reads(40).sigma());
}

TEST(Smooth, AFullTrainThatEmptiesIsFollowedAtTheSecondTick) {
  for (const SmoothOptions& options : {kLive, kRecording}) {
    const std::vector<Estimate> train = Follow(options, {300, 300, 300, 0, 0, 0});
    EXPECT_TRUE(Holds(train[3], 0)) << "not believed yet, but possible";
    EXPECT_TRUE(Holds(train[3], 300));
    EXPECT_EQ(train[4].mean(), Persons(0));
    EXPECT_EQ(train[4].sigma(), Reads(0).sigma()) << "as sure as of an empty place";
    EXPECT_EQ(train[5].mean(), Persons(0));
  }
}

TEST(Smooth, SoIsOneThatTakesTwoTicksToEmpty) {
  const std::vector<Estimate> train = Follow(kLive, {300, 300, 300, 120, 0, 0});
  EXPECT_TRUE(Holds(train[3], 120));
  EXPECT_EQ(train[4].mean(), Persons(0));
}

TEST(Smooth, AndOneThatFills) {
  const std::vector<Estimate> train = Follow(kLive, {0, 0, 250, 300, 300});
  EXPECT_TRUE(Holds(train[2], 250));
  EXPECT_EQ(train[3].mean(), Persons(300));
}

TEST(Smooth, OneBadReadingMovesNothingAndTheIntervalReachesIt) {
  for (const double bad : {0.0, 10.0, 200.0, 1023.0}) {
    const std::vector<Estimate> hall = Follow(kLive, {60, 60, 60, bad, 60, 60});
    EXPECT_NEAR(hall[3].mean().value(), 60, 0.5) << bad;
    EXPECT_TRUE(Holds(hall[3], bad));
    EXPECT_NEAR(hall[4].mean().value(), 60, 0.5) << bad;
    EXPECT_FALSE(Holds(hall[4], bad)) << "and is forgotten at the next";
  }
}

TEST(Smooth, TwoBadReadingsThatDisagreeMoveNothing) {
  const std::vector<Estimate> hall = Follow(kLive, {60, 60, 60, 0, 300, 60});
  for (const Estimate& at : hall) EXPECT_NEAR(at.mean().value(), 60, 0.5);
}

TEST(Smooth, ARampIsFollowedWithinATick) {
  // 300 persons leave in two minutes, and in five.
  for (const int ticks : {8, 20}) {
    std::vector<double> readings(4, 300);
    for (int i = 1; i <= ticks; ++i) readings.push_back(300 - 300.0 * i / ticks);
    readings.insert(readings.end(), 3, 0);
    const std::vector<Estimate> train = Follow(kLive, readings);
    for (std::size_t i = 1; i < readings.size(); ++i) {
      EXPECT_LE(train[i].mean().value(), readings[i - 1] + 0.1) << ticks << ", " << i;
      EXPECT_GE(train[i].mean().value(), readings[i] - 0.1) << ticks << ", " << i;
      EXPECT_TRUE(Holds(train[i], readings[i])) << ticks << ", " << i;
    }
    EXPECT_EQ(std::round(train.back().mean().value()), 0) << ticks;
  }
}

// The reason for a filter: what jumps about from tick to tick does so less.
TEST(Smooth, WhatJumpsAboutInARecordingDoesSoLess) {
  std::mt19937 chance(1);
  std::normal_distribution<double> noise(0, 4);  // a fifth of a reading's standard deviation
  std::vector<double> readings(400);
  for (double& reading : readings) reading = std::round(100 + noise(chance));
  const auto jumps = [](const auto& series, auto value) {
    double sum = 0;
    for (std::size_t i = 1; i < series.size(); ++i) {
      sum += std::abs(value(series[i]) - value(series[i - 1]));
    }
    return sum;
  };
  const double before = jumps(readings, [](double reading) { return reading; });
  const double after = jumps(Follow(kRecording, readings),
                             [](const Estimate& estimate) { return estimate.mean().value(); });
  EXPECT_LT(after, 0.75 * before);
}

// A model that misses a fifth misses it at each tick: no mean over ticks finds them.
TEST(Smooth, WhatIsWrongAtEachTickIsNotAveragedAway) {
  const std::vector<Estimate> hall = Follow(kRecording, std::vector<double>(1000, 80));
  EXPECT_GT(hall.back().sigma() / Reads(80).sigma(), 0.95);
  EXPECT_LE(hall.back().sigma(), Reads(80).sigma());
}

TEST(Smooth, TheLongerATickTheMoreTheNewReadingCounts) {
  const auto follows = [](milliseconds tick) {
    return Follow({.tick = tick}, {100, 100, 106}).back().mean().value();
  };
  EXPECT_LT(follows(milliseconds(200)), 103);
  EXPECT_LT(follows(milliseconds(200)), follows(seconds(1)));
  EXPECT_LT(follows(seconds(1)), follows(seconds(15)));
  EXPECT_GT(follows(std::chrono::minutes(5)), 105.9);
}

TEST(Smooth, AfterBlindStepsItBeginsAnew) {
  Smooth smooth(kLive);
  for (std::uint64_t step = 0; step < 5; ++step) smooth.Take(Reads(300), step);
  const Estimate seen = smooth.Take(Reads(20), 6);
  EXPECT_EQ(seen.mean(), Persons(20));
  EXPECT_EQ(seen.sigma(), Reads(20).sigma());
}

TEST(Smooth, NeverBelowNobodyAndNeverMoreThanWasRead) {
  std::mt19937 chance(2);
  std::vector<double> readings(2000);
  for (double& reading : readings) {
    const bool is_full = chance() % 4 == 0;
    reading = static_cast<double>(chance() % (is_full ? 300 : 3));
  }
  for (const Estimate& at : Follow(kLive, readings)) {
    EXPECT_GE(at.mean(), Persons(0));
    EXPECT_LE(at.mean(), Persons(299));
    EXPECT_GE(at.sigma(), Persons(0.48));
  }
}

TEST(Smooth, TheSameReadingsGiveTheSame) {
  const std::vector<double> readings{3, 5, 4, 90, 4, 4, 80, 85, 80, 0, 0};
  const std::vector<Estimate> once = Follow(kLive, readings);
  const std::vector<Estimate> again = Follow(kLive, readings);
  for (std::size_t i = 0; i < readings.size(); ++i) {
    EXPECT_EQ(once[i].mean(), again[i].mean());
    EXPECT_EQ(once[i].sigma(), again[i].sigma());
  }
}

TEST(SmoothDeathTest, NeedsToKnowTheTime) {
  EXPECT_DEATH(Smooth({.tick = Duration(0)}), "broken invariant");
}

}  // namespace
}  // namespace throng
