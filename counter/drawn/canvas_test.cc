// The nearest is in front in whichever order things are drawn, and what shows of whom is counted.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/canvas.h"

#include <gtest/gtest.h>

#include "counter/drawn/test_view.h"

namespace throng {
namespace {

constexpr double kBallPx = 5027;   // a disc of 40 px radius
constexpr double kSmallPx = 3217;  // of 32 px

Canvas Empty() { return {ViewForTest(), Light{}}; }

Bone Ball(const Place& middle, float radius_m, const Colour& colour) {
  return {.from = middle,
          .to = middle,
          .from_radius_m = radius_m,
          .to_radius_m = radius_m,
          .paint = {.colour = colour, .roughness = 0}};
}

// 10 m ahead in the middle of the picture: 40 px radius.
Bone FarBall() { return Ball(FromCameraForTest(0, 0, 10), 0.5F, {1, 0, 0}); }

// Before it, 5 m ahead: 32 px radius.
Bone NearBall() { return Ball(FromCameraForTest(0, 0, 5), 0.2F, {0, 1, 0}); }

// Upright before the camera, `ahead_m`, from `left_m` to the right end of the picture.
Face Wall(float left_m, float ahead_m) {
  return {.corners = {FromCameraForTest(left_m, -4, ahead_m), FromCameraForTest(8, -4, ahead_m),
                      FromCameraForTest(8, 4, ahead_m), FromCameraForTest(left_m, 4, ahead_m)},
          .paint = {}};
}

TEST(Canvas, SomebodyAloneShowsFully) {
  Canvas canvas = Empty();
  canvas.Draw(FarBall(), OwnerOf(0, false));
  const std::vector<Shown> shown = canvas.Count(1);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_NEAR(shown[0].pixels, kBallPx, 50);
  EXPECT_EQ(shown[0].visible, shown[0].pixels);
  EXPECT_EQ(shown[0].head_pixels, 0);
}

TEST(Canvas, TheNearestIsInFrontInWhicheverOrder) {
  Canvas near_first = Empty();
  near_first.Draw(NearBall(), OwnerOf(0, false));
  near_first.Draw(FarBall(), OwnerOf(1, false));
  Canvas far_first = Empty();
  far_first.Draw(FarBall(), OwnerOf(1, false));
  far_first.Draw(NearBall(), OwnerOf(0, false));
  EXPECT_EQ(cv::norm(near_first.colours(), far_first.colours(), cv::NORM_INF), 0);
  EXPECT_GT(near_first.colours().at<Colour>(240, 320)[1], 0.5F);  // the near one's green
  for (const Canvas* canvas : {&near_first, &far_first}) {
    const std::vector<Shown> shown = canvas->Count(2);
    EXPECT_NEAR(shown[0].visible, kSmallPx, 40);
    EXPECT_EQ(shown[0].visible, shown[0].pixels);
    EXPECT_NEAR(shown[1].pixels, kBallPx, 50);
    EXPECT_NEAR(shown[1].visible, kBallPx - kSmallPx, 60);
  }
}

TEST(Canvas, OfABallBehindTheEdgeOfAWallOneHalfShows) {
  Canvas canvas = Empty();
  canvas.Draw(Wall(0, 5), 0);
  canvas.Draw(FarBall(), OwnerOf(0, false));
  const std::vector<Shown> shown = canvas.Count(1);
  EXPECT_NEAR(shown[0].pixels, kBallPx, 50);
  EXPECT_NEAR(double{1} * shown[0].visible / shown[0].pixels, 0.5, 0.01);
}

TEST(Canvas, OfSomebodyBehindAWallNothingShows) {
  Canvas canvas = Empty();
  canvas.Draw(FarBall(), OwnerOf(0, false));
  canvas.Draw(Wall(-8, 5), 0);
  EXPECT_NEAR(canvas.Count(1)[0].pixels, kBallPx, 50);
  EXPECT_EQ(canvas.Count(1)[0].visible, 0);
}

TEST(Canvas, AWallBehindSomebodyHidesNothing) {
  Canvas canvas = Empty();
  canvas.Draw(FarBall(), OwnerOf(0, false));
  canvas.Draw(Wall(-8, 12), 0);
  EXPECT_EQ(canvas.Count(1)[0].visible, canvas.Count(1)[0].pixels);
}

TEST(Canvas, HeadsAreCountedWithThePersonAndOnTheirOwn) {
  Canvas canvas = Empty();
  canvas.Draw(FarBall(), OwnerOf(0, false));
  canvas.Draw(Ball(FromCameraForTest(0, -2, 10), 0.4F, {0, 0, 1}), OwnerOf(0, true));  // apart
  const Shown shown = canvas.Count(1)[0];
  EXPECT_NEAR(shown.pixels, kBallPx + kSmallPx, 80);
  EXPECT_NEAR(shown.head_pixels, kSmallPx, 40);
  EXPECT_EQ(shown.head_visible, shown.head_pixels);
}

TEST(Canvas, APixelIsCountedOnceHoweverManyBonesOfSomebodyCoverIt) {
  Canvas canvas = Empty();
  canvas.Draw(FarBall(), OwnerOf(0, false));
  canvas.Draw(FarBall(), OwnerOf(0, false));
  EXPECT_NEAR(canvas.Count(1)[0].pixels, kBallPx, 50);
}

TEST(Canvas, BeginsAnewWithNobodyWhereItIsToldTo) {
  Canvas canvas = Empty();
  canvas.Draw(Wall(0, 5), 0);
  const cv::Mat colours = canvas.colours().clone();
  const cv::Mat depths = canvas.depths().clone();
  canvas.Draw(NearBall(), OwnerOf(0, false));
  canvas.Restore(colours, depths);
  EXPECT_EQ(cv::norm(canvas.colours(), colours, cv::NORM_INF), 0);
  EXPECT_EQ(canvas.Count(1)[0].pixels, 0);
  canvas.Draw(FarBall(),
              OwnerOf(0, false));  // half behind the wall, as if drawn for the first time
  EXPECT_NEAR(canvas.Count(1)[0].pixels, kBallPx, 50);
  EXPECT_NEAR(canvas.Count(1)[0].visible, kBallPx / 2, 50);
}

TEST(Canvas, ABoneLooksAsLongAsItIs) {
  Canvas canvas = Empty();  // 2 m x 0.5 m: 160 px between half discs of 20 px radius, upright
  Bone bone = Ball(FromCameraForTest(0, -1, 10), 0.25F, {1, 1, 1});
  bone.to = FromCameraForTest(0, 1, 10);
  canvas.Draw(bone, OwnerOf(0, false));
  EXPECT_NEAR(canvas.Count(1)[0].pixels, 160 * 40 + 1257, 80);
}

TEST(Canvas, WhatTheFrameCutsOffIsNobodysPixel) {
  Canvas canvas = Empty();  // the middle of the ball lies on the left edge of the picture
  canvas.Draw(Ball(FromCameraForTest(-4, 0, 10), 0.5F, {1, 1, 1}), OwnerOf(0, false));
  EXPECT_NEAR(canvas.Count(1)[0].pixels, kBallPx / 2, 50);
}

TEST(Paint, StripesFadeToTheirMeanWhereAPixelCoversSeveral) {
  const Paint paint{.colour = {0, 0, 0},
                    .second = {1, 1, 1},
                    .pattern = Pattern::kStripes,
                    .size_m = 0.1F,
                    .roughness = 0};
  EXPECT_FLOAT_EQ(ColourAt(paint, 0.05F, 0, 0.001F)[0], 0);
  EXPECT_FLOAT_EQ(ColourAt(paint, 0.15F, 0, 0.001F)[0], 1);
  EXPECT_FLOAT_EQ(ColourAt(paint, 0.05F, 0, 1)[0], 0.5F);
}

}  // namespace
}  // namespace throng
