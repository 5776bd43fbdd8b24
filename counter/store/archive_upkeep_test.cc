// What is forgotten, and when: whole days, never what is not rolled up, in short steps.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_upkeep.h"

#include <gtest/gtest.h>

#include <array>

#include "counter/store/each_archive_for_test.h"

namespace throng {
namespace {

using std::chrono::days;

constexpr std::array<std::uint16_t, 2> kBoth = {0, 1};

class ArchiveUpkeepTest : public EachArchiveTest {
 protected:
  ArchiveUpkeepTest() : EachArchiveTest(2) {}

  // A window at noon of each of the days.
  void WriteDays(std::int64_t from, std::int64_t until) {
    std::vector<Entry> windows;
    for (std::int64_t day = from; day < until; ++day) {
      const std::int64_t noon_s = day * kDayS + 12 * kHourS;
      for (const std::uint16_t zone : kBoth) {
        windows.push_back(Counted(zone, noon_s, noon_s + 15, static_cast<int>(500 + day)));
      }
    }
    EXPECT_EQ(Write(*archive_, site_, windows).written, windows.size());
  }
  std::size_t RowsOf(Resolution resolution) {
    return History(*archive_, site_, resolution, -400 * kDayS, 400 * kDayS).size();
  }
  // How many rows the tables hold, whatever readers are told.
  std::int64_t OnDisk(const std::string& table) {
    std::int64_t rows = -1;
    const std::unique_ptr<SqlSession> session = place_->OpenSession();
    EXPECT_TRUE(session->Begin(SqlSession::Purpose::kRead));
    EXPECT_TRUE(session->Run("SELECT count(*) FROM " + table, {}, [&rows](const SqlRow& row) {
      rows = row.Integer(0);
      return true;
    }));
    session->Rollback();
    return rows;
  }
};

INSTANTIATE_TEST_SUITE_P(All, ArchiveUpkeepTest,
                         testing::Values(Backend::kSqlite, Backend::kPostgres),
                         [](const auto& backend) { return NameOf(backend.param); });

TEST_P(ArchiveUpkeepTest, WithoutRetentionNothingIsForgotten) {
  WriteDays(-300, 0);
  MaintainAll(*archive_, {}, At(0));
  EXPECT_EQ(OnDisk("occupancy"), 600);
  EXPECT_EQ(OnDisk("rollup_minute"), 600);
  EXPECT_EQ(OnDisk("rollup_day"), 600);
  EXPECT_EQ(OnDisk("unrolled"), 0);
}

TEST_P(ArchiveUpkeepTest, EachResolutionIsForgottenAfterItsOwnTime) {
  WriteDays(-100, 0);
  MaintainAll(
      *archive_,
      {.released = days(10), .minute = days(20), .quarter_hour = days(40), .hour = days(80)},
      At(5 * kHourS));
  EXPECT_EQ(RowsOf(Resolution::kReleased), 20U);
  EXPECT_EQ(RowsOf(Resolution::kMinute), 40U);
  EXPECT_EQ(RowsOf(Resolution::kQuarterHour), 80U);
  EXPECT_EQ(RowsOf(Resolution::kHour), 160U);
  EXPECT_EQ(RowsOf(Resolution::kDay), 200U) << "for ever";
  EXPECT_EQ(OnDisk("occupancy"), 20);
  EXPECT_EQ(OnDisk("rollup_minute"), 40);
  EXPECT_EQ(OnDisk("rollup_quarter_hour"), 80);
  EXPECT_EQ(OnDisk("rollup_hour"), 160);
  const HistoryRow first = History(*archive_, site_, Resolution::kReleased, -400 * kDayS, 0)[0];
  EXPECT_EQ(first.window.start, At(-10 * kDayS + 12 * kHourS)) << "the whole day is there";
}

TEST_P(ArchiveUpkeepTest, WhatIsCoarserIsKeptAtLeastAsLong) {
  WriteDays(-30, 0);
  MaintainAll(*archive_, {.released = days(20), .minute = days(1), .day = days(1)}, At(0));
  EXPECT_EQ(RowsOf(Resolution::kReleased), 40U);
  EXPECT_EQ(RowsOf(Resolution::kMinute), 40U);
  EXPECT_EQ(RowsOf(Resolution::kQuarterHour), 60U);
  EXPECT_EQ(RowsOf(Resolution::kDay), 60U) << "what it is made of is kept for ever";
}

TEST_P(ArchiveUpkeepTest, SumsStayRightWhenTheirWindowsAreForgotten) {
  WriteDays(-3, 0);
  const Retention retention{.released = days(1), .minute = days(1)};
  MaintainAll(*archive_, retention, At(0));
  EXPECT_EQ(RowsOf(Resolution::kReleased), 2U);
  // Late, in the day that is kept: its hour and day are added up anew.
  Write(*archive_, site_, {Counted(0, -12 * kHourS + 15, -12 * kHourS + 30, 990)});
  MaintainAll(*archive_, retention, At(0));
  const std::vector<HistoryRow> rows = History(*archive_, site_, Resolution::kDay, -3 * kDayS, 0);
  ASSERT_EQ(rows.size(), 6U);
  EXPECT_EQ(rows[0].highest->persons, 497);
  EXPECT_EQ(rows[0].counted_s, 15U);
  EXPECT_EQ(rows[4].highest->persons, 990);
  EXPECT_EQ(rows[4].counted_s, 30U);
  EXPECT_EQ(rows[5].counted_s, 15U);
}

// It cannot be known any more whether it was there: written again, it would be counted twice.
TEST_P(ArchiveUpkeepTest, AWindowOfAForgottenDayIsRefused) {
  WriteDays(-3, 0);
  MaintainAll(*archive_, {.released = days(1)}, At(0));
  const BatchWritten written =
      Write(*archive_, site_,
            {Counted(0, -2 * kDayS + 12 * kHourS, -2 * kDayS + 12 * kHourS + 15, 498),
             Counted(0, -kDayS, -kDayS + 15, 1)});
  EXPECT_EQ(written.refused, std::vector<std::uint32_t>{0});
  EXPECT_EQ(written.written, 1U);
  EXPECT_EQ(History(*archive_, site_, Resolution::kDay, -3 * kDayS, 0)[2].counted_s, 15U);
}

// Between the two steps of Maintain somebody else may write what is late.
TEST_P(ArchiveUpkeepTest, WhatIsNotRolledUpIsNotForgotten) {
  WriteDays(-3, 0);
  const std::unique_ptr<SqlSession> session = place_->OpenSession();
  ASSERT_TRUE(session->Begin(SqlSession::Purpose::kWrite));
  const Result<bool> left = ForgetSome(*session, {.released = days(1)}, At(0));
  ASSERT_TRUE(left);
  EXPECT_TRUE(*left) << "it has to come again";
  ASSERT_TRUE(session->Commit());
  EXPECT_EQ(OnDisk("occupancy"), 6);
  EXPECT_EQ(RowsOf(Resolution::kReleased), 6U);
  MaintainAll(*archive_, {.released = days(1)}, At(0));
  EXPECT_EQ(RowsOf(Resolution::kReleased), 2U);
  EXPECT_EQ(RowsOf(Resolution::kDay), 6U);
}

TEST_P(ArchiveUpkeepTest, AClockThatGoesBackBringsNothingBackAndForgetsNothing) {
  WriteDays(-10, 0);
  const Retention retention{.released = days(5)};
  MaintainAll(*archive_, retention, At(0));
  EXPECT_EQ(RowsOf(Resolution::kReleased), 10U);
  MaintainAll(*archive_, retention, At(-8 * kDayS));
  EXPECT_EQ(RowsOf(Resolution::kReleased), 10U);
  EXPECT_EQ(Write(*archive_, site_, {Counted(0, -9 * kDayS, -9 * kDayS + 15, 1)}).refused.size(),
            1U);
}

// Readers are told of none of it from the first step on.
TEST_P(ArchiveUpkeepTest, MuchIsForgottenInStepsWithWritesBetween) {
  std::vector<Entry> windows;
  for (std::int64_t i = 0; i < 30'000; ++i) {
    windows.push_back(Counted(0, i - 5 * kDayS, i + 1 - 5 * kDayS, 3));
  }
  Write(*archive_, site_, windows);
  MaintainAll(*archive_, {}, At(0));
  const Retention retention{.released = days(1)};
  ASSERT_TRUE(*archive_->Maintain(retention, At(0)));
  if (GetParam() == Backend::kSqlite) {
    EXPECT_EQ(OnDisk("occupancy"), 10'000);
  }
  EXPECT_EQ(RowsOf(Resolution::kReleased), 0U);
  EXPECT_EQ(Write(*archive_, site_, {Counted(0, -60, -45, 3)}).written, 1U);
  MaintainAll(*archive_, retention, At(0));
  EXPECT_EQ(OnDisk("occupancy"), 1);
  EXPECT_EQ(RowsOf(Resolution::kReleased), 1U);
}

}  // namespace
}  // namespace throng
