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

Situation At(int second, std::optional<int> persons, Freshness freshness) {
  Situation situation{.window = {Instant(second * kSecond), Instant((second + 1) * kSecond)},
                      .freshness = freshness,
                      .coverage_percent = persons ? 100 : 0};
  if (!persons) return situation;
  const double count = *persons;
  situation.persons = Range{count - 3, count, count + 3};
  situation.density_per_m2 = Range{(count - 3) / 10, count / 10, (count + 3) / 10};
  situation.level = LevelOf(ZoneKind::kWalkway, PersonsPerM2(count / 10));
  situation.capacity_percent = Range{5 * count, 5 * count, 5 * count};
  return situation;
}

WatchedPlace PlaceOf(const std::string& name) {
  return {.name = name,
          .kind = "walkway",
          .zones = {0},
          .is_group = false,
          .capacity = Persons(20),
          .capacity_rule = "given"};
}

class LiveTableTest : public testing::Test {
 protected:
  std::string Row(int now_s, std::size_t columns = 132) const {
    return table_
        .Render({.title = "t", .activity = "a", .progress = {}, .at = Instant(now_s * kSecond)},
                {.colour = false, .columns = columns})
        .at(2);
  }
  void Take(const Situation& situation) { table_.Take(std::span(&situation, 1)); }
  LiveTable table_{{PlaceOf("hall")}};
};

TEST_F(LiveTableTest, AZoneThatNobodySawYetShowsNoNumber) {
  EXPECT_THAT(Row(0), HasSubstr("never seen"));
  EXPECT_THAT(Row(0), Not(HasSubstr(" 0 ")));
}

TEST_F(LiveTableTest, ShowsCountIntervalDensityLevelCapacityCoverageAge) {
  Take(At(0, 9, Freshness::kFresh));
  EXPECT_EQ(Row(1),
            "hall        9        6 - 12        0.90    D         45%      100%         0 s  "
            "                    -             -  \xE2\x96\x88");
}

TEST_F(LiveTableTest, ABlindZoneSaysBlindWithTheAgeOfItsLastAnswer) {
  Take(At(0, 9, Freshness::kFresh));
  Take(At(1, 9, Freshness::kStale));
  Take(At(2, std::nullopt, Freshness::kBlind));
  EXPECT_THAT(Row(3), HasSubstr("BLIND"));
  EXPECT_THAT(Row(3), HasSubstr("2 s"));
  EXPECT_THAT(Row(3), Not(HasSubstr("9")));
}

TEST_F(LiveTableTest, APlaceThatIsNotSeenWellSaysWhy) {
  Situation stale = At(0, 9, Freshness::kStale);
  stale.trouble = ZoneTrouble::kFrozen;
  Take(stale);
  EXPECT_THAT(Row(1, 92), EndsWith("in part  frozen      "));
  EXPECT_THAT(Row(1, 91), Not(HasSubstr("frozen"))) << "its number needs the room";
  Situation blind = At(1, std::nullopt, Freshness::kBlind);
  blind.trouble = ZoneTrouble::kCameraGone;
  Take(blind);
  EXPECT_THAT(Row(2, 92), EndsWith("never seen  camera gone "));
  EXPECT_THAT(Row(2, 91), HasSubstr("hall    BLIND   camera gone  "));
  blind.trouble.reset();
  Take(blind);
  EXPECT_THAT(Row(2, 91), HasSubstr("hall    BLIND             -  "));
}

TEST(LiveTableOfManyZones, ShowsTheFullestAndTheBlindWhereTheWindowIsLow) {
  std::vector<WatchedPlace> places;
  std::vector<Situation> situations;
  for (int i = 0; i < 40; ++i) {
    places.push_back(PlaceOf("z" + std::to_string(i)));
    situations.push_back(At(0, i == 7 ? 30 : 1, Freshness::kFresh));
  }
  situations[31] = At(0, std::nullopt, Freshness::kBlind);
  LiveTable table(places);
  table.Take(situations);
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
  Take(At(0, 2, Freshness::kStale));
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
  for (int i = 0; i < 30; ++i) Take(At(i, 9, Freshness::kFresh));
  const std::string cell = "\xE2\x96\x88";
  EXPECT_THAT(Row(30, 80), Not(HasSubstr(cell))) << "4 cells would say nothing";
  std::string eight;
  for (int i = 0; i < 8; ++i) eight += cell;
  EXPECT_THAT(Row(30, 88), EndsWith("0 s  " + eight));
  EXPECT_THAT(Row(30, 200), EndsWith("-  " + eight + eight + eight));
}

TEST_F(LiveTableTest, SaysHowFastAPlaceFillsAndWhenItIsFullWhereThereIsRoom) {
  Situation situation = At(0, 9, Freshness::kFresh);
  situation.change_per_minute = Range{1, 2, 3};
  situation.to_full = MinutesToFull{.earliest = 3.4, .expected = 5.5, .latest = 11};
  Take(situation);
  EXPECT_THAT(Row(1), HasSubstr("0 s                     +2      6 (3-11)"));
  EXPECT_THAT(Row(1, 112), Not(HasSubstr("(3-11)")));
  situation.to_full->latest.reset();
  Take(situation);
  EXPECT_THAT(Row(1), HasSubstr("6 (3-)"));
  situation.to_full->expected.reset();
  Take(situation);
  EXPECT_THAT(Row(1), HasSubstr(">60 (3-)"));
  situation.to_full->earliest.reset();
  Take(situation);
  EXPECT_THAT(Row(1), HasSubstr(" >60 "));
}

