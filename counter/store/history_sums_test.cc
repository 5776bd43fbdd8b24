// Means weigh by time, blind time weighs nothing, and a tie goes to the widest interval.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/history_sums.h"

#include <gtest/gtest.h>

#include "counter/store/archives_for_test.h"

namespace throng {
namespace {

const Window kMinute{At(0), At(60)};

TEST(HistorySums, AMeanWeighsByTime) {
  HistorySums sums = SumsOf(Counted(0, 0, 10, 40));
  sums.Add(SumsOf(Counted(0, 10, 40, 20)));
  sums.Add(SumsOf(Blind(0, 40, 60)));
  const HistoryRow row = RowOf(3, kMinute, sums);
  EXPECT_EQ(row.zone, 3);
  ASSERT_TRUE(row.mean);
  EXPECT_EQ(row.mean->expected, 25.0) << "10 s of 40 and 30 s of 20";
  EXPECT_EQ(row.mean->low, 24.0);
  EXPECT_EQ(row.mean->high, 27.0);
  EXPECT_EQ(row.highest, (WholeCount{.persons = 40, .low = 39, .high = 42}));
  EXPECT_EQ(row.counted_s, 40U);
  EXPECT_EQ(row.coverage_percent, 100);
  EXPECT_FALSE(row.freshness);
}

TEST(HistorySums, OnlyBlindTimeHasNoMean) {
  const HistoryRow row = RowOf(0, kMinute, SumsOf(Blind(0, 0, 60)));
  EXPECT_FALSE(row.mean);
  EXPECT_FALSE(row.highest);
  EXPECT_EQ(row.counted_s, 0U);
  EXPECT_EQ(row.coverage_percent, 0);
}

TEST(HistorySums, CoverageIsOfTheTimeWithACountAndRoundsDown) {
  Entry half = Counted(0, 0, 20, 1);
  half.coverage_percent = 50;
  Entry whole = Counted(0, 20, 30, 1);
  whole.coverage_percent = 99;
  HistorySums sums = SumsOf(half);
  sums.Add(SumsOf(whole));
  sums.Add(SumsOf(Blind(0, 30, 60)));
  EXPECT_EQ(RowOf(0, kMinute, sums).coverage_percent, 66) << "(20 * 50 + 10 * 99) / 30 = 66.3";
}

TEST(HistorySums, OfAsManyPersonsTheWidestIntervalIsTheHighest) {
  Entry narrow = Counted(0, 0, 10, 9);
  Entry wide = Counted(0, 10, 20, 9);
  wide.count->high = 30;
  for (const auto& [first, second] : {std::pair(narrow, wide), std::pair(wide, narrow)}) {
    HistorySums sums = SumsOf(first);
    sums.Add(SumsOf(second));
    EXPECT_EQ(sums.highest->high, 30);
  }
}

TEST(HistorySums, TheLargestDayFits) {
  Entry largest = Counted(0, 0, kDayS, 0);
  largest.count = WholeCount{.persons = 65535, .low = 65535, .high = 65535};
  HistorySums sums = SumsOf(largest);
  for (int i = 0; i < 1000; ++i) sums.Add(SumsOf(largest));
  EXPECT_EQ(sums.persons_us, 65'535LL * 86'400'000'000 * 1001);
}

TEST(HistorySums, SpansBeginAtWholeOnesOfUtc) {
  const std::int64_t at_ns = At(kDayS + 3 * kHourS + 16 * 60 + 59).utc_ns();
  EXPECT_EQ(StartOfSpan(at_ns, LengthNs(Resolution::kMinute)),
            At(kDayS + 3 * kHourS + 16 * 60).utc_ns());
  EXPECT_EQ(StartOfSpan(at_ns, LengthNs(Resolution::kQuarterHour)),
            At(kDayS + 3 * kHourS + 15 * 60).utc_ns());
  EXPECT_EQ(StartOfSpan(at_ns, LengthNs(Resolution::kHour)), At(kDayS + 3 * kHourS).utc_ns());
  EXPECT_EQ(StartOfSpan(at_ns, LengthNs(Resolution::kDay)), At(kDayS).utc_ns());
}

TEST(HistorySums, AReleasedWindowIsItsOwnRow) {
  const HistoryRow row = RowOf(Counted(2, 0, 15, 7));
  EXPECT_EQ(row.window, (Window{At(0), At(15)}));
  EXPECT_EQ(row.mean->low, 6.0);
  EXPECT_EQ(row.mean->expected, 7.0);
  EXPECT_EQ(row.mean->high, 9.0);
  EXPECT_EQ(row.counted_s, 15U);
  EXPECT_EQ(row.freshness, Freshness::kFresh);
}

}  // namespace
}  // namespace throng
