// What was, added up to minutes, quarters, hours and days, rolled up or not, with both databases.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "counter/store/each_archive_for_test.h"

namespace throng {
namespace {

constexpr std::array<std::uint16_t, 3> kThree = {0, 1, 2};

class ArchiveHistoryTest : public EachArchiveTest {
 protected:
  ArchiveHistoryTest() : EachArchiveTest(3) {}

  std::vector<HistoryRow> Rows(Resolution resolution, std::int64_t from_s = -kDayS,
                               std::int64_t until_s = 2 * kDayS) {
    return History(*archive_, site_, resolution, from_s, until_s);
  }
  void RollUp(std::int64_t now_s = 10 * kDayS) { MaintainAll(*archive_, {}, At(now_s)); }
};

INSTANTIATE_TEST_SUITE_P(All, ArchiveHistoryTest,
                         testing::Values(Backend::kSqlite, Backend::kPostgres),
                         [](const auto& backend) { return NameOf(backend.param); });

TEST_P(ArchiveHistoryTest, ReleasedWindowsComeInOrderOfTimeThenZone) {
  Write(*archive_, site_,
        {Counted(1, 15, 30, 4), Counted(2, 0, 15, 3), Counted(0, 15, 30, 5), Counted(1, 0, 15, 2)});
  const std::vector<HistoryRow> rows = Rows(Resolution::kReleased);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].highest->persons, 2);
  EXPECT_EQ(rows[1].highest->persons, 3);
  EXPECT_EQ(rows[2].highest->persons, 5);
  EXPECT_EQ(rows[3].highest->persons, 4);
}

TEST_P(ArchiveHistoryTest, OnlyTheSpanTheZonesAndTheSiteThatAreAskedFor) {
  const std::int64_t other = *archive_->Enter(SiteWith("other", 3));
  for (const std::int64_t site : {site_, other}) {
    std::vector<Entry> windows;
    for (const int minute : {0, 1, 2}) {
      for (const std::uint16_t zone : kThree) {
        windows.push_back(Counted(zone, minute * 60, minute * 60 + 60, 10 * minute + zone));
      }
    }
    Write(*archive_, site, windows);
  }
  for (const bool rolled_up : {false, true}) {
    if (rolled_up) RollUp();
    for (const Resolution resolution : {Resolution::kReleased, Resolution::kMinute}) {
      const std::vector<HistoryRow> rows = History(*archive_, {.site = site_,
                                                               .zones = {2, 1},
                                                               .from = At(1),
                                                               .until = At(120),
                                                               .resolution = resolution});
      ASSERT_EQ(rows.size(), 2U);
      EXPECT_EQ(rows[0].highest->persons, 11) << "what starts at 60 s, not what starts at 120 s";
      EXPECT_EQ(rows[1].highest->persons, 12);
    }
  }
}

TEST_P(ArchiveHistoryTest, AVisitorCanStop) {
  Write(*archive_, site_, {Counted(0, 0, 15, 1), Counted(0, 15, 30, 2), Counted(0, 30, 45, 3)});
  int seen = 0;
  const Status read = archive_->ForEach({.site = site_,
                                         .zones = {},
                                         .from = At(0),
                                         .until = At(60),
                                         .resolution = Resolution::kReleased},
                                        [&seen](const HistoryRow&) { return ++seen < 2; });
  EXPECT_TRUE(read);
  EXPECT_EQ(seen, 2);
}

// Nothing is locked while a reader takes its time.
TEST_P(ArchiveHistoryTest, WhileAReaderIsBusyAnotherWrites) {
  Write(*archive_, site_, {Counted(0, 0, 15, 1), Counted(0, 15, 30, 2)});
  const std::unique_ptr<Archive> other = place_->Open();
  std::int64_t at_s = 3600;
  ASSERT_TRUE(archive_->ForEach({.site = site_,
                                 .zones = {},
                                 .from = At(0),
                                 .until = At(60),
                                 .resolution = Resolution::kReleased},
                                [&](const HistoryRow&) {
                                  at_s += 15;
                                  Write(*other, site_, {Counted(0, at_s, at_s + 15, 1)});
                                  return static_cast<bool>(other->Maintain({}, At(kDayS)));
                                }));
  EXPECT_EQ(Rows(Resolution::kReleased).size(), 4U);
}

