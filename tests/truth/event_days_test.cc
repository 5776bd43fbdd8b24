// On drawn event days, alarms are in time, and ten times fewer are false than with a threshold.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/truth/event_alarms.h"

namespace throng {
namespace {

constexpr int kDays = 500;
constexpr std::uint64_t kFirstSeed = 100'001;  // not those of event_days

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
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const int most = std::ranges::max(DrawEventDay(seed).truth);
    EXPECT_GT(most, 200) << seed;
    EXPECT_LT(most, 1000) << seed;
    full += most >= kEventCapacity ? 1 : 0;
  }
  EXPECT_GT(full, 50);
  EXPECT_LT(full, 150);
}

// Seconds of a tick, and whether the operator has counted moments.
using Case = std::pair<int, bool>;

Contender Ours(Side side, std::chrono::seconds stay) {
  return {.name = std::string(NameOf(side)) + std::to_string(stay.count()),
          .rule = EventRule(side, stay)};
}

// Of the threshold, the middle and the cautious side with a stay of two or three ticks, and the
// middle without; once for each case.
const std::vector<AlarmScore>& ScoresOf(const Case& of) {
  static std::map<Case, std::vector<AlarmScore>> known;
  const auto [score, is_new] = known.try_emplace(of);
  if (is_new) {
    const std::chrono::seconds stay(of.first == 5 ? 15 : 30);
    score->second = ScoreEventDays(kDays, kFirstSeed, std::chrono::seconds(of.first), of.second,
                                   {{.name = "threshold", .rule = std::nullopt},
                                    Ours(Side::kExpected, stay),
                                    Ours(Side::kCautious, stay),
                                    Ours(Side::kExpected, std::chrono::seconds(0))});
  }
  return score->second;
}

class EventDays : public testing::TestWithParam<Case> {
 protected:
  const double steps_ = static_cast<double>(std::chrono::seconds(GetParam().first) / kFinest);
  const AlarmScore& threshold_ = ScoresOf(GetParam())[0];
  const AlarmScore& expected_ = ScoresOf(GetParam())[1];
  const AlarmScore& cautious_ = ScoresOf(GetParam())[2];
  const AlarmScore& at_once_ = ScoresOf(GetParam())[3];
};

TEST_P(EventDays, TheMiddleIsTenTimesLessOftenFalseAndNoLater) {
  ASSERT_GT(expected_.onsets, 300);
  EXPECT_LE(10 * expected_.false_raises, threshold_.false_raises);
  EXPECT_GT(10 * at_once_.false_raises, threshold_.false_raises) << "control: without a stay";
  EXPECT_LE(Quantile(expected_.delays_steps, 0.5), Quantile(threshold_.delays_steps, 0.5) + steps_);
  // Of 20 onsets it is not known to a tick.
  EXPECT_LE(Quantile(expected_.delays_steps, 0.95), 1.25 * Quantile(threshold_.delays_steps, 0.95));
  EXPECT_LE(MissedShare(expected_), MissedShare(threshold_) + 0.05);
}

TEST_P(EventDays, TheCautiousSideMissesLittleAndIsFalseMoreOften) {
  EXPECT_LE(MissedShare(cautious_), 0.06);
  EXPECT_LT(4 * MissedShare(cautious_), MissedShare(threshold_));
  EXPECT_LT(2 * MissedShare(cautious_), MissedShare(expected_));
  EXPECT_LE(Quantile(cautious_.delays_steps, 0.5), 2 * steps_);
  EXPECT_LE(cautious_.FalsePerDay(), GetParam().second ? 0.15 : 0.3);
  EXPECT_LT(cautious_.false_raises, threshold_.false_raises);
}

INSTANTIATE_TEST_SUITE_P(Ticks, EventDays,
                         testing::Values(Case(5, false), Case(5, true), Case(15, false),
                                         Case(15, true)),
                         [](const auto& of) {
                           return std::to_string(of.param.first) +
                                  (of.param.second ? "sWithMoments" : "s");
                         });

}  // namespace
}  // namespace throng
