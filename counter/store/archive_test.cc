// What every archive promises of sites, windows and alarms, with SQLite and with PostgreSQL.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "counter/store/each_archive_for_test.h"

namespace throng {
namespace {

using Positions = std::vector<std::uint32_t>;

class ArchiveTest : public EachArchiveTest {
 protected:
  ArchiveTest() : EachArchiveTest(3) {}

  std::vector<HistoryRow> Released(std::int64_t from_s = -kDayS, std::int64_t until_s = kDayS) {
    return History(*archive_, site_, Resolution::kReleased, from_s, until_s);
  }
  Fault FaultOfEntering(const SiteFacts& site) {
    const Result<std::int64_t> entered = archive_->Enter(site);
    return entered ? Fault{} : entered.error();
  }
};

INSTANTIATE_TEST_SUITE_P(All, ArchiveTest, testing::Values(Backend::kSqlite, Backend::kPostgres),
                         [](const auto& backend) { return NameOf(backend.param); });

TEST_P(ArchiveTest, SitesComeBackAsTheyWere) {
  SiteFacts station = SiteWith("a station", 3);
  station.zones[0].kind = ZoneKind::kStair;
  station.zones[1].capacity = Persons(40);
  station.zones[1].capacity_rule = "two doors";
  station.zones[2].name = "zone 0, fullest 16 m2";
  station.zones[2].area = SquareMetres(16.25);
  station.groups = {{.name = "all of it",
                     .zones = {ZoneIndex(0), ZoneIndex(1)},
                     .capacity = Persons(90),
                     .capacity_rule = "as written"}};
  const auto number = archive_->Enter(station);
  ASSERT_TRUE(number);
  EXPECT_NE(*number, site_);
  const auto sites = place_->Open()->Sites();
  ASSERT_TRUE(sites);
  ASSERT_EQ(sites->size(), 2U);
  EXPECT_EQ(sites->at(1).facts.name, "arena") << "by name";
  EXPECT_EQ(sites->at(0).number, *number);
  const SiteFacts& back = sites->at(0).facts;
  EXPECT_EQ(back.name, "a station");
  ASSERT_EQ(back.zones.size(), 3U);
  EXPECT_EQ(back.zones[0].kind, ZoneKind::kStair);
  EXPECT_FALSE(back.zones[0].capacity);
  EXPECT_EQ(back.zones[1].name, "zone 1");
  EXPECT_EQ(back.zones[1].capacity, Persons(40));
  EXPECT_EQ(back.zones[1].capacity_rule, "two doors");
  EXPECT_FALSE(back.zones[1].is_fullest);
  EXPECT_EQ(back.zones[2].area, SquareMetres(16.25));
  EXPECT_TRUE(back.zones[2].is_fullest);
  ASSERT_EQ(back.groups.size(), 1U);
  EXPECT_EQ(back.groups[0].name, "all of it");
  EXPECT_EQ(back.groups[0].zones, (std::vector{ZoneIndex(0), ZoneIndex(1)}));
  EXPECT_EQ(back.groups[0].capacity, Persons(90));
  EXPECT_EQ(back.groups[0].capacity_rule, "as written");
}

TEST_P(ArchiveTest, ASiteThatComesAgainHasItsNumberAndNewZonesBehind) {
  EXPECT_EQ(*archive_->Enter(SiteWith("arena", 3)), site_);
  SiteFacts grown = SiteWith("arena", 4);
  grown.zones[0].capacity_rule = "counted anew";
  EXPECT_EQ(*archive_->Enter(grown), site_);
  const auto sites = archive_->Sites();
  ASSERT_EQ(sites->at(0).facts.zones.size(), 4U);
  EXPECT_EQ(sites->at(0).facts.zones[3].name, "zone 3");
  EXPECT_EQ(sites->at(0).facts.zones[0].capacity_rule, "counted anew");
  EXPECT_EQ(Write(*archive_, site_, {Counted(3, 0, 15, 7)}).written, 1U);
}

TEST_P(ArchiveTest, OtherZonesUnderTheNameOfASiteAreRefused) {
  const SiteFacts same = SiteWith("arena", 3);
  std::array<SiteFacts, 6> others = {same, same, same, same, same, same};
  others[0].zones[1].kind = ZoneKind::kWalkway;
  others[1].zones[1].area = SquareMetres(101);
  others[2].zones[1].capacity = Persons(40);
  others[3].zones.pop_back();
  std::swap(others[4].zones[0], others[4].zones[1]);
  others[5].zones.insert(others[5].zones.begin(), QueueOf("zone new"));
  for (SiteFacts& other : others) {
    other.groups = {{.name = "g", .zones = {ZoneIndex(0)}, .capacity = {}, .capacity_rule = ""}};
    EXPECT_EQ(FaultOfEntering(other), Fault::kLedgerOtherSite);
  }
  const auto sites = archive_->Sites();
  EXPECT_EQ(sites->at(0).facts.zones.size(), 3U);
  EXPECT_EQ(sites->at(0).facts.zones[0].name, "zone 0");
  EXPECT_TRUE(sites->at(0).facts.groups.empty()) << "nothing of what is refused is kept";
}

TEST_P(ArchiveTest, GroupsAreReplaced) {
  SiteFacts site = SiteWith("arena", 3);
  site.groups = {
      {.name = "both", .zones = {ZoneIndex(0), ZoneIndex(1)}, .capacity = {}, .capacity_rule = ""},
      {.name = "last", .zones = {ZoneIndex(2)}, .capacity = {}, .capacity_rule = ""}};
  ASSERT_TRUE(archive_->Enter(site));
  site.groups = {{.name = "new", .zones = {ZoneIndex(2)}, .capacity = {}, .capacity_rule = ""}};
  ASSERT_TRUE(archive_->Enter(site));
  const auto sites = archive_->Sites();
  ASSERT_EQ(sites->at(0).facts.groups.size(), 1U);
  EXPECT_EQ(sites->at(0).facts.groups[0].name, "new");
  EXPECT_EQ(sites->at(0).facts.groups[0].zones, std::vector{ZoneIndex(2)});
}

TEST_P(ArchiveTest, WindowsComeBackAsTheyWereAfterItWasClosed) {
  Entry stale = Counted(0, 15, 30, 8);
  stale.freshness = Freshness::kStale;
  stale.coverage_percent = 50;
  EXPECT_EQ(Write(*archive_, site_, {Counted(0, 0, 15, 7), Blind(2, 0, 15), stale}).written, 3U);
  archive_ = place_->Open();
  const std::vector<HistoryRow> rows = Released();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].zone, 0);
  EXPECT_EQ(rows[0].window, (Window{At(0), At(15)}));
  EXPECT_EQ(rows[0].highest, (WholeCount{.persons = 7, .low = 6, .high = 9}));
  EXPECT_EQ(rows[0].mean->expected, 7.0);
  EXPECT_EQ(rows[0].coverage_percent, 100);
  EXPECT_EQ(rows[0].freshness, Freshness::kFresh);
  EXPECT_EQ(rows[1].zone, 2);
  EXPECT_FALSE(rows[1].mean) << "blind is not zero";
  EXPECT_EQ(rows[1].freshness, Freshness::kBlind);
  EXPECT_EQ(rows[2].freshness, Freshness::kStale);
  EXPECT_EQ(rows[2].coverage_percent, 50);
  EXPECT_EQ(rows[2].counted_s, 15U);
}

