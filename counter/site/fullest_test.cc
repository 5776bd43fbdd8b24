// A zone with cells brings a second zone, for its fullest cell; each mistake with its cure.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/fullest.h"

#include <gtest/gtest.h>

#include "counter/site/test_good_site.h"
#include "counter/site/test_overlaps.h"

namespace throng {
namespace {

constexpr std::string_view kEast = "metres = [[0, -2], [5, -2], [5, 2], [0, 2]]";  // 20 m2
constexpr std::string_view kYard = "metres = [[-2, 6], [2, 6], [2, 12], [-2, 12]]";

// Zone "west" (5 m x 4 m, camera "hall") has cells of so many square metres.
std::string WestWith(std::string_view cell_m2, std::string_view rest = "") {
  return Spoilt("capacity = 12", "capacity = 12\ncell_m2 = " + std::string(cell_m2)) +
         std::string(rest);
}

Result<Site> Good(const std::string& text) {
  std::vector<Complaint> complaints;
  Result<Site> site = ParseSite(text, complaints);
  EXPECT_TRUE(site && complaints.empty()) << AllOf(complaints);
  return site;
}

void ExpectMistake(const std::string& text, std::string_view field, std::string_view cure) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseSite(text, complaints)) << field;
  std::erase_if(complaints, [](const Complaint& complaint) {
    return complaint.weight != Complaint::Weight::kMistake;
  });
  ASSERT_EQ(complaints.size(), 1U) << AllOf(complaints);
  EXPECT_EQ(complaints[0].field, field);
  EXPECT_NE(complaints[0].text.find(cure), std::string::npos) << complaints[0].text;
}

TEST(Fullest, IsAZoneOfItsOwnAfterAllOthers) {
  const Result<Site> site = Good(WestWith("9.5"));
  ASSERT_TRUE(site);
  ASSERT_EQ(site->zones.size(), 5U);
  const Zone& west = site->zones[0];
  const Zone& fullest = site->zones[4];
  EXPECT_FALSE(west.fullest_of);
  EXPECT_EQ(fullest.name, "west, fullest 9.5 m2");
  EXPECT_EQ(fullest.fullest_of, ZoneIndex(0));
  EXPECT_EQ(fullest.kind, ZoneKind::kQueue);
  EXPECT_EQ(fullest.area, SquareMetres(9.5));
  EXPECT_EQ(fullest.free_area, SquareMetres(9.5));
  EXPECT_FALSE(fullest.capacity);
  EXPECT_EQ(west.capacity, Persons(12));
  EXPECT_EQ(GroundOf(*site, ZoneIndex(4)), west.area);
  EXPECT_EQ(CoverageOf(*site, ZoneIndex(4)), CoverageOf(*site, ZoneIndex(0)));
}

TEST(Fullest, HasThePatchesOfItsZoneAgainInTheSameTally) {
  const Result<Site> site = Good(WestWith("9.5"));
  ASSERT_TRUE(site);
  ASSERT_EQ(site->patches.size(), 5U);
  EXPECT_EQ(site->patches[4].zone, ZoneIndex(4));
  EXPECT_EQ(site->patches[4].area, site->patches[0].area);
  EXPECT_EQ(site->patches[4].views[0].outline, site->patches[0].views[0].outline);
  const std::vector<ViewPlace> views = ViewsOf(*site, CameraIndex(0));
  ASSERT_EQ(views.size(), 3U) << "west, east, and the fullest of west";
  EXPECT_EQ(views[2].patch, 4U);
}

TEST(Fullest, WithoutCellsThereIsNone) {
  const Result<Site> site = Good(std::string(kGoodSite));
  ASSERT_TRUE(site);
  EXPECT_EQ(site->zones.size(), 4U);
  for (const Zone& zone : site->zones) EXPECT_FALSE(zone.fullest_of);
}

TEST(Fullest, CellsHave9To25SquareMetresAndAZoneHasRoomForTwo) {
  ExpectMistake(WestWith("8.9"), "zone \"west\", cell_m2", "from 9 to 25");
  ExpectMistake(WestWith("25.1"), "zone \"west\", cell_m2", "from 9 to 25");
  ExpectMistake(WestWith("\"large\""), "zone \"west\", cell_m2", "a number");
  ExpectMistake(WestWith("10.1"), "zone \"west\", cell_m2", "less than two cells");
}

