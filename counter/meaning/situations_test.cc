// Situations of zones and groups: sums, coverage, capacity, and what is not known.
// SPDX-License-Identifier: Apache-2.0
#include "counter/meaning/situations.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

using std::chrono::seconds;

// A platform of 100 m2 for 200, a queue of 50 m2 for 100, and both together.
const std::vector<ZoneFacts> kZones{
    {.name = "platform",
     .kind = ZoneKind::kWalkway,
     .area = SquareMetres(100),
     .capacity = Persons(200)},
    {.name = "gate", .kind = ZoneKind::kQueue, .area = SquareMetres(50), .capacity = Persons(100)}};
const std::vector<Group> kGroups{{.name = "station",
                                  .zones = {ZoneIndex(0), ZoneIndex(1)},
                                  .capacity = Persons(300),
                                  .capacity_rule = "sum of its zones"}};

constexpr Window kWindow{Instant(0), Instant(15'000'000'000)};

Entry Of(std::uint16_t zone, std::optional<WholeCount> count, int coverage_percent = 100,
         Freshness freshness = Freshness::kFresh) {
  return {.zone = ZoneIndex(zone),
          .window = kWindow,
          .count = count,
          .coverage_percent = coverage_percent,
          .freshness = count ? freshness : Freshness::kBlind};
}

std::vector<Situation> Take(const std::vector<Entry>& entries) {
  return Situations(kZones, kGroups).Take(kWindow, entries);
}

TEST(Situations, ZonesComeFirstThenGroups) {
  const Situations situations(kZones, kGroups);
  ASSERT_EQ(situations.places().size(), 3U);
  EXPECT_EQ(situations.places()[1].name, "gate");
  EXPECT_TRUE(situations.places()[2].is_group);
}

TEST(Situations, AZoneHasDensityLevelShareAndHeadroom) {
  const Situation platform = Take({Of(0, WholeCount{100, 80, 130}), Of(1, std::nullopt, 0)})[0];
  EXPECT_EQ(platform.persons->high, 130);
  EXPECT_EQ(platform.density_per_m2->expected, 1.0);
  EXPECT_EQ(platform.level, LevelOfService::kD);
  EXPECT_EQ(platform.capacity_percent->expected, 50);
  EXPECT_EQ(platform.headroom->low, 70);
  EXPECT_EQ(platform.headroom->high, 120);
  EXPECT_FALSE(platform.change_per_minute);
  EXPECT_FALSE(platform.to_full);
}

TEST(Situations, BlindIsUnknownAndNeverZero) {
  const auto at = Take({Of(0, std::nullopt, 0)});
  for (const Situation& situation : at) {
    EXPECT_EQ(situation.freshness, Freshness::kBlind);
    EXPECT_FALSE(situation.persons);
    EXPECT_FALSE(situation.capacity_percent);
    EXPECT_FALSE(situation.level);
  }
}

TEST(Situations, WhatIsNotSeenIsTakenToBeAsFullOnTheCautiousSide) {
  const Situation half = Take({Of(0, WholeCount{50, 40, 60}, 50)})[0];
  EXPECT_EQ(half.density_per_m2->expected, 1.0);
  EXPECT_EQ(half.capacity_percent->low, 20);
  EXPECT_EQ(half.capacity_percent->expected, 25);
  EXPECT_EQ(half.capacity_percent->high, 60);
  EXPECT_EQ(half.headroom->low, 80);
}

TEST(Situations, AGroupAddsItsZonesAndItsIntervalIsBetweenBothExtremes) {
  const Situation station =
      Take({Of(0, WholeCount{100, 70, 130}), Of(1, WholeCount{40, 0, 80})})[2];
  EXPECT_EQ(station.persons->expected, 140);
  // Errors with nothing in common would reach 50, those that are the same 70.
  EXPECT_NEAR(station.persons->high, 196.7, 0.1);
  EXPECT_NEAR(station.persons->low, 83.3, 0.1);
  EXPECT_NEAR(station.density_per_m2->expected, 140 / 150.0, 1e-9);
  EXPECT_EQ(station.level, LevelOfService::kD);  // the platform's; the gate has A
  EXPECT_EQ(station.coverage_percent, 100);
}

TEST(Situations, AGroupOfWhichAPartIsBlindIsPartlyCoveredAndNotFuller) {
  const Situation station = Take({Of(0, WholeCount{100, 70, 130}), Of(1, std::nullopt, 0)})[2];
  EXPECT_EQ(station.persons->expected, 100);
  EXPECT_EQ(station.coverage_percent, 66);
  EXPECT_EQ(station.freshness, Freshness::kFresh);
  EXPECT_NEAR(station.capacity_percent->high, 100 * 130 * 1.5 / 300, 1e-9);
}

TEST(Situations, AGroupIsAsOldAsItsOldestZone) {
  const WholeCount count{100, 70, 130};
  const Entry old_west = Of(0, count, 100, Freshness::kStale);
  const Entry old_gate = Of(1, count, 100, Freshness::kStale);
  EXPECT_EQ(Take({old_west, Of(1, count)})[2].freshness, Freshness::kStale);
  EXPECT_EQ(Take({Of(0, count), old_gate})[2].freshness, Freshness::kStale);
}

TEST(Situations, WhyAPlaceIsNotSeenComesFromItsZonesAndIsUnknownInALedger) {
  const std::vector<Entry> entries{Of(0, WholeCount{100, 70, 130}), Of(1, std::nullopt, 0)};
  EXPECT_FALSE(Take(entries)[1].trouble);
  const auto group_with = [&](ZoneTrouble platform, ZoneTrouble gate) {
    const std::vector<ZoneTrouble> troubles{platform, gate};
    const std::vector<Situation> at = Situations(kZones, kGroups).Take(kWindow, entries, troubles);
    EXPECT_EQ(at[0].trouble, platform);
    EXPECT_EQ(at[1].trouble, gate);
    return at[2].trouble;
  };
  EXPECT_EQ(group_with(ZoneTrouble::kNone, ZoneTrouble::kNone), ZoneTrouble::kNone);
  EXPECT_EQ(group_with(ZoneTrouble::kNone, ZoneTrouble::kDark), ZoneTrouble::kDark);
  EXPECT_EQ(group_with(ZoneTrouble::kDark, ZoneTrouble::kDark), ZoneTrouble::kDark);
  EXPECT_EQ(group_with(ZoneTrouble::kLate, ZoneTrouble::kDark), ZoneTrouble::kSeveral);
}

TEST(Situations, APlaceThatFillsSaysWhenItIsFull) {
  Situations situations(kZones, kGroups);
  std::vector<Situation> last;
  for (int i = 0; i < 20; ++i) {  // 20 persons a minute
    const auto persons = static_cast<std::uint16_t>(5 * i);
    const Window window{Instant(0) + seconds(15 * i), Instant(0) + seconds(15 * i + 15)};
    Entry entry = Of(0, WholeCount{persons, persons, persons});
    entry.window = window;
    last = situations.Take(window, std::vector{entry});
  }
  EXPECT_NEAR(last[0].change_per_minute->expected, 20, 1e-6);
  ASSERT_TRUE(last[0].to_full);
  EXPECT_NEAR(*last[0].to_full->expected, 105 / 20.0, 1e-6);
  EXPECT_FALSE(last[1].to_full);  // blind
}

TEST(Situations, AFullestCellIsAPlaceWhoseDensityKnowsNothingOfCoverage) {
  std::vector<ZoneFacts> zones = kZones;
  zones.push_back({.name = "platform, fullest 16 m2",
                   .kind = ZoneKind::kWalkway,
                   .area = SquareMetres(16),
                   .capacity = std::nullopt,
                   .is_fullest = true});
  const std::vector<Entry> entries{Of(0, WholeCount{50, 40, 60}, 50),
                                   Of(2, WholeCount{48, 32, 64}, 50)};
  const std::vector<Situation> at = Situations(zones, kGroups).Take(kWindow, entries);
  ASSERT_EQ(at.size(), 4U);
  EXPECT_EQ(at[2].density_per_m2->low, 2);
  EXPECT_EQ(at[2].density_per_m2->expected, 3);
  EXPECT_EQ(at[2].density_per_m2->high, 4);
  EXPECT_EQ(at[2].coverage_percent, 50);
  EXPECT_FALSE(at[2].capacity_percent);
  EXPECT_EQ(at[0].density_per_m2->expected, 1.0) << "the control: a zone's does";
  EXPECT_EQ(at[3].persons->expected, 50) << "the group";
}

}  // namespace
}  // namespace throng