TEST_P(ArchiveTest, TheSameAgainIsKnownAndNotDoubled) {
  const std::vector<Entry> windows = {Counted(0, 0, 15, 7), Blind(1, 0, 15)};
  EXPECT_EQ(Write(*archive_, site_, windows).written, 2U);
  const BatchWritten again = Write(*archive_, site_, windows);
  EXPECT_EQ(again.known, 2U);
  EXPECT_EQ(again.written, 0U);
  EXPECT_TRUE(again.refused.empty());
  EXPECT_EQ(Released().size(), 2U);
}

TEST_P(ArchiveTest, WhatIsRefusedIsToldByItsPlaceAndTheRestIsWritten) {
  Write(*archive_, site_, {Counted(0, 100, 200, 7)});
  const BatchWritten written = Write(
      *archive_, site_,
      {Counted(0, 200, 300, 1), Counted(0, 100, 200, 8), Counted(1, 100, 200, 8),
       Counted(0, 199, 201, 1), Counted(0, 100, 200, 7), Counted(3, 0, 1, 1), Blind(0, 100, 200)});
  EXPECT_EQ(written.written, 2U);
  EXPECT_EQ(written.known, 1U);
  EXPECT_EQ(written.refused, (Positions{1, 3, 5, 6}));
  EXPECT_EQ(Released().size(), 3U);
}

