// Outlines of the zones whose metres are one place's, and nothing that only looks like a plan.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/plan.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "counter/site/test_good_site.h"
#include "counter/site/test_live_site.h"
#include "counter/site/test_overlaps.h"

namespace throng {
namespace {

using nlohmann::json;

Site Parsed(std::string_view text) {
  std::vector<Complaint> complaints;
  Result<Site> site = ParseSite(text, complaints);
  EXPECT_TRUE(site) << AllOf(complaints);
  return *std::move(site);
}

TEST(Plan, HasEachZonesCornersInMetres) {
  const auto plan = PlanOf(Parsed(kPlatform), std::nullopt);
  ASSERT_TRUE(plan);
  EXPECT_EQ(json::parse(*plan), json::parse(R"({"zones": [
      {"name": "left", "outline": [[3.2, 0.5], [9, 0.5], [9, 5.5], [3.2, 5.5]]},
      {"name": "middle", "outline": [[9, 0.5], [17.5, 0.5], [17.5, 5.5], [9, 5.5]]},
      {"name": "right", "outline": [[17.5, 0.5], [21, 0.5], [21, 5.5], [17.5, 5.5]]}]})"));
}

TEST(Plan, HasTheSitesTimeZoneAndADrawing) {
  std::string text(kHall);
  text.insert(text.find("\n[[camera]]"), "\ntime_zone = \"Europe/Paris\"");
  const PlanImage image{
      .url = "api/v1/plan-image?site=Hall", .left_m = -2, .bottom_m = 0, .right_m = 16, .top_m = 9};
  const json plan = json::parse(*PlanOf(Parsed(text), image));
  EXPECT_EQ(plan["timeZone"], "Europe/Paris");
  EXPECT_EQ(plan["image"], json::parse(R"({"url": "api/v1/plan-image?site=Hall",
      "left": -2, "bottom": 0, "right": 16, "top": 9})"));
  EXPECT_EQ(plan["zones"].size(), 1U);
}

TEST(Plan, HasNoFullestCells) {
  std::string text(kHall);
  text += "cell_m2 = 16\n";
  const Site site = Parsed(text);
  ASSERT_EQ(site.zones.size(), 2U);
  const json plan = json::parse(*PlanOf(site, std::nullopt));
  ASSERT_EQ(plan["zones"].size(), 1U);
  EXPECT_EQ(plan["zones"][0]["name"], "hall");
}

TEST(Plan, LeavesOutZonesInMetresThatBeginBelowTheirCamera) {
  // "hall" and "door" have metres of their own, "yard" has the site's.
  const json plan = json::parse(*PlanOf(Parsed(kGoodSite), std::nullopt));
  ASSERT_EQ(plan["zones"].size(), 1U);
  EXPECT_EQ(plan["zones"][0]["name"], "yard");
}

TEST(Plan, OfOneCameraAloneIsInItsOwnMetres) {
  std::string text(kGoodSite);
  text.erase(text.rfind("[[zone]]"));
  text.erase(text.rfind("[[zone]]"));
  const json plan = json::parse(*PlanOf(Parsed(text), std::nullopt));
  ASSERT_EQ(plan["zones"].size(), 2U);
  EXPECT_EQ(plan["zones"][1]["outline"], json::parse("[[0, -2], [5, -2], [5, 2], [0, 2]]"));
}

TEST(Plan, OfSeveralCamerasThatEachHaveTheirOwnThereIsNone) {
  std::string text(kGoodSite);
  const std::size_t yard = text.find("name = \"yard\"\nkind");
  const std::size_t from = text.rfind("[[zone]]", yard);
  text.erase(from, text.find("[[zone]]", yard) - from);
  EXPECT_FALSE(PlanOf(Parsed(text), std::nullopt));
}

}  // namespace
}  // namespace throng
