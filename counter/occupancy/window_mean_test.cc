// Windows are whole, means are means over time, and what nobody saw makes them less sure.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/window_mean.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace throng {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kQuarter = minutes(15);

Instant At(std::string_view utc) { return *ParseUtc(utc); }

ZoneOccupancy Zone(double mean, double sigma, Freshness freshness = Freshness::kFresh) {
  return {.zone = ZoneIndex(0),
          .estimate = Estimate(Persons(mean), Persons(sigma)),
          .coverage = 1,
          .freshness = freshness};
}

const ZoneOccupancy kBlindZone{
    .zone = ZoneIndex(0), .estimate = std::nullopt, .coverage = 0, .freshness = Freshness::kBlind};

// One zone; ticks that follow each other.
class Means {
 public:
  explicit Means(std::string_view start) : at_(At(start)) {}

  void Take(Duration lasts, const ZoneOccupancy& zone) {
    const Window tick{.start = at_, .end = at_ + lasts};
    for (WindowOfZones& window : means_.Take(tick, std::span(&zone, 1))) over_.push_back(window);
    at_ = tick.end;
  }
  void TakeRest() {
    if (auto rest = means_.TakeRest()) over_.push_back(*rest);
  }
  // The only window that is over.
  const WindowOfZones& Only() const {
    EXPECT_EQ(over_.size(), 1U);
    return over_.at(0);
  }
  const ZoneOccupancy& zone() const { return Only().zones.at(0); }
  double mean() const { return zone().estimate->mean().value(); }
  double sigma() const { return zone().estimate->sigma().value(); }
  const std::vector<WindowOfZones>& over() const { return over_; }

 private:
  WindowMeans means_{1, kQuarter};
  std::vector<WindowOfZones> over_;
  Instant at_;
};

TEST(WindowMeans, BeginAtTheQuartersOfAnHourAndLastOne) {
  Means means("2026-11-24T08:52:30");
  for (int i = 0; i < 90; ++i) means.Take(seconds(15), Zone(1, 1));
  means.TakeRest();
  means.TakeRest();
  ASSERT_EQ(means.over().size(), 2U) << "22.5 minutes";
  EXPECT_EQ(means.over()[0].window, (Window{At("2026-11-24T08:45"), At("2026-11-24T09:00")}));
  EXPECT_EQ(means.over()[1].window, (Window{At("2026-11-24T09:00"), At("2026-11-24T09:15")}));
}

TEST(WindowMeans, BeforeWhatClocksCountFromTheyBeginThereToo) {
  Means means("1969-12-31T23:50");
  means.Take(minutes(10), Zone(1, 1));
  EXPECT_EQ(means.Only().window, (Window{At("1969-12-31T23:45"), At("1970-01-01")}));
}

TEST(WindowMeans, AMeanIsWeighedByTime) {
  Means means("2026-11-24T08:00");
  means.Take(minutes(10), Zone(30, 2));
  means.Take(minutes(5), Zone(0, 2));
  EXPECT_DOUBLE_EQ(means.mean(), 20);
}

TEST(WindowMeans, ErrorsOfTicksRepeatEachOtherSoManyTicksAreNotSurerThanOne) {
  Means means("2026-11-24T08:00");
  for (int i = 0; i < 60; ++i) means.Take(seconds(15), Zone(10, i % 2 == 0 ? 2 : 4));
  EXPECT_DOUBLE_EQ(means.sigma(), 3) << "not 3 / sqrt(60)";
}

TEST(WindowMeans, ATickThatLiesInTwoWindowsIsPartOfBoth) {
  Means means("2026-11-24T08:00");
  means.Take(minutes(10), Zone(0, 1));
  means.Take(minutes(10), Zone(30, 1));  // 5 minutes in each
  means.Take(minutes(10), Zone(0, 1));
  ASSERT_EQ(means.over().size(), 2U);
  for (const WindowOfZones& window : means.over()) {
    EXPECT_DOUBLE_EQ(window.zones[0].estimate->mean().value(), 10);
  }
}

TEST(WindowMeans, ATickOfAnHourIsFourWindows) {
  Means means("2026-11-24T08:00");
  means.Take(std::chrono::hours(1), Zone(7, 1));
  EXPECT_EQ(means.over().size(), 4U);
}

