// A camera's lens from the site file: its bend, or lines that tell it; and what is wrong with them.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "counter/site/load.h"
#include "counter/site/test_good_site.h"

namespace throng {
namespace {

// Below the line "pose" of "hall", the eighth of the file.
std::string WithLens(const std::string& lines) {
  constexpr const char* kPose = "pose = { height_m = 9.0, tilt_deg = 90.0 }";
  return Spoilt(kPose, std::string(kPose) + "\n" + lines);
}

// As a lens that bends by -0.3 bows a kerb near the lower edge of the picture, and a wall at its
// right edge.
constexpr const char* kLines =
    "straight_lines = [[[87.1, 628.5], [326.9, 662.0], [640.0, 676.3], [953.6, 657.9], [1193.9, "
    "621.1]],\n"
    "[[1162.8, 43.2], [1180.7, 195.5], [1186.3, 360.0], [1177.7, 524.8], [1156.8, 678.0]]]";

TEST(LoadLens, ABendIsTaken) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(WithLens("lens_bend = -0.25"), complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  EXPECT_EQ(AllOf(complaints), "");
  const Calibration& hall = site->cameras[0].calibration;
  EXPECT_EQ(hall.camera.pose().lens_bend, -0.25);
  EXPECT_FALSE(hall.lens);
  // The field of view stays what was written: half of 70.83 degrees, 9 m high, is 6.4 m.
  EXPECT_NEAR(hall.camera.GroundFromImage({1280, 360})->x_m, 6.4, 0.01);
  EXPECT_EQ(site->cameras[1].calibration.camera.pose().lens_bend, 0);
}

TEST(LoadLens, AZoneDrawnInABentPictureHasSidesThatAreStraightOnTheGround) {
  std::vector<Complaint> complaints;
  const Result<Site> straight = ParseSite(kGoodSite, complaints);
  const Result<Site> bent = ParseSite(WithLens("lens_bend = -0.25"), complaints);
  ASSERT_TRUE(straight && bent) << AllOf(complaints);
  EXPECT_EQ(straight->patches[0].views[0].outline.size(), 4U);
  EXPECT_GT(bent->patches[0].views[0].outline.size(), 4U);
  EXPECT_NEAR(bent->patches[0].views[0].outline[0].x_px, 140, 1e-9);
}

TEST(LoadLens, LinesTellIt) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(WithLens(kLines), complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  EXPECT_EQ(AllOf(complaints), "");
  const Calibration& hall = site->cameras[0].calibration;
  ASSERT_TRUE(hall.lens);
  EXPECT_EQ(hall.camera.pose().lens_bend, hall.lens->bend);
  EXPECT_NEAR(hall.lens->bend, -0.3, 0.002);
  EXPECT_LT(hall.lens->rms_px, 0.1);
  EXPECT_GT(hall.lens->rms_straight_px, 10);
}

struct Wrong {
  const char* name;
  std::string lines;
  std::string field;
  std::string text;
};

class LensMistake : public testing::TestWithParam<Wrong> {};

TEST_P(LensMistake, IsReportedOnce) {
  std::vector<Complaint> complaints;
  ASSERT_FALSE(ParseSite(WithLens(GetParam().lines), complaints));
  ASSERT_EQ(complaints.size(), 1U) << AllOf(complaints);
  EXPECT_EQ(complaints[0].line, 9);
  EXPECT_EQ(complaints[0].field, "camera \"hall\", " + GetParam().field);
  EXPECT_NE(complaints[0].text.find(GetParam().text), std::string::npos) << complaints[0].text;
}

INSTANTIATE_TEST_SUITE_P(
    LoadLens, LensMistake,
    testing::Values(
        Wrong{"TooBent", "lens_bend = -0.9", "lens_bend", "-0.75"},
        Wrong{"NoNumber", "lens_bend = \"wide\"", "lens_bend", "number"},
        Wrong{"Both", std::string("lens_bend = -0.2\n") + kLines, "lens_bend", "delete one"},
        Wrong{"NoList", "straight_lines = 3", "straight_lines", "list in square brackets"},
        Wrong{"TwoPoints", "straight_lines = [[[1, 2], [3, 4]]]", "straight_lines[1]",
              "with 3 to 50 points"},
        Wrong{"Outside", "straight_lines = [[[40, 560], [340, 620], [640, 760], [940, 620]]]",
              "straight_lines[1]", "outside the picture"},
        Wrong{"SamePoints", "straight_lines = [[[40, 560], [40, 560], [340, 620]]]",
              "straight_lines", "three different points"},
        Wrong{"ThroughTheMiddle", "straight_lines = [[[100, 360], [640, 360], [1200, 360]]]",
              "straight_lines", "near the picture's edges"},
        Wrong{"NotStraight",
              "straight_lines = [[[228.0, 540.2], [384.8, 583.3], [640.0, 609.3], [895.2, 583.3], "
              "[1052.0, 540.2]], "
              "[[1009.6, 122.4], [1032.4, 233.9], [1041.2, 360.0], [1032.4, 486.1], [1009.6, "
              "597.6]]]",
              "straight_lines", "a fisheye's picture has to be straightened first"}),
    [](const testing::TestParamInfo<Wrong>& wrong) { return std::string(wrong.param.name); });

TEST(LoadLens, LinesThatStayCrookedAreNoted) {
  std::vector<Complaint> complaints;
  std::string lines = kLines;
  lines.replace(lines.rfind("]]]"), 3,
                "]], [[40, 20], [300, 90], [640, 20], [900, 90], [1240, 20]]]");
  const Result<Site> site = ParseSite(WithLens(lines), complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_NE(complaints[0].text.find("px off straight"), std::string::npos) << complaints[0].text;
}

}  // namespace
}  // namespace throng