// More than one piece of a read; none is lost or doubled where pieces meet.
TEST_P(ArchiveHistoryTest, PiecesOfALongReadMeetWithoutAGap) {
  std::vector<Entry> windows;
  constexpr std::int64_t kWindows = 12'000;
  for (std::int64_t i = 0; i < kWindows; ++i) {
    for (const std::uint16_t zone : kThree) {
      windows.push_back(Counted(zone, i * 5, i * 5 + 5, static_cast<int>(i % 100)));
    }
  }
  EXPECT_EQ(Write(*archive_, site_, windows).written, 36'000U);
  const std::vector<HistoryRow> rows = Rows(Resolution::kReleased);
  ASSERT_EQ(rows.size(), 36'000U);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ASSERT_EQ(rows[i].zone, i % 3);
    ASSERT_EQ(rows[i].window.start, At(static_cast<std::int64_t>(i / 3) * 5));
  }
}

// In pieces of 15 days of minutes, eight years would be 200.
TEST_P(ArchiveHistoryTest, RowsFarApartAreFoundWithoutLookingAtAllBetween) {
  Write(*archive_, site_, {Counted(0, 0, 60, 1), Counted(1, 3000 * kDayS, 3000 * kDayS + 60, 2)});
  const std::unique_ptr<SqlSession> session = place_->OpenSession();
  for (const bool rolled_up : {false, true}) {
    if (rolled_up) RollUp(4000 * kDayS);
    for (const Resolution resolution : {Resolution::kMinute, Resolution::kDay}) {
      HistoryReader reader({.site = site_,
                            .zones = {},
                            .from = Instant(0),
                            .until = At(100 * 365 * kDayS),
                            .resolution = resolution});
      std::vector<HistoryRow> rows;
      int pieces = 0;
      std::vector<HistoryRow> some;
      ASSERT_TRUE(session->Begin(SqlSession::Purpose::kRead));
      for (; !reader.IsAtEnd() && pieces < 100; ++pieces) {
        ASSERT_TRUE(reader.Next(*session, some));
        rows.insert(rows.end(), some.begin(), some.end());
      }
      session->Rollback();
      ASSERT_EQ(rows.size(), 2U);
      EXPECT_EQ(rows[1].highest->persons, 2);
      EXPECT_LE(pieces, 7);
    }
  }
}

// One minute of 30 s with 10 and 15 s with 40 persons; then a blind one; then one in another hour.
TEST_P(ArchiveHistoryTest, SumsAreTheSameBeforeAndAfterTheyAreRolledUp) {
  Entry half = Counted(0, 30, 45, 40);
  half.coverage_percent = 40;
  Write(*archive_, site_,
        {Counted(0, 0, 30, 10), half, Blind(0, 45, 60), Blind(0, 60, 120),
         Counted(0, kHourS, kHourS + 60, 5), Counted(2, kHourS, kHourS + 60, 6)});
  for (const bool rolled_up : {false, true}) {
    if (rolled_up) RollUp();
    SCOPED_TRACE(rolled_up ? "rolled up" : "not rolled up");
    const std::vector<HistoryRow> minutes = Rows(Resolution::kMinute);
    ASSERT_EQ(minutes.size(), 4U);
    EXPECT_EQ(minutes[0].window, (Window{At(0), At(60)}));
    EXPECT_EQ(minutes[0].mean->expected, 20.0) << "(30 * 10 + 15 * 40) / 45";
    EXPECT_EQ(minutes[0].mean->low, 19.0);
    EXPECT_EQ(minutes[0].mean->high, 22.0);
    EXPECT_EQ(minutes[0].highest, (WholeCount{.persons = 40, .low = 39, .high = 42}));
    EXPECT_EQ(minutes[0].counted_s, 45U);
    EXPECT_EQ(minutes[0].coverage_percent, 80) << "(30 * 100 + 15 * 40) / 45";
    EXPECT_FALSE(minutes[0].freshness);
    EXPECT_FALSE(minutes[1].mean) << "a blind minute is known, and has no count";
    EXPECT_EQ(minutes[1].counted_s, 0U);
    EXPECT_EQ(minutes[3].zone, 2);
    const std::vector<HistoryRow> quarters = Rows(Resolution::kQuarterHour);
    ASSERT_EQ(quarters.size(), 3U);
    EXPECT_EQ(quarters[0].window, (Window{At(0), At(900)}));
    EXPECT_EQ(quarters[0].mean->expected, 20.0);
    const std::vector<HistoryRow> hours = Rows(Resolution::kHour);
    ASSERT_EQ(hours.size(), 3U);
    EXPECT_EQ(hours[1].window, (Window{At(kHourS), At(2 * kHourS)}));
    EXPECT_EQ(hours[1].mean->expected, 5.0);
    const std::vector<HistoryRow> days = Rows(Resolution::kDay);
    ASSERT_EQ(days.size(), 2U);
    EXPECT_EQ(days[0].window, (Window{At(0), At(kDayS)}));
    EXPECT_EQ(days[0].counted_s, 105U);
    EXPECT_NEAR(days[0].mean->expected, 1200.0 / 105, 1e-9);
    EXPECT_EQ(days[0].highest->persons, 40);
    EXPECT_EQ(days[1].zone, 2);
  }
}

TEST_P(ArchiveHistoryTest, AWindowBelongsToTheSpanItStartsIn) {
  Write(*archive_, site_, {Counted(0, 0, 900, 6), Counted(1, 59, 61, 8), Counted(2, 890, 910, 9)});
  for (const bool rolled_up : {false, true}) {
    if (rolled_up) RollUp();
    const std::vector<HistoryRow> minutes = Rows(Resolution::kMinute);
    ASSERT_EQ(minutes.size(), 3U);
    EXPECT_EQ(minutes[0].window, (Window{At(0), At(60)}));
    EXPECT_EQ(minutes[0].counted_s, 900U) << "longer than the span, and whole in it";
    EXPECT_EQ(minutes[1].window, (Window{At(0), At(60)}));
    EXPECT_EQ(minutes[1].counted_s, 2U);
    EXPECT_EQ(Rows(Resolution::kQuarterHour)[2].counted_s, 20U);
    EXPECT_EQ(Rows(Resolution::kQuarterHour)[2].window.start, At(0));
  }
}

TEST_P(ArchiveHistoryTest, LateWindowsAreInWhatWasRolledUp) {
  Write(*archive_, site_, {Counted(0, 0, 15, 10), Counted(0, kHourS, kHourS + 15, 10)});
  RollUp();
  EXPECT_EQ(Rows(Resolution::kDay)[0].counted_s, 30U);
  Write(*archive_, site_, {Counted(0, 15, 30, 40)});
  for (const bool rolled_up : {false, true}) {
    if (rolled_up) RollUp();
    for (const Resolution resolution :
         {Resolution::kMinute, Resolution::kQuarterHour, Resolution::kHour}) {
      const std::vector<HistoryRow> rows = Rows(resolution);
      ASSERT_EQ(rows.size(), 2U);
      EXPECT_EQ(rows[0].mean->expected, 25.0);
      EXPECT_EQ(rows[0].highest->persons, 40);
      EXPECT_EQ(rows[1].mean->expected, 10.0);
    }
    const std::vector<HistoryRow> days = Rows(Resolution::kDay);
    ASSERT_EQ(days.size(), 1U);
    EXPECT_EQ(days[0].mean->expected, 20.0);
    EXPECT_EQ(days[0].counted_s, 45U);
  }
}

// The quarter under way is not rolled up, and read all the same.
TEST_P(ArchiveHistoryTest, WhatGoesOnIsReadBesideWhatIsOver) {
  Write(*archive_, site_, {Counted(0, 0, 900, 10), Counted(0, 900, 915, 70)});
  RollUp(/*now_s=*/920);
  const std::vector<HistoryRow> hours = Rows(Resolution::kHour);
  ASSERT_EQ(hours.size(), 1U);
  EXPECT_EQ(hours[0].counted_s, 915U);
  EXPECT_EQ(hours[0].highest->persons, 70);
  EXPECT_EQ(Rows(Resolution::kQuarterHour).size(), 2U);
}

// Windows in any order, Maintain at any moment: always what one addition over all windows gives.
TEST_P(ArchiveHistoryTest, ReadsAreExactWheneverItIsMaintained) {
  std::mt19937 random(7);
  std::vector<Entry> windows;
  for (std::int64_t start_s = 0; start_s < 5 * kHourS;) {
    const std::int64_t length_s = std::array{5, 15, 60, 900}.at(random() % 4);
    const auto zone = static_cast<std::uint16_t>(random() % 3);
    const Entry entry = random() % 5 == 0 ? Blind(zone, start_s, start_s + length_s)
                                          : Counted(zone, start_s, start_s + length_s,
                                                    static_cast<int>(random() % 90));
    windows.push_back(entry);
    start_s += length_s;
  }
  std::ranges::shuffle(windows, random);
  std::vector<Entry> written;
  for (std::size_t i = 0; i < windows.size();) {
    const std::size_t until = std::min(windows.size(), i + 1 + random() % 60);
    const std::vector<Entry> batch(windows.begin() + static_cast<std::ptrdiff_t>(i),
                                   windows.begin() + static_cast<std::ptrdiff_t>(until));
    ASSERT_EQ(Write(*archive_, site_, batch).written, batch.size());
    written.insert(written.end(), batch.begin(), batch.end());
    i = until;
    const bool is_kept_up = random() % 3 != 0 || archive_->Maintain({}, At(3 * kHourS));
    ASSERT_TRUE(is_kept_up);
    for (const Resolution resolution :
         {Resolution::kMinute, Resolution::kQuarterHour, Resolution::kHour, Resolution::kDay}) {
      std::int64_t counted_s = 0;
      std::uint16_t most = 0;
      double person_s = 0;
      for (const HistoryRow& row : Rows(resolution)) {
        counted_s += row.counted_s;
        if (row.mean) person_s += row.mean->expected * row.counted_s;
        if (row.highest) most = std::max(most, row.highest->persons);
      }
      std::int64_t known_s = 0;
      std::uint16_t known_most = 0;
      double known_person_s = 0;
      for (const Entry& entry : written) {
        if (!entry.count) continue;
        const auto length_s = (entry.window.end - entry.window.start).count() / kSecond;
        known_s += length_s;
        known_person_s += static_cast<double>(entry.count->persons * length_s);
        known_most = std::max(known_most, entry.count->persons);
      }
      ASSERT_EQ(counted_s, known_s);
      ASSERT_NEAR(person_s, known_person_s, 1e-3);
      ASSERT_EQ(most, known_most);
    }
  }
}

}  // namespace
}  // namespace throng
