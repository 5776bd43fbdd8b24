// What a control room sees of several sites: each with its age, and nothing old as if it were now.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/city_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace throng {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kNoonS = 1'795'521'600;

Instant At(int second) { return Instant((kNoonS + second) * kSecond); }

WatchedPlace PlaceOf(const std::string& name) {
  return {.name = name,
          .kind = "walkway",
          .zones = {0},
          .is_group = false,
          .capacity = std::nullopt,
          .capacity_rule = ""};
}

SiteNow SiteOf(const std::string& name, bool connected) {
  return {.name = name,
          .places = {PlaceOf("hall"), PlaceOf("gate")},
          .zones = 2,
          .connected = connected,
          .newest = {},
          .clock_ahead = {}};
}

// In a window of 15 s that ends then.
PlaceNow Count(const std::string& place, int end_s, double persons) {
  return {.place = place,
          .situation = {.window = {At(end_s - 15), At(end_s)},
                        .freshness = Freshness::kFresh,
                        .coverage_percent = 100,
                        .persons = Range{persons - 1, persons, persons + 1},
                        .density_per_m2 = Range{0.1, 0.2, 0.3},
                        .level = LevelOfService::kA}};
}

AlarmEvent Event(std::int64_t alarm, int sequence, AlarmChange change, Band band) {
  return {.alarm = alarm,
          .sequence = sequence,
          .change = change,
          .kind = AlarmKind::kCrowding,
          .rule = "too full",
          .place = "hall",
          .band = band,
          .at = At(0),
          .count = {},
          .reason = "182 persons",
          .by = change == AlarmChange::kAcknowledge ? "shift leader" : ""};
}

class CityTest : public testing::Test {
 protected:
  void Begin() {
    const std::vector<SiteNow> sites{SiteOf("North", true), SiteOf("South", false)};
    city_.TakeSites(sites);
  }
  std::vector<std::string> Lines(int now_s, std::size_t columns = 100,
                                 std::optional<std::string> trouble = {}) const {
    return city_.Render({.hub = "hub:7443",
                         .trouble = std::move(trouble),
                         .now = At(now_s),
                         .more_notes = "throng alarms"},
                        {.colour = false, .columns = columns});
  }
  std::string LineOf(const std::string& begin, int now_s) const {
    const std::vector<std::string> lines = Lines(now_s);
    const auto line =
        std::ranges::find_if(lines, [&](const std::string& one) { return one.starts_with(begin); });
    return line == lines.end() ? "" : *line;
  }
  CityTable city_{{}, {}};
};

TEST_F(CityTest, EachSiteStandsAboveItsPlacesWithTheAgeOfItsNewestCount) {
  Begin();
  city_.Take({.site = "North", .situations = {Count("hall", 0, 20), Count("gate", 0, 7)}});
  const std::vector<std::string> lines = Lines(12);
  ASSERT_EQ(lines.size(), 2U + 2 + 4);
  EXPECT_EQ(lines[0], "hub:7443  |  2 sites, 1 not connected  |  2026-11-24T12:00:12.000Z");
  EXPECT_EQ(lines[2], "North: newest count 12 s ago");
  EXPECT_THAT(lines[3], StartsWith("  hall       20       19 - 21"));
  EXPECT_THAT(lines[4], StartsWith("  gate        7         6 - 8"));
  EXPECT_EQ(lines[5], "South: NOT CONNECTED, no count yet");
  EXPECT_THAT(lines[6], HasSubstr("never seen"));
}

TEST_F(CityTest, ACountThatShouldHaveBeenFollowedByAnotherIsOld) {
  Begin();
  city_.Take({.site = "North", .situations = {Count("hall", 0, 20)}});
  EXPECT_THAT(LineOf("  hall", 45), HasSubstr("19 - 21"));
  EXPECT_THAT(LineOf("  hall", 46), HasSubstr("OLD        was 20"));
  PlaceNow quarter = Count("hall", 900, 20);
  quarter.situation.window.start = At(0);
  city_.Take({.site = "North", .situations = {quarter}});
  EXPECT_THAT(LineOf("  hall", 900 + 1350), HasSubstr("19 - 21"));
  EXPECT_THAT(LineOf("  hall", 900 + 1351), HasSubstr("OLD"));
}

TEST_F(CityTest, AgesAreByTheHubsClock) {
  std::vector<SiteNow> sites{SiteOf("North", true)};
  sites[0].clock_ahead = std::chrono::minutes(-5);
  city_.TakeSites(sites);
  city_.Take({.site = "North", .situations = {Count("hall", -300, 20)}});
  EXPECT_EQ(LineOf("North", 12), "North: newest count 12 s ago, its clock is 5 min behind");
  EXPECT_THAT(LineOf("  hall", 12), HasSubstr("12 s"));
  EXPECT_THAT(LineOf("  hall", 12), HasSubstr("19 - 21"));
  sites[0].clock_ahead = std::chrono::hours(24 * 3650);
  city_.TakeSites(sites);
  EXPECT_THAT(LineOf("North", 12), HasSubstr("its clock is 3650 days ahead"));
}

