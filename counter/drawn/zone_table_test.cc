// The table has one column per zone, and names survive it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/zone_table.h"

#include <gtest/gtest.h>

#include <vector>

namespace throng {
namespace {

Site SiteWith(const std::vector<const char*>& names) {
  Site site;
  for (const char* name : names) {
    site.zones.push_back({.name = name,
                          .kind = ZoneKind::kWalkway,
                          .outline = {},
                          .area = SquareMetres(1),
                          .free_area = SquareMetres(1),
                          .capacity = std::nullopt});
  }
  return site;
}

TEST(ZoneTable, HasAColumnForEachZoneThatWasAskedFor) {
  const Site site = SiteWith({"west", "east", "gate"});
  EXPECT_EQ(ZoneTableHeader(site, std::vector{ZoneIndex(0), ZoneIndex(2)}), "frame,west,gate\n");
  EXPECT_EQ(ZoneTableRow(12, std::vector{4, 0}), "12,4,0\n");
}

TEST(ZoneTable, QuotesNamesWithCommasAndQuotes) {
  const Site site = SiteWith({"hall, north", "the \"pit\""});
  EXPECT_EQ(ZoneTableHeader(site, std::vector{ZoneIndex(0), ZoneIndex(1)}),
            "frame,\"hall, north\",\"the \"\"pit\"\"\"\n");
}

}  // namespace
}  // namespace throng
