// Cells of a density network become persons at the feet below the heads that they show.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/density_output.h"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>
#include <vector>

#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

constexpr ImageSize kPicture{.width_px = 640, .height_px = 480};

HeadPlane HeadsOf(const CameraPose& pose) { return *HeadPlane::Make(*Camera::Make(pose)); }

double AllIn(const DensityMap& density) {
  return std::accumulate(density.persons().begin(), density.persons().end(), 0.0);
}

TEST(DensityOutput, AHeadCountsAtItsFeet) {
  const CameraPose pose = PoseTilted(kPicture, 5, 25);
  const Camera camera = *Camera::Make(pose);
  const ImagePoint head = *camera.ImageFromGround({0, 12}, kHeadHeight);
  const ImagePoint foot = *camera.ImageFromGround({0, 12});
  const Letterbox letterbox = FitInto(kPicture, kPicture, Placement::kTopLeft);
  const auto shares = FeetOf(60, 80, letterbox, HeadsOf(pose), kPicture);
  const CellGrid grid(kPicture);  // the answer has the same cells
  std::vector<float> answer(grid.cells(), 0);
  answer[grid.CellAt(head)] = 2.5F;
  const auto density = CrowdIn(answer, shares, kPicture);
  ASSERT_TRUE(density);
  EXPECT_NEAR(AllIn(*density), 2.5, 1e-6);
  std::size_t cell = 0;
  while (density->persons()[cell] == 0) ++cell;
  EXPECT_NEAR(grid.CentreOf(cell).x_px, foot.x_px, 8);
  EXPECT_NEAR(grid.CentreOf(cell).y_px, foot.y_px, 12);
  EXPECT_GT(foot.y_px, head.y_px + 40) << "the control: the feet are elsewhere";
}

TEST(DensityOutput, WhoseHeadIsAboveThePictureIsNotReached) {
  const CameraPose pose = PoseTilted(kPicture, 5, 25);
  const Camera camera = *Camera::Make(pose);
  const HeadPlane heads = HeadsOf(pose);
  EXPECT_TRUE(ShowsHeadOf(*camera.ImageFromGround({0, 12}), heads, kPicture));
  const HeadPlane down = HeadsOf(PoseStraightDown(kPicture));
  EXPECT_FALSE(ShowsHeadOf({320, 2}, down, kPicture)) << "it leans out of the view from above";
}

TEST(DensityOutput, CoarseCellsAreSpreadAndPaddingShowsNobody) {
  // Seen from above in a square input: 15 rows of 32 px show the picture, 5 the padding.
  constexpr ImageSize kInput{.width_px = 640, .height_px = 640};
  const Letterbox letterbox = FitInto(kInput, kPicture, Placement::kTopLeft);
  const auto shares = FeetOf(20, 20, letterbox, HeadsOf(PoseStraightDown(kPicture)), kPicture);
  const auto density = CrowdIn(std::vector<float>(400, 0.16F), shares, kPicture);
  ASSERT_TRUE(density);
  EXPECT_NEAR(AllIn(*density), 20 * 15 * 0.16, 1e-3);
  const CellGrid& grid = density->grid();
  for (const double x_px : {300.0, 308.0, 316.0, 324.0}) {
    EXPECT_GT(density->persons()[grid.CellAt({x_px, 240})], 0) << x_px;
  }
}

TEST(DensityOutput, BelowZeroIsNobodyAndNoNumberIsAFault) {
  const std::vector<CellShare> shares{{.from = 0, .to = 0, .share = 1},
                                      {.from = 1, .to = 1, .share = 1}};
  const auto density = CrowdIn(std::vector<float>{-3, 2}, shares, kPicture);
  ASSERT_TRUE(density);
  EXPECT_EQ(AllIn(*density), 2);
  for (const float wrong :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 1e30F}) {
    const auto none = CrowdIn(std::vector<float>{1, wrong}, shares, kPicture);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error(), Fault::kModelNotNumbers);
  }
}

TEST(DensityOutput, PixelsAreScaledAsImageNetIs) {
  const PixelStyle style = DensityPixelStyle();
  EXPECT_TRUE(style.red_first);
  EXPECT_NEAR(255 * style.gain[0] + style.bias[0], 2.2489, 1e-4) << "white";
  EXPECT_NEAR(style.bias[2], -1.8044, 1e-4) << "black";
}

}  // namespace
}  // namespace throng
