// What a person reads in the live table.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/live_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throng {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kSecond = 1'000'000'000;

Entry At(int second, std::optional<WholeCount> count, Freshness freshness) {
  return {.zone = ZoneIndex(0),
          .window = {Instant(second * kSecond), Instant((second + 1) * kSecond)},
          .count = count,
          .coverage_percent = count ? 100 : 0,
          .freshness = freshness};
}

class LiveTableTest : public testing::Test {
 protected:
  std::string Row(int now_s, std::size_t columns = 120) const {
    return table_
        .Render({.title = "t", .activity = "a", .progress = {}, .at = Instant(now_s * kSecond)},
                {.colour = false, .columns = columns})
        .at(2);
  }
  LiveTable table_{{{.name = "hall",
                     .kind = ZoneKind::kWalkway,
                     .area = SquareMetres(10),
                     .capacity = Persons(20)}}};
};

TEST_F(LiveTableTest, AZoneThatNobodySawYetShowsNoNumber) {
  EXPECT_THAT(Row(0), HasSubstr("never seen"));
  EXPECT_THAT(Row(0), Not(HasSubstr(" 0 ")));
}

TEST_F(LiveTableTest, ShowsCountIntervalDensityLevelCapacityCoverageAge) {
  table_.Take(At(0, WholeCount{.persons = 9, .low = 6, .high = 12}, Freshness::kFresh));
  EXPECT_EQ(Row(1),
            "hall        9        6 - 12        0.90    D         45%      100%         0 s  "
            "\xE2\x96\x88");
}

TEST_F(LiveTableTest, ABlindZoneSaysBlindWithTheAgeOfItsLastAnswer) {
  table_.Take(At(0, WholeCount{.persons = 9, .low = 6, .high = 12}, Freshness::kFresh));
  table_.Take(At(1, WholeCount{.persons = 9, .low = 3, .high = 15}, Freshness::kStale));
  table_.Take(At(2, std::nullopt, Freshness::kBlind));
  EXPECT_THAT(Row(3), HasSubstr("BLIND"));
  EXPECT_THAT(Row(3), HasSubstr("2 s"));
  EXPECT_THAT(Row(3), Not(HasSubstr("9")));
}

TEST(LiveTableOfManyZones, ShowsTheFullestAndTheBlindWhereTheWindowIsLow) {
  std::vector<ZoneFacts> zones;
  for (int i = 0; i < 40; ++i) {
    zones.push_back({.name = "z" + std::to_string(i),
                     .kind = ZoneKind::kWalkway,
                     .area = SquareMetres(10),
                     .capacity = {}});
  }
  LiveTable table(zones);
  for (int i = 0; i < 40; ++i) {
    Entry entry = At(0, WholeCount{.persons = 1, .low = 0, .high = 2}, Freshness::kFresh);
    entry.zone = ZoneIndex(static_cast<std::uint16_t>(i));
    if (i == 7) entry.count->persons = 30;
    if (i == 31) entry.count.reset();
    table.Take(entry);
  }
  const LiveHead head{.title = "t", .activity = "a", .progress = 0.5, .at = Instant(kSecond)};
  const auto low = table.Render(head, {.colour = false, .columns = 120, .rows = 7});
  ASSERT_EQ(low.size(), 7U);
  EXPECT_THAT(low[3], testing::StartsWith("z0 "));
  EXPECT_THAT(low[4], testing::StartsWith("z7 "));
  EXPECT_THAT(low[5], AllOf(testing::StartsWith("z31 "), HasSubstr("BLIND")));
  EXPECT_THAT(low[6], HasSubstr("and 37 more zones"));
  EXPECT_EQ(table.Render(head, {.colour = false, .columns = 120, .rows = 43}).size(), 43U);
  EXPECT_THAT(table.Render(head, {.colour = false, .columns = 120}).back(),
              testing::StartsWith("z39 "));
}

TEST_F(LiveTableTest, AWindowOfWhichLessThanHalfWasSeenSaysSo) {
  table_.Take(At(0, WholeCount{.persons = 2, .low = 0, .high = 6}, Freshness::kStale));
  EXPECT_THAT(Row(1), HasSubstr("in part"));
  EXPECT_THAT(Row(1), Not(HasSubstr("never seen")));
}

TEST_F(LiveTableTest, TheBarFollowsTheProgress) {
  const auto lines = table_.Render(
      {.title = "t", .activity = "a", .progress = 0.5, .at = Instant(0)}, {.colour = false});
  EXPECT_EQ(lines.at(1), "[###############---------------]  50%");
}

TEST_F(LiveTableTest, NotesStandBelowTheZonesAndTheFirstFewAreEnough) {
  LiveHead head{.title = "t", .activity = "a", .progress = {}, .at = Instant(0)};
  const auto without = table_.Render(head, {.colour = false});
  head.notes = {"one", "two"};
  auto lines = table_.Render(head, {.colour = false});
  ASSERT_EQ(lines.size(), without.size() + 2);
  EXPECT_EQ(lines[lines.size() - 2], "one");
  EXPECT_EQ(lines.back(), "two");
  head.notes = {"one", "two", "three", "four", "five"};
  lines = table_.Render(head, {.colour = false});
  ASSERT_EQ(lines.size(), without.size() + 3);
  EXPECT_EQ(lines.back(), "three (and 2 more: throng status)");
}

TEST_F(LiveTableTest, TheTrendIsAsLongAsTheTerminalIsWide) {
  for (int i = 0; i < 30; ++i) table_.Take(At(i, WholeCount{9, 6, 12}, Freshness::kFresh));
  const std::string cell = "\xE2\x96\x88";
  EXPECT_THAT(Row(30, 80), Not(HasSubstr(cell))) << "4 cells would say nothing";
  std::string eight;
  for (int i = 0; i < 8; ++i) eight += cell;
  EXPECT_THAT(Row(30, 86), EndsWith("0 s  " + eight));
  EXPECT_THAT(Row(30, 200), EndsWith("0 s  " + eight + eight + eight));
}

TEST_F(LiveTableTest, WithoutColourThereAreNoEscapeCodes) {
  table_.Take(At(0, WholeCount{.persons = 90, .low = 60, .high = 120}, Freshness::kFresh));
  EXPECT_THAT(Row(1), Not(HasSubstr("\033")));
  const auto coloured = table_.Render(
      {.title = "t", .activity = "a", .progress = {}, .at = Instant(0)}, {.colour = true});
  EXPECT_THAT(coloured.at(2), HasSubstr("\033[1;7m")) << "level F is reversed";
}

}  // namespace
}  // namespace throng
