// Zones of several cameras: each point of the ground belongs to one patch, by all who see it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "counter/site/load.h"
#include "counter/site/polygon.h"
#include "counter/site/test_good_site.h"
#include "counter/site/test_overlaps.h"

namespace throng {
namespace {

constexpr std::string_view kMiddle = "[[9, 0.5], [17.5, 0.5], [17.5, 5.5], [9, 5.5]]";

Site SiteOf(const std::string& text, std::size_t notes = 0) {
  std::vector<Complaint> complaints;
  Result<Site> site = ParseSite(text, complaints);
  EXPECT_TRUE(site) << AllOf(complaints);
  EXPECT_EQ(complaints.size(), notes) << AllOf(complaints);
  return *std::move(site);
}

const Camera& CameraOf(const Site& site, CameraIndex camera) {
  return site.cameras[camera.value()].calibration.camera;
}

bool Shows(const Camera& camera, GroundPoint at, Metres height) {
  const Result<ImagePoint> seen = camera.ImageFromGround(at, height);
  const ImageSize size = camera.pose().picture;
  return seen && seen->x_px >= 0 && seen->y_px >= 0 && seen->x_px <= size.width_px &&
         seen->y_px <= size.height_px;
}

// How many cameras show all of a person; if none does, how many show his feet.
std::size_t SeersOf(const Site& site, GroundPoint at) {
  std::size_t whole = 0;
  std::size_t feet = 0;
  for (const SiteCamera& camera : site.cameras) {
    const bool shows_feet = Shows(camera.calibration.camera, at, Metres(0));
    feet += shows_feet ? 1 : 0;
    whole += shows_feet && Shows(camera.calibration.camera, at, kPersonHeight) ? 1 : 0;
  }
  return whole > 0 ? whole : feet;
}

bool IsIn(const Site& site, const PatchView& view, GroundPoint at) {
  const Result<ImagePoint> seen = CameraOf(site, view.camera).ImageFromGround(at);
  return seen && Contains(view.outline, *seen);
}

// Borders are rounded to the millimetre, so of hundreds of points some may lie beside theirs.
constexpr int kOnBorders = 2;

// What some points of a zone belong to.
struct Sample {
  int points = 0;
  int seen = 0;         // by at least one camera of the site
  int in_no_patch = 0;  // though seen
  int in_several = 0;
  int views_differ = 0;      // some view of the patch has the point, another has not
  int overlap_given_up = 0;  // a camera sees it, but has no view of its patch
};

Sample SampleOf(const Site& site, const Zone& zone) {
  Sample sample;
  for (int column = 0; column < 135; ++column) {
    for (int row = 0; row < 83; ++row) {
      const GroundPoint at{-4.013 + 0.1937 * column, -4.017 + 0.1931 * row};
      if (!Contains(zone.outline, at)) continue;
      ++sample.points;
      const std::size_t seers = SeersOf(site, at);
      sample.seen += seers > 0 ? 1 : 0;
      int holding = 0;
      for (const Patch& patch : site.patches) {
        const auto views = static_cast<std::size_t>(std::ranges::count_if(
            patch.views, [&](const PatchView& view) { return IsIn(site, view, at); }));
        if (views == 0) continue;
        ++holding;
        sample.views_differ += views != patch.views.size() ? 1 : 0;
        sample.overlap_given_up += views < seers ? 1 : 0;
      }
      sample.in_no_patch += seers > 0 && holding == 0 ? 1 : 0;
      sample.in_several += holding > 1 ? 1 : 0;
    }
  }
  return sample;
}

std::vector<double> AreasBySeers(const Site& site, ZoneIndex zone) {
  std::vector<double> areas(site.cameras.size() + 1);
  for (const Patch& patch : site.patches) {
    if (patch.zone == zone) areas[patch.views.size()] += patch.area.value();
  }
  return areas;
}

TEST(Split, OfTwoCamerasSharesWhatBothSee) {
  const Site site = SiteOf(std::string(kPlatform));
  const std::vector<double> areas = AreasBySeers(site, ZoneIndex(1));
  EXPECT_NEAR(areas[1], 13.8, 0.1) << "1.35 m and 1.41 m of 5 m";
  EXPECT_NEAR(areas[2], 28.7, 0.1);
  EXPECT_NEAR(areas[1] + areas[2], 42.5, 0.01);
  EXPECT_NEAR(CoverageOf(site, ZoneIndex(1)), 1, 0.001);
  for (std::uint16_t camera = 0; camera < 2; ++camera) {
    EXPECT_EQ(ViewsOf(site, CameraIndex(camera)).size(), 3U) << "left or right, alone, together";
  }
}

TEST(Split, EachPointBelongsToOnePatchByAllWhoSeeIt) {
  for (const std::string_view text : {kPlatform, kHall}) {
    const Site site = SiteOf(std::string(text));
    for (std::size_t i = 0; i < site.zones.size(); ++i) {
      const Sample sample = SampleOf(site, site.zones[i]);
      EXPECT_GT(sample.points, 400);
      EXPECT_LE(sample.in_no_patch, kOnBorders) << site.zones[i].name;
      EXPECT_LE(sample.in_several, kOnBorders) << site.zones[i].name;
      EXPECT_LE(sample.views_differ, kOnBorders) << site.zones[i].name;
      EXPECT_LE(sample.overlap_given_up, kOnBorders) << site.zones[i].name;
      const double seen = static_cast<double>(sample.seen) / sample.points;
      EXPECT_NEAR(CoverageOf(site, ZoneIndex(static_cast<std::uint16_t>(i))), seen, 0.01);
    }
  }
}

TEST(Split, OfThreeCamerasHasPartsOfOneOfTwoAndOfThree) {
  const Site site = SiteOf(std::string(kHall));
  const std::vector<double> areas = AreasBySeers(site, ZoneIndex(0));
  for (std::size_t seers = 1; seers <= 3; ++seers) EXPECT_GT(areas[seers], 9) << seers;
  EXPECT_NEAR(areas[1] + areas[2] + areas[3], 162, 0.5);
  for (std::uint16_t camera = 0; camera < 3; ++camera) {
    EXPECT_LE(ViewsOf(site, CameraIndex(camera)).size(), 4U);
  }
}

TEST(Split, TheBestViewHasMostPixelsForEachSquareMetre) {
  const Site site = SiteOf(std::string(kHall));
  for (const Patch& patch : site.patches) {
    for (std::size_t i = 1; i < patch.views.size(); ++i) {
      EXPECT_GE(AreaPx2Of(patch.views[i - 1].outline), AreaPx2Of(patch.views[i].outline));
    }
  }
  // Only the west end of the platform's middle, which west sees better.
  std::string text(kPlatform);
  text.replace(text.find(kMiddle), kMiddle.size(),
               "[[9, 0.5], [11.5, 0.5], [11.5, 5.5], [9, 5.5]]");
  const Site west_end = SiteOf(text);
  const auto shared = std::ranges::find_if(
      west_end.patches, [](const Patch& patch) { return patch.views.size() == 2; });
  ASSERT_NE(shared, west_end.patches.end());
  EXPECT_EQ(shared->views[0].camera, CameraIndex(0));
}

TEST(Split, ASliverOfAnOverlapGoesToTheBetterView) {
  // East sees all of a person from x = 10.35 on: 0.05 m of the zone, 0.25 m2.
  std::string text(kPlatform);
  text.replace(text.find(kMiddle), kMiddle.size(),
               "[[9, 0.5], [10.4, 0.5], [10.4, 5.5], [9, 5.5]]");
  const Site site = SiteOf(text);
  EXPECT_EQ(AreasBySeers(site, ZoneIndex(1))[2], 0);
  EXPECT_NEAR(AreasBySeers(site, ZoneIndex(1))[1], 7, 0.01);
}

// Two zones before the feet of camera two, which has four parts of the hall already.
const std::string kTwoDesks =
    "[[zone]]\nname = \"desk\"\nkind = \"queue\"\ncamera = \"two\"\n"
    "metres = [[6, -1], [8, -1], [8, -0.1], [6, -0.1]]\n"
    "[[zone]]\nname = \"door\"\nkind = \"queue\"\ncamera = \"two\"\n"
    "metres = [[8.1, -1], [9, -1], [9, -0.1], [8.1, -0.1]]\n";

TEST(Split, WhatACameraHasTooMuchIsLeftToTheOthersTheSmallestFirst) {
  const Site before = SiteOf(std::string(kHall));
  const std::string text = std::string(kHall) + kTwoDesks;
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(text, complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  ASSERT_FALSE(complaints.empty());
  for (const Complaint& complaint : complaints) {
    EXPECT_EQ(complaint.weight, Complaint::Weight::kNote);
    EXPECT_EQ(complaint.field, "zone \"hall\", metres");
    EXPECT_NE(complaint.text.find(" m2 of this zone are counted by \""), std::string::npos);
    EXPECT_NE(complaint.text.find("camera \"two\" can count in 4 parts"), std::string::npos);
  }
  EXPECT_EQ(ViewsOf(*site, CameraIndex(1)).size(), 4U);
  EXPECT_NEAR(CoverageOf(*site, ZoneIndex(0)), CoverageOf(before, ZoneIndex(0)), 1e-6)
      << "all that is seen is still counted";
  const Sample sample = SampleOf(*site, site->zones[0]);
  EXPECT_LE(sample.in_no_patch, kOnBorders);
  EXPECT_LE(sample.in_several, kOnBorders);
  EXPECT_GT(sample.overlap_given_up, 20);
  std::vector<Complaint> again;
  const Result<Site> same = ParseSite(text, again);
  EXPECT_EQ(AllOf(again), AllOf(complaints));
}

TEST(Split, WhatDoesNotFitEvenWithoutOverlapsIsAMistake) {
  std::ostringstream text;
  text << kHall;
  for (int i = 0; i < 5; ++i) {
    const double left = 5.1 + i;
    const double right = 5.9 + i;
    text << "[[zone]]\nname = \"desk" << i << "\"\nkind = \"queue\"\ncamera = \"two\"\nmetres = [["
         << left << ", -1], [" << right << ", -1], [" << right << ", -0.1], [" << left
         << ", -0.1]]\n";
  }
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseSite(text.str(), complaints));
  const auto mistake =
      std::ranges::find(complaints, Complaint::Weight::kMistake, &Complaint::weight);
  ASSERT_NE(mistake, complaints.end());
  EXPECT_EQ(mistake->field, "camera \"two\"");
  EXPECT_NE(mistake->text.find("a second time under another name"), std::string::npos);
}

// Camera two looks straight down into the middle of what one sees: what one sees alone has a hole.
TEST(Split, AViewInsideAnotherLeavesSimplePieces) {
  const Site site = SiteOf(R"([site]
name = "Yard"
[[camera]]
name = "one"
source = "one.avi"
picture = [640, 480]
field_of_view_deg = 70.0
pose = { height_m = 8.0, tilt_deg = 40.0, at = [0, -4], heading_deg = 0 }
[[camera]]
name = "two"
source = "two.avi"
picture = [640, 480]
field_of_view_deg = 60.0
pose = { height_m = 4.0, tilt_deg = 90.0, at = [0, 8], heading_deg = 0 }
[[zone]]
name = "yard"
kind = "walkway"
cameras = ["one", "two"]
metres = [[-5, 3], [5, 3], [5, 12], [-5, 12]]
)");
  EXPECT_EQ(site.patches.size(), 3U) << "two halves around the hole, and what both see";
  for (const Patch& patch : site.patches) {
    for (const PatchView& view : patch.views) EXPECT_EQ(FindCrossing(view.outline), std::nullopt);
  }
  const Sample sample = SampleOf(site, site.zones[0]);
  EXPECT_LE(sample.in_no_patch + sample.in_several + sample.views_differ, kOnBorders);
}

}  // namespace
}  // namespace throng