TEST_P(ArchiveTest, ALateWindowIsComparedWithBothNeighbours) {
  Write(*archive_, site_,
        {Counted(0, 0, 100, 1), Counted(0, 200, 300, 1), Counted(0, 900, 915, 1)});
  EXPECT_EQ(Write(*archive_, site_, {Counted(0, 99, 150, 1)}).refused, Positions{0});
  EXPECT_EQ(Write(*archive_, site_, {Counted(0, 150, 201, 1)}).refused, Positions{0});
  EXPECT_EQ(Write(*archive_, site_, {Counted(0, 50, 60, 1)}).refused, Positions{0});
  EXPECT_EQ(Write(*archive_, site_, {Counted(0, -50, 950, 1)}).refused, Positions{0});
  EXPECT_EQ(Write(*archive_, site_, {Counted(0, 100, 200, 2)}).written, 1U) << "it fits exactly";
  const std::vector<HistoryRow> rows = Released();
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[1].highest->persons, 2) << "in its place";
}

// The one before lies far back, where only the length of the longest window says to look.
TEST_P(ArchiveTest, AnOverlapWithALongWindowFarBackIsRefused) {
  std::vector<Entry> windows = {Counted(0, 0, 20 * kHourS, 1)};
  for (int i = 0; i < 100; ++i) windows.push_back(Counted(1, i * 15, i * 15 + 15, 1));
  EXPECT_EQ(Write(*archive_, site_, windows).written, 101U);
  EXPECT_EQ(Write(*archive_, site_, {Counted(0, 19 * kHourS, 19 * kHourS + 15, 1)}).refused,
            Positions{0});
  EXPECT_EQ(Write(*archive_, site_, {Counted(0, 20 * kHourS, 20 * kHourS + 15, 1)}).written, 1U);
}

TEST_P(ArchiveTest, ManyBatchesAreOneGroupAndEachIsTold) {
  const std::int64_t other = *archive_->Enter(SiteWith("other", 1));
  const std::vector<Entry> first = {Counted(0, 0, 15, 7), Counted(1, 0, 15, 7)};
  const std::vector<Entry> again = {Counted(0, 0, 15, 7), Counted(0, 5, 20, 7)};
  const std::vector<SiteBatch> batches = {{.site = site_, .windows = first, .events = {}},
                                          {.site = other, .windows = again, .events = {}},
                                          {.site = site_, .windows = again, .events = {}},
                                          {.site = other, .windows = {}, .events = {}}};
  const auto written = archive_->Write(batches);
  ASSERT_TRUE(written);
  ASSERT_EQ(written->size(), 4U);
  EXPECT_EQ(written->at(0).written, 2U);
  EXPECT_EQ(written->at(1).written, 1U) << "of another site";
  EXPECT_EQ(written->at(1).refused, Positions{1});
  EXPECT_EQ(written->at(2).written, 0U);
  EXPECT_EQ(written->at(2).known, 1U) << "twice in one group";
  EXPECT_EQ(written->at(2).refused, Positions{1});
  EXPECT_EQ(written->at(3).written, 0U);
  EXPECT_EQ(Released().size(), 2U);
  EXPECT_TRUE(archive_->Write({})->empty());
}

TEST_P(ArchiveTest, NothingIsWrittenWhereASiteIsUnknown) {
  const std::vector<Entry> windows = {Counted(0, 0, 15, 7)};
  const std::vector<SiteBatch> batches = {{.site = site_, .windows = windows, .events = {}},
                                          {.site = site_ + 7, .windows = windows, .events = {}}};
  const auto written = archive_->Write(batches);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error(), Fault::kNotFound);
  EXPECT_TRUE(Released().empty());
}