TEST(Fullest, ItsNameIsTakenAndNotTooLong) {
  ExpectMistake(Spoilt("name = \"east\"", "name = \"east, fullest 16 m2\""),
                "zone \"east, fullest 16 m2\", name", "choose another");
  std::string text = WestWith("9.5");
  const std::string name(50, 'w');
  text.replace(text.find("\"west\""), 6, "\"" + name + "\"");
  ExpectMistake(text, "zone \"" + name + "\", name", "longer than 64 bytes");
}

TEST(Fullest, NamesOfItsFormAreKnown) {
  for (const char* const name :
       {"a, fullest 9 m2", "a, fullest 12.5 m2", "a, fullest b, fullest 9 m2"}) {
    EXPECT_TRUE(IsFullestName(name)) << name;
  }
  for (const char* const name : {"", "a", ", fullest 9 m2", "a, fullest  m2", "a, fullest 9 m",
                                 "a, fullest x m2", "a, fullest 9x m2", "a, fullest m2"}) {
    EXPECT_FALSE(IsFullestName(name)) << name;
  }
  EXPECT_EQ(FullestName("a", SquareMetres(12.5)), "a, fullest 12.5 m2");
}

constexpr std::string_view kGroup = "\n[[group]]\nname = \"all\"\nzones = [\"west\"";

TEST(Fullest, IsInNoGroup) {
  EXPECT_TRUE(Good(WestWith("9.5", std::string(kGroup) + "]\n")));
  ExpectMistake(WestWith("9.5", std::string(kGroup) + ", \"west, fullest 9.5 m2\"]\n"),
                "group \"all\", zones[2]", "a group is the sum of its zones");
}

std::string WithRule(std::string_view on) {
  return WestWith("9.5",
                  "\n[[alarm]]\nname = \"full\"\nplaces = [\"west, fullest 9.5 m2\"]\nbusy = 2\n"
                  "stay_s = 15\non = \"" +
                      std::string(on) + "\"\n");
}

TEST(Fullest, RulesCanNameItButItHasNoCapacity) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(WithRule("density"), complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  EXPECT_EQ(site->alarms[0].places, std::vector<std::string>{"west, fullest 9.5 m2"});
  ExpectMistake(WithRule("capacity_percent"), "alarm \"full\", places[1]", "has no capacity");
}

std::string FourZonesOfHall(std::string_view cell_m2) {
  std::string text = WestWith(cell_m2);
  const std::string more =
      "\n[[zone]]\nname = \"n\"\nkind = \"walkway\"\ncamera = \"hall\"\n"
      "metres = [[0, 2], [5, 2], [5, 3], [0, 3]]\n"
      "\n[[zone]]\nname = \"s\"\nkind = \"walkway\"\ncamera = \"hall\"\n"
      "metres = [[0, -3], [5, -3], [5, -2], [0, -2]]\n";
  return text + more;
}

TEST(Fullest, CostsItsCamerasASecondPlaceInTheirTallies) {
  std::string without = FourZonesOfHall("9.5");
  without.erase(without.find("cell_m2 = 9.5"), 13);
  EXPECT_TRUE(Good(without)) << "four places of four";
  ExpectMistake(FourZonesOfHall("9.5"), "camera \"hall\"",
                "this camera has 5 zones (a zone that the picture cuts into pieces, or another "
                "camera's, counts as several, and one with cell_m2 twice)");
}

// A platform that two cameras see: three parts of it, of which each camera tells two, twice.
TEST(Fullest, OverlapsAreGivenUpWhereTheyFitNoMore) {
  std::string text(kPlatform);
  const std::string_view kBoth = R"(cameras = ["west", "east"])";
  text.replace(text.find(kBoth), kBoth.size(), std::string(kBoth) + "\ncell_m2 = 16");
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(text, complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  for (std::uint16_t camera = 0; camera < 2; ++camera) {
    EXPECT_LE(ViewsOf(*site, CameraIndex(camera)).size(), 4U);
  }
}

}  // namespace
}  // namespace throng
