// A site file from a perspective table sees people as tall as the table says.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/perspective.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "counter/site/load.h"

namespace throng {
namespace {

// 40 px at the top, 0.25 px more with each row: a camera that looks down.
Perspective Slope() {
  std::vector<double> height_px;
  for (int row = 0; row < 480; ++row) height_px.push_back(40 + 0.25 * row);
  return Perspective(height_px);
}

TEST(Perspective, TheFeetAreBelowTheHead) {
  // At row 200 somebody is 90 px tall; the middle of his head is 90 * 1.6 / 1.7 = 84.7 px above.
  EXPECT_NEAR(Slope().FootRow(200 - 84.7), 200, 1);
  EXPECT_EQ(Slope().FootRow(470), 480);
}

TEST(Perspective, TheSiteSeesPeopleAsTallAsTheTableSays) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(
      Slope().SiteFile({640, 480}, {{0, 10}, {640, 10}, {640, 480}, {0, 480}}), complaints);
  for (const Complaint& complaint : complaints) ADD_FAILURE() << Format(complaint, "site");
  ASSERT_TRUE(site);
  for (const double row : {100.0, 250.0, 400.0}) {
    const Result<double> height =
        site->cameras[0].calibration.camera.PersonHeightPx({320, row}, Metres(1.70));
    ASSERT_TRUE(height);
    EXPECT_NEAR(*height, 40 + 0.25 * row, 3) << row;
  }
}

TEST(Perspective, ATableIsReadOrRefused) {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("throng_rows." + std::to_string(::getpid()));
  std::ofstream(file) << "row,area_weight\n0,4\n1,1\n";
  const std::optional<Perspective> read = Perspective::Read(file, 2);
  std::ofstream(file) << "row,area_weight\n0,4\n2,1\n";
  EXPECT_FALSE(Perspective::Read(file, 2)) << "a row is missing";
  std::ofstream(file) << "row,area_weight\n0,four\n";
  EXPECT_FALSE(Perspective::Read(file, 2));
  std::filesystem::remove(file);
  EXPECT_FALSE(Perspective::Read(file, 2));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->FootRow(-1.5), 0) << "1 px tall there";
}

}  // namespace
}  // namespace throng
