// On drawn event days, alarms are in time, and ten times fewer are false than with a threshold.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/truth/event_alarms.h"

namespace throng {
namespace {

constexpr int kDays = 200;
constexpr std::uint64_t kFirstSeed = 100'001;  // not those of event_days
constexpr std::chrono::seconds kStay{15};

const Contender kThreshold{.name = "threshold", .rule = std::nullopt};
const Contender kCautious{.name = "cautious", .rule = EventRule(Side::kCautious, kStay)};
const Contender kExpected{.name = "expected", .rule = EventRule(Side::kExpected, kStay)};

double MissedShare(const AlarmScore& score) {
  return static_cast<double>(score.missed) / score.onsets;
}

TEST(EventDay, IsTheSameForTheSameSeed) {
  const EventDay day = DrawEventDay(7), again = DrawEventDay(7), other = DrawEventDay(8);
  EXPECT_EQ(day.truth, again.truth);
  EXPECT_EQ(day.reading, again.reading);
  EXPECT_NE(day.truth, other.truth);
  EXPECT_EQ(day.truth.size(), 7200U);
}

TEST(EventDay, SomeDaysAreTooFullAndSomeAreNot) {
  int full = 0;
  for (std::uint64_t seed = 0; seed < kDays; ++seed) {
    const int most = std::ranges::max(DrawEventDay(seed).truth);
    EXPECT_GT(most, 200) << seed;
    EXPECT_LT(most, 1000) << seed;
    full += most >= kEventCapacity ? 1 : 0;
  }
  EXPECT_GT(full, kDays / 4);
  EXPECT_LT(full, kDays * 3 / 4);
}

TEST(EventDays, AfterTenMomentsAlarmsAreInTimeAndTenTimesFewerAreFalse) {
  for (const int tick_s : {5, 15}) {
    const std::chrono::seconds tick(tick_s);
    const auto scores = ScoreEventDays(kDays, kFirstSeed, tick, true, {kThreshold, kCautious});
    const AlarmScore &threshold = scores[0], &cautious = scores[1];
    ASSERT_GT(cautious.onsets, 100);
    const double steps = static_cast<double>(tick / kFinest);
    for (const double share : {0.5, 0.95}) {
      EXPECT_LE(Quantile(cautious.delays_steps, share),
                Quantile(threshold.delays_steps, share) + steps)
          << tick_s << " s, at " << share;
    }
    EXPECT_LE(10 * cautious.false_raises, threshold.false_raises) << tick_s << " s";
    EXPECT_LE(cautious.FalsePerDay(), 0.15) << tick_s << " s";
    EXPECT_LE(MissedShare(cautious), 0.05) << tick_s << " s";
  }
}

TEST(EventDays, WithoutMomentsTheCautiousSideMissesLittleAndIsFalseMoreOften) {
  const auto scores =
      ScoreEventDays(kDays, kFirstSeed, kFinest, false, {kThreshold, kCautious, kExpected});
  EXPECT_LE(MissedShare(scores[1]), 0.06);
  // An interval half as wide, which held too little on drawn scenes, had 0.6.
  EXPECT_LE(scores[1].FalsePerDay(), 1.0);
  EXPECT_GT(MissedShare(scores[2]), 2 * MissedShare(scores[1]));
  EXPECT_LE(20 * scores[2].false_raises, scores[0].false_raises);
}

TEST(EventDays, WithoutStayTooManyAreFalse) {
  const Contender at_once{.name = "at once",
                          .rule = EventRule(Side::kCautious, std::chrono::seconds(0))};
  const auto scores = ScoreEventDays(kDays, kFirstSeed, kFinest, true, {kThreshold, at_once});
  EXPECT_GT(10 * scores[1].false_raises, scores[0].false_raises);
}

}  // namespace
}  // namespace throng
