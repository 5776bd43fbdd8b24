// A good site file becomes a site; several mistakes are reported in one pass.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/load.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "counter/site/polygon.h"
#include "counter/site/test_good_site.h"

namespace throng {
namespace {

TEST(LoadSite, AGoodFileIsASiteWithoutAWord) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(kGoodSite, complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  EXPECT_EQ(AllOf(complaints), "");
  EXPECT_EQ(site->name, "Station");
  ASSERT_EQ(site->cameras.size(), 3U);
  EXPECT_EQ(site->cameras[0].source, "hall.avi");
  EXPECT_NEAR(site->cameras[1].calibration.camera.HeightAboveGround().value(), 6, 0.1);
  EXPECT_NEAR(site->cameras[1].calibration.camera.TiltDegrees(), 30, 0.5);
  EXPECT_EQ(site->cameras[1].calibration.residuals.size(), 6U);
  EXPECT_EQ(site->cameras[2].calibration.residuals.size(), 2U);
  ASSERT_EQ(site->zones.size(), 4U);
  EXPECT_EQ(site->zones[0].kind, ZoneKind::kQueue);
  EXPECT_EQ(site->zones[2].kind, ZoneKind::kStair);
  EXPECT_NEAR(site->zones[0].area.value(), 20, 0.02);
  EXPECT_EQ(site->zones[0].capacity, Persons(12));
  EXPECT_EQ(site->zones[1].capacity, std::nullopt);
  EXPECT_EQ(site->zones[1].area.value(), 20);
  ASSERT_EQ(site->patches.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(site->patches[i].zone.value(), i);
  EXPECT_EQ(site->patches[1].views[0].camera, CameraIndex(0));
  EXPECT_EQ(site->patches[3].views[0].camera, CameraIndex(2));
  EXPECT_EQ(CoverageOf(*site, ZoneIndex(1)), 1);
}

TEST(LoadSite, AZoneInMetresAppearsInThePictureWhereItIs) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(kGoodSite, complaints);
  ASSERT_TRUE(site);
  const ImagePolygon& east = site->patches[1].views[0].outline;
  EXPECT_TRUE(Contains(east, {641, 200}));
  EXPECT_TRUE(Contains(east, {1139, 559}));
  EXPECT_FALSE(Contains(east, {639, 300}));
  EXPECT_FALSE(Contains(east, {900, 562}));
}

TEST(LoadSite, AZonePartlyOutsideThePictureIsCoveredInPart) {
  std::vector<Complaint> complaints;
  // The picture ends at x = 6.4 m: 6.4 of 10 m are seen.
  const Result<Site> site = ParseSite(Spoilt("[5, -2], [5, 2]", "[10, -2], [10, 2]"), complaints);
  ASSERT_TRUE(site);
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_EQ(Format(complaints[0], "site.toml"),
            "site.toml:45: note: zone \"east\", metres: the camera sees only 64 % of this zone; "
            "people in the rest are not counted");
  EXPECT_NEAR(CoverageOf(*site, ZoneIndex(1)), 0.64, 0.001);
  EXPECT_NEAR(site->patches[1].area.value(), 25.6, 0.02);
  EXPECT_NEAR(site->zones[1].area.value(), 40, 1e-9);
}

TEST(LoadSite, AZoneThatThePictureCutsInTwoHasTwoPatches) {
  std::vector<Complaint> complaints;
  // A bracket whose back lies to the right of the picture.
  const Result<Site> site =
      ParseSite(Spoilt("[[0, -2], [5, -2], [5, 2], [0, 2]]",
                       "[[5, -2], [8, -2], [8, 2], [5, 2], [5, 1], [7, 1], [7, -1], [5, -1]]"),
                complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  ASSERT_EQ(site->patches.size(), 5U);
  EXPECT_EQ(site->patches[1].zone, ZoneIndex(1));
  EXPECT_EQ(site->patches[2].zone, ZoneIndex(1));
  EXPECT_NEAR(site->patches[1].area.value(), 1.4, 0.01);
  EXPECT_NEAR(CoverageOf(*site, ZoneIndex(1)), 0.35, 0.001);  // 2.8 of 8 m2
}

TEST(LoadSite, AZoneUpToTheHorizonAndBehindTheCameraIsCutSafely) {
  std::vector<Complaint> complaints;
  const Result<Site> site =
      ParseSite(Spoilt("[[-2, 6], [2, 6], [2, 12], [-2, 12]]",
                       "[[-900, -900], [900, -900], [900, 900], [-900, 900]]"),
                complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  ASSERT_EQ(site->patches.size(), 4U);
  for (const ImagePoint& corner : site->patches[2].views[0].outline) {
    EXPECT_TRUE(corner.x_px >= 0 && corner.x_px <= 1280 && corner.y_px >= 0 && corner.y_px <= 720);
  }
  EXPECT_TRUE(Contains(site->patches[2].views[0].outline, {640, 700}));
}

TEST(LoadSite, AllMistakesAreReportedInOnePassInTheOrderOfTheirLines) {
  std::string text = Spoilt("kind = \"queue\"", "kind = \"lift\"");
  text.replace(text.find("capacity = 12"), 13, "capacity = 0\ncapasity = 3");
  text.replace(text.find("name = \"Station\""), 16, "name = \"=Station\"");
  std::vector<Complaint> complaints{{Complaint::Weight::kMistake, 9, "earlier", "kept"}};
  const Result<Site> site = ParseSite(text, complaints);
  EXPECT_EQ(site.error(), Fault::kSiteMistakes);
  ASSERT_EQ(complaints.size(), 5U);
  EXPECT_EQ(complaints[0].field, "earlier");
  EXPECT_EQ(complaints[1].line, 2);
  EXPECT_EQ(complaints[2].line, 36);
  EXPECT_EQ(complaints[3].line, 39);
  EXPECT_EQ(complaints[4].line, 40);
}

TEST(LoadSite, ANoteStopsNothing) {
  std::vector<Complaint> complaints;
  const std::string text = std::string(kGoodSite) +
                           "[[camera]]\nname = \"spare\"\nsource = \"s.avi\"\n"
                           "picture = [640, 480]\nfield_of_view_deg = 60\n"
                           "pose = { height_m = 4, tilt_deg = 20 }\n";
  const Result<Site> site = ParseSite(text, complaints);
  EXPECT_TRUE(site);
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_EQ(complaints[0].weight, Complaint::Weight::kNote);
  EXPECT_EQ(complaints[0].line, 58);
  EXPECT_EQ(complaints[0].field, "camera \"spare\"");
}

TEST(LoadSite, ComplaintsLookLikeThoseOfCompilers) {
  EXPECT_EQ(Format({Complaint::Weight::kMistake, 7, "zone \"west\"", "bad"}, "a.toml"),
            "a.toml:7: zone \"west\": bad");
  EXPECT_EQ(Format({Complaint::Weight::kNote, 0, "", "good"}, "a.toml"), "a.toml: note: good");
}

// An empty folder of its own, removed at the end.
class LoadSiteFile : public testing::Test {
 protected:
  LoadSiteFile() {
    std::string pattern = testing::TempDir() + "/throng-load-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~LoadSiteFile() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path Write(std::string_view text) {
    const std::filesystem::path file = folder_ / "site.toml";
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

  std::filesystem::path folder_;
  std::vector<Complaint> complaints_;
};

TEST_F(LoadSiteFile, IsReadFromDisk) {
  const Result<Site> site = LoadSite(Write(kGoodSite), complaints_);
  ASSERT_TRUE(site);
  EXPECT_EQ(site->zones.size(), 4U);
}

TEST_F(LoadSiteFile, ThatIsAbsentOrAFolderIsNotFound) {
  EXPECT_EQ(LoadSite(folder_ / "none.toml", complaints_).error(), Fault::kNotFound);
  EXPECT_EQ(LoadSite(folder_, complaints_).error(), Fault::kNotFound);
  EXPECT_TRUE(complaints_.empty());
}

TEST_F(LoadSiteFile, WithoutEndIsNotReadToTheEnd) {
  EXPECT_EQ(LoadSite("/dev/zero", complaints_).error(), Fault::kSiteMistakes);
  ASSERT_EQ(complaints_.size(), 1U);
  EXPECT_EQ(complaints_[0].line, 0);
}

}  // namespace
}  // namespace throng