// The tables refuse it, at the end of the group.
TEST_P(ArchiveTest, AFaultTakesAllOfItsGroupAndNothingElse) {
  const std::vector<Entry> windows = {Counted(0, 0, 15, 7)};
  const std::vector<AlarmEvent> events = {Happened(1, 0, AlarmChange::kRaise, 1)};
  const std::vector<SiteBatch> batches = {{.site = site_, .windows = windows, .events = events}};
  const auto written = archive_->Write(batches);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error(), Fault::kInternal);
  EXPECT_TRUE(Released().empty());
  EXPECT_EQ(Write(*archive_, site_, windows).written, 1U);
  EXPECT_EQ(Released().size(), 1U);
}

TEST_P(ArchiveTest, AnEventIsKeptOnceAndComesBackAsItWas) {
  AlarmEvent blind = Happened(7, 1, AlarmChange::kRaise, 5);
  blind.kind = AlarmKind::kBlind;
  blind.count.reset();
  blind.by = "shift leader";
  Write(*archive_, site_, {}, {blind});
  AlarmEvent other = blind;
  other.place = "another";
  Write(*archive_, site_, {}, {other, Happened(7, 2, AlarmChange::kEnd, 6)});
  const auto alarms = archive_->Alarms(site_, At(0), At(10));
  ASSERT_TRUE(alarms);
  ASSERT_EQ(alarms->size(), 1U);
  ASSERT_EQ(alarms->at(0).size(), 2U);
  const AlarmEvent& back = alarms->at(0)[0];
  EXPECT_EQ(back.alarm, 7);
  EXPECT_EQ(back.sequence, 1);
  EXPECT_EQ(back.change, AlarmChange::kRaise);
  EXPECT_EQ(back.kind, AlarmKind::kBlind);
  EXPECT_EQ(back.rule, "too full");
  EXPECT_EQ(back.place, "zone 0") << "the first stays";
  EXPECT_EQ(back.band, Band::kBusy);
  EXPECT_EQ(back.at, At(5));
  EXPECT_FALSE(back.count);
  EXPECT_EQ(back.reason, "it's 40 persons");
  EXPECT_EQ(back.by, "shift leader");
  EXPECT_EQ(alarms->at(0)[1].count, (WholeCount{40, 30, 50}));
}

TEST_P(ArchiveTest, AlarmsAreThoseWithAnEventInTheSpanOrOpen) {
  const std::int64_t other = *archive_->Enter(SiteWith("other", 1));
  Write(*archive_, site_, {},
        {Happened(1, 1, AlarmChange::kRaise, 1), Happened(1, 2, AlarmChange::kEnd, 2),
         Happened(2, 1, AlarmChange::kRaise, 3), Happened(3, 1, AlarmChange::kRaise, 4),
         Happened(3, 2, AlarmChange::kEnd, 9)});
  Write(*archive_, other, {}, {Happened(1, 1, AlarmChange::kRaise, 4)});
  const auto open = archive_->OpenAlarms(site_);
  ASSERT_EQ(open->size(), 1U);
  EXPECT_EQ(open->at(0)[0].alarm, 2);
  EXPECT_EQ(archive_->OpenAlarms(other)->size(), 1U);
  const auto some = archive_->Alarms(site_, At(4), At(9));
  ASSERT_EQ(some->size(), 1U) << "the end at 9 is not in it, the raise at 4 is";
  EXPECT_EQ(some->at(0)[0].alarm, 3);
  EXPECT_EQ(some->at(0).size(), 2U) << "with all its events";
}

TEST_P(ArchiveTest, AlarmsAreFoundByTheirNumbers) {
  Write(*archive_, site_, {},
        {Happened(1, 1, AlarmChange::kRaise, 1), Happened(1, 2, AlarmChange::kEnd, 2),
         Happened(2, 1, AlarmChange::kRaise, 3), Happened(3, 1, AlarmChange::kRaise, 4)});
  const std::vector<std::int64_t> numbers = {1, 3, 9};
  const auto some = archive_->AlarmsNumbered(site_, numbers);
  ASSERT_EQ(some->size(), 2U);
  EXPECT_EQ(some->at(0)[0].alarm, 1);
  EXPECT_EQ(some->at(0).size(), 2U);
  EXPECT_EQ(some->at(1)[0].alarm, 3);
  EXPECT_TRUE(archive_->AlarmsNumbered(site_, {})->empty());
}