TEST(WindowMeans, WhatNobodySawMakesTheMeanLessSure) {
  Means means("2026-11-24T08:00");
  for (int i = 0; i < 5; ++i) {
    means.Take(seconds(30), Zone(4, 1));
    means.Take(seconds(30), Zone(12, 1));
  }
  means.TakeRest();  // 5 of 15 minutes
  EXPECT_EQ(means.Only().window, (Window{At("2026-11-24T08:00"), At("2026-11-24T08:15")}));
  EXPECT_DOUBLE_EQ(means.mean(), 8);
  // 2/3 of the window with a variance of 16 (seen) + 8 (persons) + 1: 2/3 * 5
  EXPECT_NEAR(means.sigma(), std::hypot(1.0, 2.0 / 3 * 5), 1e-9);
  EXPECT_DOUBLE_EQ(means.zone().coverage, 1) << "of the area; density must stay right";
}

TEST(WindowMeans, AnEmptyMomentDoesNotProveAnEmptyQuarter) {
  Means means("2026-11-24T08:00");
  means.Take(seconds(10), Zone(0, 0.5));
  means.TakeRest();
  EXPECT_GT(means.sigma(), 1.0);
}

TEST(WindowMeans, BlindTicksAreNotZeroButUnseen) {
  Means means("2026-11-24T08:00");
  means.Take(minutes(9), Zone(10, 1));
  means.Take(minutes(6), kBlindZone);
  EXPECT_DOUBLE_EQ(means.mean(), 10);
  EXPECT_NEAR(means.sigma(), std::hypot(1.0, 0.4 * std::sqrt(11)), 1e-9);
  EXPECT_EQ(means.zone().freshness, Freshness::kFresh);
}

TEST(WindowMeans, FreshIfHalfOfTheWindowWasElseStaleAndBlindIfNothing) {
  Means half("2026-11-24T08:00"), less("2026-11-24T08:00"), old("2026-11-24T08:00"),
      none("2026-11-24T08:00");
  half.Take(seconds(450), Zone(1, 1));
  less.Take(seconds(449), Zone(1, 1));
  old.Take(minutes(15), Zone(1, 1, Freshness::kStale));
  none.Take(minutes(15), kBlindZone);
  half.TakeRest();
  less.TakeRest();
  EXPECT_EQ(half.zone().freshness, Freshness::kFresh);
  EXPECT_EQ(less.zone().freshness, Freshness::kStale);
  EXPECT_EQ(old.zone().freshness, Freshness::kStale);
  EXPECT_EQ(none.zone().freshness, Freshness::kBlind);
  EXPECT_FALSE(none.zone().estimate);
}

TEST(WindowMeans, DensityIsRightWhenPartOfTheZoneIsSeenForPartOfTheTime) {
  Means means("2026-11-24T08:00");
  ZoneOccupancy part = Zone(5, 1);
  part.coverage = 0.5;
  means.Take(minutes(5), Zone(10, 1));
  means.Take(minutes(10), part);
  EXPECT_NEAR(means.mean() / means.zone().coverage, 10, 1e-9);
}

// People come at random and stay for some minutes; a camera without any error sees the first part
// of each window.
TEST(WindowMeans, TheIntervalHoldsTheWholeWindowHoweverLittleOfItWasSeen) {
  std::mt19937 random(20261126);
  for (const double persons : {2.0, 20.0, 80.0}) {
    for (const int seen_min : {1, 5, 10}) {
      constexpr int kWindows = 400;
      constexpr double kStay_s = 180, kStep_s = 5;
      int held = 0;
      double present = persons;
      Means means("2026-11-24T08:00");
      std::vector<double> truth;
      for (int window = 0; window < kWindows; ++window) {
        double sum = 0;
        for (int step = 0; step < 180; ++step) {
          const double left =
              std::binomial_distribution<int>(static_cast<int>(present), kStep_s / kStay_s)(random);
          present += std::poisson_distribution<int>(persons * kStep_s / kStay_s)(random) - left;
          sum += present;
          means.Take(seconds(5), step < seen_min * 12 ? Zone(present, 0.3) : kBlindZone);
        }
        truth.push_back(sum / 180);
      }
      ASSERT_EQ(means.over().size(), truth.size());
      for (std::size_t i = 0; i < truth.size(); ++i) {
        const Estimate& told = *means.over()[i].zones[0].estimate;
        held += std::abs(told.mean().value() - truth[i]) <= 1.645 * told.sigma().value() ? 1 : 0;
      }
      EXPECT_GE(held, kWindows * 88 / 100) << persons << " persons, " << seen_min << " minutes";
    }
  }
}

}  // namespace
}  // namespace throng
