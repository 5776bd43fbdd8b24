// A hub is told of zones in the ledger's order, whatever the site file's is.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/edge_site.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throng {
namespace {

using testing::ElementsAre;

Zone ZoneOf(const char* name) {
  return {.name = name,
          .kind = ZoneKind::kQueue,
          .outline = {},
          .area = SquareMetres(100),
          .free_area = SquareMetres(100),
          .capacity = std::nullopt};
}
ZoneFacts FactsOf(const char* name) {
  return {
      .name = name, .kind = ZoneKind::kQueue, .area = SquareMetres(100), .capacity = std::nullopt};
}

// Its zones: north, west, south; west was renamed from "hall" once.
Site SiteNow() {
  Site site{.name = "station", .cameras = {}, .zones = {}, .patches = {}};
  site.zones = {ZoneOf("north"), ZoneOf("west"), ZoneOf("south")};
  site.groups = {{.name = "both",
                  .zones = {ZoneIndex(0), ZoneIndex(1)},
                  .capacity = Persons(9),
                  .capacity_rule = "given"},
                 {.name = "all",
                  .zones = {ZoneIndex(0), ZoneIndex(1), ZoneIndex(2)},
                  .capacity = std::nullopt,
                  .capacity_rule = ""}};
  return site;
}

TEST(EdgeSite, NumbersZonesAsTheLedgerDoesAndWaitsForThoseThatAreNew) {
  const SiteFacts facts = EdgeSite(SiteNow(), {FactsOf("hall"), FactsOf("west"), FactsOf("north")});
  EXPECT_EQ(facts.name, "station");
  ASSERT_EQ(facts.zones.size(), 3U);
  EXPECT_EQ(facts.zones[0].name, "hall") << "what the site file has no more is never dropped";
  ASSERT_EQ(facts.groups.size(), 1U) << "of `all`, south is not in the ledger yet";
  EXPECT_EQ(facts.groups[0].name, "both");
  EXPECT_THAT(facts.groups[0].zones, ElementsAre(ZoneIndex(2), ZoneIndex(1)));
  EXPECT_EQ(facts.groups[0].capacity, Persons(9));

  const SiteFacts later =
      EdgeSite(SiteNow(), {FactsOf("hall"), FactsOf("west"), FactsOf("north"), FactsOf("south")});
  EXPECT_EQ(later.groups.size(), 2U);
  EXPECT_FALSE(AreSame(facts, later));
  EXPECT_TRUE(AreSame(later, later));
}

TEST(EdgeSite, SaysAnewWhatAZoneHas) {
  const SiteFacts before = EdgeSite(SiteNow(), {FactsOf("west")});
  SiteFacts after = before;
  after.zones[0].capacity_rule = "by area";
  EXPECT_FALSE(AreSame(before, after));
}

}  // namespace
}  // namespace throng