TEST_F(LiveTableTest, WithoutColourThereAreNoEscapeCodes) {
  Take(At(0, 90, Freshness::kFresh));
  EXPECT_THAT(Row(1), Not(HasSubstr("\033")));
  const auto coloured = table_.Render(
      {.title = "t", .activity = "a", .progress = {}, .at = Instant(0)}, {.colour = true});
  EXPECT_THAT(coloured.at(2), HasSubstr("\033[1;7m")) << "level F is reversed";
}

TEST_F(LiveTableTest, AnOldCountIsNoAnswer) {
  const Situation fresh = At(0, 9, Freshness::kFresh);
  table_.TakeOne(0, fresh, fresh.window.end, Instant(60 * kSecond));
  EXPECT_THAT(Row(60), HasSubstr("        9        6 - 12"));
  EXPECT_THAT(Row(61), HasSubstr("      OLD         was 9           -    -           -         -"));
  EXPECT_THAT(Row(61), HasSubstr("60 s"));
  table_.TakeOne(0, At(62, 8, Freshness::kFresh), Instant(63 * kSecond), std::nullopt);
  EXPECT_THAT(Row(3600), HasSubstr("        8        5 - 11")) << "as a count beside it does";
}

// Three places at the site "North", one at "South".
class LiveSectionsTest : public testing::Test {
 protected:
  LiveSectionsTest() {
    for (std::size_t i = 0; i < 4; ++i) {
      table_.TakeOne(i, At(0, static_cast<int>(10 * i + 1), Freshness::kFresh), Instant(kSecond),
                     std::nullopt);
    }
  }
  std::vector<std::string> Lines(std::size_t rows, bool colour = false) const {
    return table_.Render({.title = "city",
                          .activity = "a",
                          .progress = {},
                          .at = Instant(kSecond),
                          .notes = {"one", "two", "three", "four"},
                          .more_notes = "throng alarms",
                          .sections = {{.first = 0, .heading = "North, connected"},
                                       {.first = 3, .heading = "South, gone", .is_alarm = true}}},
                         {.colour = colour, .columns = 80, .rows = rows});
  }
  LiveTable table_{{PlaceOf("hall"), PlaceOf("gate"), PlaceOf("stair"), PlaceOf("roof")}};
};

TEST_F(LiveSectionsTest, EachSiteStandsAboveItsPlaces) {
  const std::vector<std::string> lines = Lines(100);
  ASSERT_EQ(lines.size(), 2U + 2 + 4 + 3);
  EXPECT_THAT(lines[1], testing::StartsWith("zone     persons"));
  EXPECT_EQ(lines[2], "North, connected");
  EXPECT_THAT(lines[3], testing::StartsWith("  hall         1 "));
  EXPECT_THAT(lines[5], testing::StartsWith("  stair       21 "));
  EXPECT_EQ(lines[6], "South, gone");
  EXPECT_THAT(lines[7], testing::StartsWith("  roof        31 "));
  EXPECT_EQ(lines[10], "three (and 1 more: throng alarms)");
  EXPECT_THAT(Lines(100, true)[6], HasSubstr("\033[1;7mSouth, gone"));
  EXPECT_EQ(Lines(100, true)[2], "North, connected");
}

TEST_F(LiveSectionsTest, AShortWindowShowsTheMostUrgentBelowTheirSites) {
  const std::vector<std::string> lines = Lines(10);
  ASSERT_EQ(lines.size(), 10U);
  EXPECT_EQ(lines[2], "North, connected");
  EXPECT_THAT(lines[3], testing::StartsWith("  stair"));
  EXPECT_EQ(lines[4], "South, gone");
  EXPECT_THAT(lines[5], testing::StartsWith("  roof"));
  EXPECT_THAT(lines[6], testing::StartsWith("... and 2 more zones"));
}

TEST_F(LiveSectionsTest, ANarrowWindowKeepsTheAgeAndCutsWhatIsLong) {
  const LiveHead head{.title = "a city with a longer name",
                      .activity = "two sites here",
                      .progress = {},
                      .at = Instant(kSecond),
                      .notes = {std::string(80, 'n')},
                      .sections = {{.first = 0, .heading = "North"}},
                      .knows_why = false};
  const auto lines = table_.Render(head, {.colour = false, .columns = 69});
  EXPECT_EQ(lines[0], "a city with a longer name  |  two sites here  |  1970-01-01T00:00:...");
  EXPECT_THAT(lines[1], Not(HasSubstr("persons/m2")));
  EXPECT_EQ(lines[1].size(), 69U);
  EXPECT_EQ(lines[3].size(), 69U);
  EXPECT_THAT(lines[3], EndsWith("0 s"));
  EXPECT_EQ(lines.back(), std::string(66, 'n') + "...");
  const auto wide = table_.Render(head, {.colour = false, .columns = 120});
  EXPECT_THAT(wide[1], HasSubstr("persons/m2"));
  EXPECT_THAT(wide[1], Not(HasSubstr("why")));
  EXPECT_EQ(wide.back(), std::string(80, 'n'));
}

}  // namespace
}  // namespace throng
