// What is right of a site file is told while other parts of it are wrong.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/site_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "counter/site/test_good_site.h"
#include "counter/site/test_overlaps.h"

namespace throng {
namespace {

bool Always() { return true; }

SiteParts PartsOf(std::string_view text, std::string_view mistake) {
  std::vector<Complaint> complaints;
  SiteParts parts = ParseSiteParts(text, Always, complaints);
  std::vector<Complaint> of_site;
  EXPECT_FALSE(ParseSite(text, of_site)) << "a site with a mistake is no site";
  EXPECT_EQ(AllOf(complaints), AllOf(of_site));
  EXPECT_NE(AllOf(complaints).find(mistake), std::string::npos) << AllOf(complaints);
  return parts;
}

template <class Part>
std::vector<std::string> NamesOf(const std::vector<Part>& parts) {
  std::vector<std::string> names;
  for (const Part& part : parts) names.push_back(part.name);
  return names;
}

using Names = std::vector<std::string>;

// "yard by yard": each patch by its zone and the first camera.
Names SeenBy(const SiteParts& parts) {
  Names seen;
  for (const Patch& patch : parts.patches) {
    seen.push_back(parts.zones.at(patch.zone.value()).name + " by " +
                   parts.cameras.at(patch.views.front().camera.value()).name);
  }
  return seen;
}

std::string WithoutZones(std::string_view text) {
  return std::string(text.substr(0, text.find("[[zone]]")));
}

TEST(SiteParts, OfAGoodFileAreTheSites) {
  for (const std::string_view text : {kGoodSite, kPlatform, kHall}) {
    std::vector<Complaint> complaints;
    const SiteParts parts = ParseSiteParts(text, Always, complaints);
    std::vector<Complaint> of_site;
    const Result<Site> site = ParseSite(text, of_site);
    ASSERT_TRUE(site);
    EXPECT_EQ(AllOf(complaints), AllOf(of_site));
    EXPECT_EQ(NamesOf(parts.cameras), NamesOf(site->cameras));
    EXPECT_EQ(NamesOf(parts.zones), NamesOf(site->zones));
    ASSERT_EQ(parts.patches.size(), site->patches.size());
    for (std::size_t i = 0; i < parts.patches.size(); ++i) {
      EXPECT_EQ(parts.patches[i].zone, site->patches[i].zone);
      EXPECT_EQ(parts.patches[i].area, site->patches[i].area);
      EXPECT_EQ(parts.patches[i].views.size(), site->patches[i].views.size());
    }
  }
}

TEST(SiteParts, CamerasAreThereBeforeAnyZoneIsDrawn) {
  const SiteParts parts = PartsOf(WithoutZones(kGoodSite), "the file has no zone");
  EXPECT_EQ(NamesOf(parts.cameras), (Names{"hall", "yard", "door"}));
  EXPECT_NEAR(parts.cameras[1].calibration.camera.HeightAboveGround().value(), 6, 0.1);
  EXPECT_EQ(parts.cameras[1].calibration.residuals.size(), 6U);
  EXPECT_TRUE(parts.zones.empty());
  EXPECT_TRUE(parts.patches.empty());
}

TEST(SiteParts, ABadCameraTakesOnlyItsOwnZonesAway) {
  const SiteParts parts =
      PartsOf(Spoilt("{ image = [505.6, 306.0], metres = [-2, 12] }", "7"), "ground_marks[3]");
  EXPECT_EQ(NamesOf(parts.cameras), (Names{"hall", "door"}));
  EXPECT_EQ(NamesOf(parts.zones), (Names{"west", "east", "door"}));
  EXPECT_EQ(SeenBy(parts), (Names{"west by hall", "east by hall", "door by door"}));
}

TEST(SiteParts, ABadZoneIsMissingAlone) {
  for (const auto& [from, to, mistake] :
       {std::array{"kind = \"queue\"", "kind = \"square\"", "the kind \"square\" is unknown"},
        std::array{"image = [[140, 160], [640, 160], [640, 560], [140, 560]]", "",
                   "the zone has no outline"},
        std::array{"[640, 560], [140, 560]]", "[640, 760], [140, 560]]", "outside the picture"}}) {
    const SiteParts parts = PartsOf(Spoilt(from, to), mistake);
    EXPECT_EQ(parts.cameras.size(), 3U);
    EXPECT_EQ(SeenBy(parts), (Names{"east by hall", "yard by yard", "door by door"})) << mistake;
  }
}

TEST(SiteParts, AWrongWordElsewhereTakesNothingAway) {
  const SiteParts parts = PartsOf(Spoilt("capacity = 12", "capacity = -1"), "capacity");
  EXPECT_EQ(parts.zones.size(), 4U);
  EXPECT_FALSE(parts.zones[0].capacity);
  EXPECT_EQ(PartsOf(Spoilt("[site]", "[sight]"), "the site has no name").patches.size(), 4U);
  EXPECT_EQ(PartsOf(Spoilt("source = \"hall.avi\"", ""), "source").patches.size(), 4U);
  EXPECT_EQ(PartsOf(Spoilt("name = \"west\"", ""), "name").patches.size(), 4U);
}

TEST(SiteParts, FullestCellsComeAfterTheZonesThatAreRight) {
  const std::string text = Spoilt("kind = \"queue\"", "kind = 7\ncell_m2 = 9") + "cell_m2 = 9\n";
  const SiteParts parts = PartsOf(text, "kind");
  ASSERT_EQ(NamesOf(parts.zones), (Names{"east", "yard", "door", "door, fullest 9 m2"}));
  EXPECT_EQ(parts.zones[3].fullest_of, ZoneIndex(2));
  EXPECT_EQ(parts.patches.back().zone, ZoneIndex(3));
  EXPECT_EQ(CoverageOf(parts.zones, parts.patches, ZoneIndex(3)),
            CoverageOf(parts.zones, parts.patches, ZoneIndex(2)));
}

TEST(SiteParts, WhoseMetresACameraHasIsTold) {
  std::vector<Complaint> complaints;
  const SiteParts parts = ParseSiteParts(kGoodSite, Always, complaints);
  EXPECT_TRUE(parts.cameras[0].has_own_metres) << "a pose without a place";
  EXPECT_FALSE(parts.cameras[1].has_own_metres) << "marks on the ground";
  EXPECT_TRUE(parts.cameras[2].has_own_metres) << "people's heights";
  EXPECT_FALSE(ParseSiteParts(kPlatform, Always, complaints).cameras[0].has_own_metres);
}

TEST(SiteParts, TextThatIsNoTomlHasNone) {
  const SiteParts parts = PartsOf(std::string(kGoodSite) + "name = \"", "this cannot be read");
  EXPECT_TRUE(parts.cameras.empty());
}

// Stops when it has been asked so many times.
struct After {
  int left;
  bool operator()() { return left-- > 0; }
};

TEST(SiteParts, WhoStopsIsToldSoAndHasWhatWasLookedAt) {
  std::vector<Complaint> all;
  int asked = 0;
  ParseSiteParts(
      kGoodSite,
      [&asked] {
        ++asked;
        return true;
      },
      all);
  EXPECT_TRUE(all.empty());
  EXPECT_GT(asked, 7) << "each camera and each zone is a step";
  for (int steps = 0; steps < asked; ++steps) {
    std::vector<Complaint> complaints;
    const SiteParts parts = ParseSiteParts(kGoodSite, After{steps}, complaints);
    EXPECT_EQ(parts.cameras.size(), static_cast<std::size_t>(std::min(steps, 3)));
    ASSERT_EQ(complaints.size(), 1U) << AllOf(complaints);
    EXPECT_EQ(complaints[0].weight, Complaint::Weight::kMistake);
    EXPECT_NE(complaints[0].text.find("takes too long"), std::string::npos);
  }
}

}  // namespace
}  // namespace throng
