// Onsets, delays and false alarms on truths of a few steps.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/alarm_score.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

const ScoreRules kRules{.limit = 100, .onset_steps = 3};

//                              0   1    2    3    4    5   6   7   8    9    10
const std::vector<int> kTruth{{50, 100, 100, 120, 100, 95, 89, 70, 100, 100, 50}};

AlarmScore ScoreOf(const std::vector<Span>& alarms) {
  AlarmScore score;
  score.Add(kTruth, alarms, kRules);
  return score;
}

TEST(AlarmScore, AnOnsetIsTheBeginningOfWhatLasts) {
  const std::vector<Span> onsets = OnsetsOf(kTruth, kRules);
  ASSERT_EQ(onsets.size(), 1U) << "two steps at the limit, near the end, are too short";
  EXPECT_EQ(onsets[0].from, 1U);
  EXPECT_EQ(onsets[0].until, 6U) << "95 is not over yet";
}

TEST(AlarmScore, DelayIsFromTheOnsetToTheAlarm) {
  const AlarmScore score = ScoreOf({{.from = 3, .until = 8}});
  EXPECT_EQ(score.delays_steps, std::vector<double>{2});
  EXPECT_EQ(score.missed, 0);
  EXPECT_EQ(score.false_raises, 0);
}

TEST(AlarmScore, AnAlarmThatIsOpenAlreadyIsEarly) {
  const AlarmScore score = ScoreOf({{.from = 0, .until = 8}});
  EXPECT_EQ(score.delays_steps, std::vector<double>{0});
  EXPECT_EQ(score.leads_steps, std::vector<double>{1});
  EXPECT_EQ(score.early, 1);
  EXPECT_EQ(score.false_raises, 0) << "the limit was reached before it ended";
}

TEST(AlarmScore, WithoutAnAlarmAnOnsetIsMissed) {
  EXPECT_EQ(ScoreOf({}).missed, 1);
  EXPECT_EQ(ScoreOf({{.from = 0, .until = 1}, {.from = 6, .until = 9}}).missed, 1);
}

TEST(AlarmScore, ARaiseIsFalseIfTheTruthNeverComesNear) {
  EXPECT_EQ(ScoreOf({{.from = 6, .until = 8}}).false_raises, 1);
  EXPECT_EQ(ScoreOf({{.from = 5, .until = 6}}).false_raises, 0) << "95 is within the tolerance";
  EXPECT_EQ(ScoreOf({{.from = 7, .until = 7}, {.from = 10, .until = 11}}).false_raises, 2);
}

TEST(AlarmScore, AQuantileIsTheValueThatAShareDoesNotExceed) {
  EXPECT_EQ(Quantile({}, 0.5), 0);
  EXPECT_EQ(Quantile({3, 1, 2}, 0.5), 2);
  EXPECT_EQ(Quantile({1, 2, 3, 4}, 0.95), 4);
}

}  // namespace
}  // namespace throng
