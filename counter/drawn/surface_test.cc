// A surface shows its picture in metres, mirrored, and no finer than a pixel.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/surface.h"

#include <gtest/gtest.h>

#include "counter/drawn/canvas.h"

namespace throng {
namespace {

const Colour kBlack{0, 0, 0};
const Colour kWhite{1, 1, 1};

// The left half is black, the right half white; 8 x 4 pixels.
cv::Mat HalfWhite() {
  cv::Mat picture(4, 8, CV_32FC3, cv::Scalar::all(0));
  picture.colRange(4, 8).setTo(cv::Scalar::all(1));
  return picture;
}

TEST(Surface, ItsShorterSideIsAsLongAsAskedFor) {
  const Surface surface(HalfWhite(), 2, {0, 0});  // 4 m x 2 m
  EXPECT_EQ(surface.At(1, 1, 0.01F), kBlack);
  EXPECT_EQ(surface.At(3, 1, 0.01F), kWhite);
}

TEST(Surface, GoesToAndFroBeyondItsEnds) {
  const Surface surface(HalfWhite(), 2, {0, 0});
  EXPECT_EQ(surface.At(5, 1, 0.01F), kWhite);
  EXPECT_EQ(surface.At(7, 1, 0.01F), kBlack);
  EXPECT_EQ(surface.At(9, 1, 0.01F), kBlack);
  EXPECT_EQ(surface.At(-1, -1, 0.01F), kBlack);
  EXPECT_EQ(surface.At(-3, -3, 0.01F), kWhite);
}

TEST(Surface, BeginsWhereItIsToldTo) {
  const Surface surface(HalfWhite(), 2, {2, 0});
  EXPECT_EQ(surface.At(3, 1, 0.01F), kBlack);
  EXPECT_EQ(surface.At(5, 1, 0.01F), kWhite);
}

TEST(Surface, FromAfarIsItsMean) {
  const Surface surface(HalfWhite(), 2, {0, 0});
  EXPECT_NEAR(surface.At(2, 1, 4)[0], 0.5F, 0.01F);
  EXPECT_NEAR(surface.At(2, 1, 1000)[0], 0.5F, 0.01F);
}

TEST(Surface, LiesOnWhatIsPaintedAndNotOnSkin) {
  const std::vector<Surface> surfaces{Surface(HalfWhite(), 2, {0, 0})};
  Shape shape;
  shape.bones.push_back({{0, 0, 0}, {0, 0, 1}, 0.1F, 0.1F, {.colour = kBlack, .seed = 7}});
  shape.bones.push_back({{0, 0, 0}, {0, 0, 1}, 0.1F, 0.1F, {.colour = kBlack}});
  LaySurfaces(surfaces, 0, false, shape);
  EXPECT_EQ(shape.bones[0].paint.surface, nullptr);
  LaySurfaces(surfaces, 1, false, shape);
  ASSERT_EQ(shape.bones[0].paint.surface, surfaces.data());
  EXPECT_EQ(shape.bones[1].paint.surface, nullptr);
  shape.bones[0].paint.roughness = 0;
  EXPECT_EQ(ColourAt(shape.bones[0].paint, 3, 1, 0.01F), kWhite);
}

TEST(Surface, MixesWithThePaintIfAskedTo) {
  const std::vector<Surface> surfaces{Surface(HalfWhite(), 2, {0, 0})};
  for (std::uint32_t seed = 1; seed < 20; ++seed) {
    Shape shape;
    const Paint paint{.colour = kBlack, .roughness = 0, .seed = seed};
    shape.faces.push_back({{{0, 0, 0}, {1, 0, 0}, {1, 1, 0}}, paint});
    LaySurfaces(surfaces, 1, true, shape);
    const float share = shape.faces[0].paint.surface_share;
    EXPECT_TRUE(share >= 0.2F && share <= 1) << share;
    EXPECT_NEAR(ColourAt(shape.faces[0].paint, 3, 1, 0.01F)[0], share, 1e-5F);
  }
}

}  // namespace
}  // namespace throng