TEST_F(CityTest, AWindowIsTakenOnceAlsoAfterTheLineBroke) {
  Begin();
  const SiteNews news{.site = "North", .situations = {Count("hall", 0, 20)}, .is_all = true};
  const CityTable::Taken first = city_.Take(news);
  ASSERT_EQ(first.windows.size(), 1U);
  EXPECT_EQ(first.windows[0].place->name, "hall");
  EXPECT_EQ(first.windows[0].situation->persons->expected, 20);
  Begin();
  EXPECT_THAT(city_.Take(news).windows, IsEmpty());
  EXPECT_EQ(city_.Take({.site = "North", .situations = {Count("hall", 15, 21)}}).windows.size(),
            1U);
}

TEST_F(CityTest, AnEdgeThatComesOrGoesIsTold) {
  Begin();
  EXPECT_THAT(city_.Take({.site = "North", .connected = true}).notes, IsEmpty());
  EXPECT_THAT(city_.Take({.site = "North", .connected = false}).notes,
              ElementsAre("North: its edge has left the line"));
  EXPECT_THAT(LineOf("North", 0), HasSubstr("NOT CONNECTED"));
  EXPECT_THAT(city_.Take({.site = "North", .connected = true}).notes,
              ElementsAre("North: its edge is on the line again"));
  EXPECT_THAT(city_.Take({.site = "North", .missed = 3}).notes,
              ElementsAre(HasSubstr("3 replies were missed")));
}

TEST_F(CityTest, OpenAlarmsStandBelowTheWorstFirst) {
  Begin();
  const AlarmEvent busy = Event(1, 1, AlarmChange::kRaise, Band::kBusy);
  const AlarmEvent critical = Event(2, 1, AlarmChange::kRaise, Band::kCritical);
  EXPECT_THAT(city_.Take({.site = "North", .events = {busy}}).notes,
              ElementsAre("North: alarm 1, busy: hall (too full), since 12:00 UTC: 182 persons"));
  city_.Take({.site = "South", .events = {critical}});
  std::vector<std::string> lines = Lines(0);
  EXPECT_THAT(lines[lines.size() - 2], StartsWith("South: alarm 2, critical"));
  EXPECT_THAT(lines[lines.size() - 1], StartsWith("North: alarm 1, busy"));
  const AlarmEvent seen = Event(1, 2, AlarmChange::kAcknowledge, Band::kBusy);
  EXPECT_THAT(city_.Take({.site = "North", .events = {seen}}).notes,
              ElementsAre(HasSubstr("acknowledged by shift leader")));
  const AlarmEvent end = Event(1, 3, AlarmChange::kEnd, Band::kClear);
  EXPECT_THAT(city_.Take({.site = "North", .events = {end}}).notes,
              ElementsAre(StartsWith("North: alarm 1 has ended")));
  EXPECT_THAT(Lines(0), Not(Contains(StartsWith("North: alarm"))));
}

TEST_F(CityTest, WhatIsNotToldAgainAfterTheLineBrokeHasEnded) {
  Begin();
  const AlarmEvent one = Event(1, 1, AlarmChange::kRaise, Band::kBusy);
  const AlarmEvent two = Event(2, 1, AlarmChange::kRaise, Band::kBusy);
  city_.Take({.site = "North", .events = {one, two}, .is_all = true});
  Begin();
  EXPECT_THAT(city_.Take({.site = "North", .events = {two}, .is_all = true}).notes, IsEmpty());
  EXPECT_THAT(Lines(0), Not(Contains(StartsWith("North: alarm 1"))));
  EXPECT_THAT(Lines(0), Contains(StartsWith("North: alarm 2")));
}

TEST_F(CityTest, WithoutTheHubItSaysSo) {
  Begin();
  const std::vector<std::string> lines = Lines(0, 100, "no hub answers there");
  EXPECT_THAT(lines[0], HasSubstr("NO CONNECTION TO THE HUB"));
  EXPECT_EQ(lines.back(), "no hub answers there");
}

TEST(City, ShowsOnlyWhatWasAskedFor) {
  CityTable city({"South"}, {"gate"});
  const std::vector<SiteNow> sites{SiteOf("North", true), SiteOf("South", true)};
  city.TakeSites(sites);
  EXPECT_THAT(city.Take({.site = "North", .situations = {Count("gate", 0, 1)}}).windows, IsEmpty());
  EXPECT_THAT(city.Take({.site = "South", .situations = {Count("hall", 0, 1)}}).windows, IsEmpty());
  EXPECT_EQ(city.Take({.site = "South", .situations = {Count("gate", 0, 1)}}).windows.size(), 1U);
}

TEST_F(CityTest, KeepsItsCountsWhenASiteIsAdded) {
  Begin();
  city_.Take({.site = "South", .situations = {Count("hall", 0, 20)}});
  const std::vector<SiteNow> more{SiteOf("East", true), SiteOf("North", true),
                                  SiteOf("South", true)};
  city_.TakeSites(more);
  EXPECT_THAT(Lines(0), Contains(StartsWith("  hall       20       19 - 21")));
  EXPECT_THAT(LineOf("South", 12), HasSubstr("12 s ago"));
}

}  // namespace
}  // namespace throng
