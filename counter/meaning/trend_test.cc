// Trends: straight fills are told right, noise is not taken for one, and the interval holds.
// SPDX-License-Identifier: Apache-2.0
#include "counter/meaning/trend.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace throng {
namespace {

using std::chrono::seconds;

constexpr Instant kStart{0};

TEST(Trend, ThirtyPersonsAMinuteAreTold) {
  Trend trend;
  for (int i = 0; i <= 20; ++i) trend.Take(kStart + seconds(15) * i, 100 + 7.5 * i, 100);
  const auto change = trend.ChangePerMinute();
  ASSERT_TRUE(change);
  EXPECT_NEAR(change->expected, 30, 1e-9);
  EXPECT_NEAR(change->low, 30, 0.6);  // only the rounding of counts is left to doubt
  EXPECT_LT(change->low, change->expected);
  EXPECT_GT(change->high, change->expected);
}

TEST(Trend, WhatIsPastTheLookBackIsForgotten) {
  Trend trend;
  for (int i = 0; i < 40; ++i) trend.Take(kStart + seconds(15) * i, 10.0 * i, 100);
  for (int i = 40; i < 62; ++i) trend.Take(kStart + seconds(15) * i, 400, 100);
  EXPECT_NEAR(trend.ChangePerMinute()->expected, 0, 1e-9);
}

TEST(Trend, NeedsFourWindowsHoweverLongTheyAre) {
  Trend trend;
  for (int i = 0; i < 3; ++i) {
    trend.Take(kStart + seconds(900) * i, 15.0 * i, 100);
    EXPECT_FALSE(trend.ChangePerMinute());
  }
  trend.Take(kStart + seconds(2700), 45, 100);
  EXPECT_NEAR(trend.ChangePerMinute()->expected, 1, 1e-9);
}

TEST(Trend, AFewSecondsAreNoTrend) {
  Trend trend;
  for (int i = 0; i < 60; ++i) trend.Take(kStart + seconds(1) * i, 2.0 * i, 100);
  EXPECT_FALSE(trend.ChangePerMinute());
  trend.Take(kStart + seconds(60), 120, 100);
  EXPECT_NEAR(trend.ChangePerMinute()->expected, 120, 1e-6);
}

TEST(Trend, PeopleWhoComeIntoViewDidNotComeIn) {
  Trend trend;
  for (int i = 0; i < 10; ++i) trend.Take(kStart + seconds(15) * i, 40, 50);
  for (int i = 10; i < 20; ++i) trend.Take(kStart + seconds(15) * i, 80, 100);
  EXPECT_NEAR(trend.ChangePerMinute()->expected, 0, 1e-9);
}

// 2000 lines with noise that the counts carry on from one to the next, as a filter's do.
TEST(Trend, TheIntervalHoldsTheTruthAboutNineTimesInTen) {
  std::mt19937 random(7);
  std::normal_distribution<double> normal;
  for (const double echo : {0.0, 0.5}) {
    int held = 0;
    constexpr int kLines = 2000;
    for (int line = 0; line < kLines; ++line) {
      const double slope = 10 * normal(random);
      Trend trend;
      double noise = 4 * normal(random);
      for (int i = 0; i <= 20; ++i) {
        const double persons = std::round(300 + slope * 0.25 * i + noise);
        trend.Take(kStart + seconds(15) * i, persons, 100);
        noise = echo * noise + 4 * std::sqrt(1 - echo * echo) * normal(random);
      }
      const auto change = trend.ChangePerMinute();
      held += change->low <= slope && slope <= change->high ? 1 : 0;
    }
    EXPECT_GT(held, 0.86 * kLines) << echo;
    EXPECT_LT(held, 0.97 * kLines) << echo;
  }
}

TEST(TimeToFill, IsShortestWhereItIsFullestAndFillsFastest) {
  const MinutesToFull minutes = TimeToFill({90, 100, 120}, {5, 10, 30});
  EXPECT_EQ(minutes.earliest, 3);
  EXPECT_EQ(minutes.expected, 10);
  EXPECT_EQ(minutes.latest, 24);
}

TEST(TimeToFill, IsNotWithinTheHourWhereItEmptiesOrFillsSlowly) {
  const MinutesToFull minutes = TimeToFill({90, 100, 120}, {-5, 1, 3});
  EXPECT_EQ(minutes.earliest, 30);
  EXPECT_FALSE(minutes.expected);
  EXPECT_FALSE(minutes.latest);
}

TEST(TimeToFill, IsZeroWhereItIsFull) {
  const MinutesToFull minutes = TimeToFill({-20, -1, 10}, {-5, -1, 3});
  EXPECT_EQ(minutes.earliest, 0);
  EXPECT_EQ(minutes.expected, 0);
  EXPECT_FALSE(minutes.latest);
}

}  // namespace
}  // namespace throng