TEST_P(ArchiveTest, WhatIsAskedOfAnEdgeIsKeptUntilItHasHappened) {
  Write(*archive_, site_, {},
        {Happened(1, 1, AlarmChange::kRaise, 1), Happened(2, 1, AlarmChange::kRaise, 2)});
  EXPECT_TRUE(archive_->Ask(site_, {.alarm = 1, .by = "operator", .at = At(5)}));
  EXPECT_TRUE(archive_->Ask(site_, {.alarm = 1, .by = "admin", .at = At(6)}));
  EXPECT_TRUE(archive_->Ask(site_, {.alarm = 2, .by = "admin", .at = At(7)}));
  const auto both = place_->Open()->Asked(site_, {});
  ASSERT_EQ(both->size(), 2U);
  EXPECT_EQ(both->at(0).alarm, 1);
  EXPECT_EQ(both->at(0).by, "operator") << "the first stays";
  EXPECT_EQ(both->at(0).at, At(5));
  Write(*archive_, site_, {}, {Happened(1, 2, AlarmChange::kEscalate, 8)});
  EXPECT_EQ(archive_->Asked(site_, {})->size(), 2U) << "that is neither";
  Write(*archive_, site_, {}, {Happened(1, 3, AlarmChange::kAcknowledge, 9)});
  ASSERT_EQ(archive_->Asked(site_, {})->size(), 1U);
  EXPECT_TRUE(archive_->Ask(site_, {.alarm = 1, .by = "operator", .at = At(10)}));
  EXPECT_EQ(archive_->Asked(site_, {})->size(), 1U) << "it is acknowledged already";
  Write(*archive_, site_, {}, {Happened(2, 2, AlarmChange::kEnd, 11)});
  EXPECT_TRUE(archive_->Asked(site_, {})->empty());
}

TEST_P(ArchiveTest, OnlyOfAnOpenAlarmMayBeAsked) {
  Write(*archive_, site_, {},
        {Happened(1, 1, AlarmChange::kRaise, 1), Happened(1, 2, AlarmChange::kEnd, 2)});
  const std::int64_t other = *archive_->Enter(SiteWith("other", 1));
  Write(*archive_, other, {}, {Happened(3, 1, AlarmChange::kRaise, 1)});
  EXPECT_EQ(archive_->Ask(site_, {1, "operator", At(5)}).error(), Fault::kNotFound) << "ended";
  EXPECT_EQ(archive_->Ask(site_, {2, "operator", At(5)}).error(), Fault::kNotFound) << "none";
  EXPECT_EQ(archive_->Ask(site_, {3, "operator", At(5)}).error(), Fault::kNotFound) << "other's";
}

TEST_P(ArchiveTest, AnArchiveThatCanBeWrittenSaysSo) { EXPECT_TRUE(archive_->TryToWrite()); }

TEST_P(ArchiveTest, TheNewestOfEachZoneIsFoundIfItIsNotOlderThanAsked) {
  Write(*archive_, site_,
        {Counted(0, 0, 15, 1), Counted(0, 15, 30, 2), Counted(1, 0, 15, 3), Counted(2, 0, 60, 4)});
  const auto all = archive_->Newest(site_, At(0));
  ASSERT_EQ(all->size(), 3U);
  EXPECT_EQ(all->at(0).count->persons, 2);
  EXPECT_EQ(all->at(1).count->persons, 3);
  EXPECT_EQ(all->at(2).count->persons, 4);
  const auto some = archive_->Newest(site_, At(15));
  ASSERT_EQ(some->size(), 2U);
  EXPECT_EQ(some->at(0).zone, ZoneIndex(0));
  EXPECT_EQ(some->at(1).zone, ZoneIndex(2)) << "it began before, but ends after";
  EXPECT_TRUE(archive_->Newest(site_, At(60))->empty());
}

