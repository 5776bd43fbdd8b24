// The drawn camera is the product's camera; rays and projection undo each other.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/view.h"

#include <gtest/gtest.h>

#include "counter/drawn/test_view.h"

namespace throng {
namespace {

class ViewThroughALens : public testing::TestWithParam<double> {};

TEST_P(ViewThroughALens, SeesWhatTheProductsCameraSees) {
  const Camera camera = CameraForTest(GetParam());
  const View whole = ViewForTest(GetParam());
  const View window(camera, {100, 50}, {200, 200}, 2);
  for (const float x : {-3.0F, 0.0F, 2.5F}) {
    for (const float y : {4.0F, 8.0F, 30.0F}) {
      for (const float z : {0.0F, 1.7F}) {
        const Result<ImagePoint> expected =
            camera.ImageFromGround({double{x}, double{y}}, Metres(double{z}));
        ASSERT_TRUE(expected);
        const auto in_whole = whole.Project({x, y, z});
        ASSERT_TRUE(in_whole);
        EXPECT_NEAR(in_whole->x_px, expected->x_px, 0.01);
        EXPECT_NEAR(in_whole->y_px, expected->y_px, 0.01);
        const auto in_window = window.Project({x, y, z});
        ASSERT_TRUE(in_window);
        EXPECT_NEAR(in_window->x_px, 2 * (expected->x_px - 100), 0.02);
        EXPECT_NEAR(in_window->y_px, 2 * (expected->y_px - 50), 0.02);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(View, ViewThroughALens, testing::Values(0.0, -0.4, 0.05));

TEST(View, TheAxisMeetsTheGroundInTheMiddleOfThePicture) {
  const auto seen = ViewForTest().Project({0, 8, 0});
  ASSERT_TRUE(seen);
  EXPECT_NEAR(seen->x_px, 320, 1e-3);
  EXPECT_NEAR(seen->y_px, 240, 1e-3);
  EXPECT_NEAR(seen->depth_m, 10, 1e-5);
  EXPECT_NEAR(seen->px_per_m, 80, 1e-3);
}

TEST(View, RayAndProjectionUndoEachOtherAlsoWithBend) {
  for (const double bend : {0.0, -0.5, 0.05}) {
    const View view = ViewForTest(bend);
    for (const float x : {0.5F, 200.0F, 320.0F, 639.5F}) {
      for (const float y : {0.5F, 240.0F, 479.5F}) {
        const auto back = view.Project(view.position() + view.RayThrough(x, y) * 7);
        ASSERT_TRUE(back) << bend;
        EXPECT_NEAR(back->x_px, x, 0.01) << bend;
        EXPECT_NEAR(back->y_px, y, 0.01) << bend;
        EXPECT_NEAR(back->depth_m, 7, 1e-4) << bend;
      }
    }
  }
}

TEST(View, ABarrelPullsTheEdgeTowardsTheMiddle) {
  const Place aside = FromCameraForTest(5, 0, 10);  // half a focal length aside
  EXPECT_NEAR(ViewForTest().Project(aside)->x_px, 720, 0.01);
  // The corners are half a focal length from the middle, too. What would be at R is at r, where
  // R = r / (1 - 0.4 r^2 / 400^2): r = 306.23 gives 400.
  EXPECT_NEAR(ViewForTest(-0.4).Project(aside)->x_px, 320 + 306.23, 0.01);
}

TEST(View, WhatIsBehindTheCameraIsNotProjected) {
  EXPECT_FALSE(ViewForTest().Project(FromCameraForTest(0, 0, -1)));
  EXPECT_FALSE(ViewForTest().Project(FromCameraForTest(0, 0, 0)));
  EXPECT_TRUE(ViewForTest().Project(FromCameraForTest(0, 0, 1)));
}

TEST(View, TheScaleIsWhatTheLensMakesOfSmallThings) {
  const Camera camera = CameraForTest(-0.4);
  const View whole = ViewForTest(-0.4);
  const View window(camera, {100, 50}, {200, 200}, 2);
  for (const float x : {20.0F, 320.0F, 500.0F}) {
    const float straight = ViewForTest().ScaleAt(
        static_cast<float>(camera.lens().Straight({double{x}, 440})->x_px),
        static_cast<float>(camera.lens().Straight({double{x}, 440})->y_px), 1.6F);
    const auto magnified = static_cast<float>(camera.lens().Magnification({double{x}, 440}));
    EXPECT_NEAR(whole.ScaleAt(x, 440, 1.6F), straight * magnified, 1e-3);
    EXPECT_NEAR(window.ScaleAt(2 * (x - 100), 2 * (440 - 50), 1.6F), 2 * straight * magnified,
                2e-3);
    const Place ray = whole.RayThrough(x, 440);
    const auto seen = whole.Project(whole.position() + ray * ((1.6F - 6) / ray[2]));
    ASSERT_TRUE(seen);
    EXPECT_NEAR(seen->px_per_m, straight * magnified, 1e-2);
  }
}

TEST(View, TheScaleOfAPlaneIsAffineAndEndsAtItsHorizon) {
  const View view = ViewForTest();
  EXPECT_NEAR(view.ScaleAt(320, 240, 0), 80, 1e-3);
  EXPECT_NEAR(view.ScaleAt(320, 240, 1), 96, 1e-3);  // 5 m below the camera instead of 6 m
  EXPECT_NEAR(view.ScaleAt(320, 440, 0), 106.667, 1e-3);
  EXPECT_NEAR(view.ScaleAt(320, 40, 0), 53.333, 1e-3);  // as far below 80 as that is above
  EXPECT_NEAR(view.ScaleAt(20, 440, 0), 106.667, 1e-3);
  EXPECT_NEAR(view.ScaleAt(320, -360, 0), 0, 1e-3);  // the horizon
  EXPECT_LT(view.ScaleAt(320, -400, 0), 0);
}

}  // namespace
}  // namespace throng