TEST_P(ArchiveTest, TwoThatHaveItOpenSeeTheSame) {
  const std::unique_ptr<Archive> other = place_->Open();
  Write(*archive_, site_, {Counted(0, 0, 15, 7)});
  EXPECT_EQ(History(*other, site_, Resolution::kReleased, 0, 60).size(), 1U);
  EXPECT_EQ(History(*other, site_, Resolution::kMinute, 0, 60).size(), 1U);
  EXPECT_EQ(Write(*other, site_, {Counted(0, 0, 15, 7)}).known, 1U);
  EXPECT_EQ(Write(*other, site_, {Counted(0, 15, 30, 7)}).written, 1U);
  EXPECT_EQ(Released().size(), 2U);
}

// The contract: places, windows with their counts, sums over them, alarms; and what is to be rolled
// up and kept. A column more is a privacy change.
TEST_P(ArchiveTest, TheSchemaHoldsNothingButPlacesCountsAndTheirAlarms) {
  const auto all = archive_->Columns();
  ASSERT_TRUE(all);
  std::vector<std::string> columns;
  for (const Column& column : *all) {
    const bool is_number = column.type == "INTEGER" || column.type == "integer" ||
                           column.type == "bigint" || column.type == "REAL" ||
                           column.type == "double precision";
    EXPECT_TRUE(is_number || column.type == "TEXT" || column.type == "text") << column.type;
    if (column.table == "archive_version") continue;  // PostgreSQL's only
    columns.push_back(column.table + "." + column.name + (is_number ? "" : " text"));
  }
  std::vector<std::string> expected = {"site.site",
                                       "site.name text",
                                       "site.longest_ns",
                                       "zone.site",
                                       "zone.position",
                                       "zone.name text",
                                       "zone.kind",
                                       "zone.area_m2",
                                       "zone.capacity",
                                       "zone.capacity_rule text",
                                       "zone_group.site",
                                       "zone_group.position",
                                       "zone_group.name text",
                                       "zone_group.capacity",
                                       "zone_group.capacity_rule text",
                                       "zone_group_member.site",
                                       "zone_group_member.position",
                                       "zone_group_member.zone",
                                       "occupancy.site",
                                       "occupancy.window_start_ns",
                                       "occupancy.window_end_ns",
                                       "occupancy.zone",
                                       "occupancy.persons",
                                       "occupancy.low",
                                       "occupancy.high",
                                       "occupancy.coverage_percent",
                                       "occupancy.freshness",
                                       "unrolled.site",
                                       "unrolled.quarter_ns",
                                       "kept.resolution",
                                       "kept.since_ns",
                                       "kept.emptied_ns",
                                       "alarm_event.site",
                                       "alarm_event.alarm",
                                       "alarm_event.sequence",
                                       "alarm_event.change",
                                       "alarm_event.kind",
                                       "alarm_event.rule text",
                                       "alarm_event.place text",
                                       "alarm_event.band",
                                       "alarm_event.at_ns",
                                       "alarm_event.persons",
                                       "alarm_event.low",
                                       "alarm_event.high",
                                       "alarm_event.reason text",
                                       "alarm_event.by_role text",
                                       "alarm_asked.site",
                                       "alarm_asked.alarm",
                                       "alarm_asked.by_role text",
                                       "alarm_asked.at_ns",
                                       "edge_alarm.site",
                                       "edge_alarm.alarm",
                                       "edge_alarm.ledger",
                                       "edge_alarm.number",
                                       "edge_alarm.raised_ns"};
  for (const char* table : {"rollup_minute", "rollup_quarter_hour", "rollup_hour", "rollup_day"}) {
    for (const char* column : {"site", "zone", "start_ns", "counted_us", "persons_us", "low_us",
                               "high_us", "coverage_us", "top_persons", "top_low", "top_high"}) {
      expected.push_back(std::string(table) + "." + column);
    }
  }
  std::ranges::sort(columns);
  std::ranges::sort(expected);
  EXPECT_EQ(columns, expected);
}

}  // namespace
}  // namespace throng
