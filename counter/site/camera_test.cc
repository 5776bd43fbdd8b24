// From the picture to the ground and back, at many poses; and where there is no ground.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/camera.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "counter/site/camera_for_test.h"

namespace throng {
namespace {

TEST(Camera, TheGroundGoesToThePictureAndBackAtManyPoses) {
  int checked = 0;
  for (const double tilt_deg : {5.0, 17.0, 30.0, 45.0, 60.0, 75.0, 90.0}) {
    for (const double yaw_deg : {-170.0, -30.0, 0.0, 77.0}) {
      for (const double roll_deg : {-4.0, 0.0, 10.0}) {
        const Camera camera = CameraAt({.height_m = 7,
                                        .tilt_deg = tilt_deg,
                                        .yaw_deg = yaw_deg,
                                        .roll_deg = roll_deg,
                                        .x_m = 12,
                                        .y_m = -30});
        EXPECT_NEAR(camera.TiltDegrees(), tilt_deg, 1e-9);
        EXPECT_NEAR(camera.HeightAboveGround().value(), 7, 1e-9);
        for (const ImagePoint point : {ImagePoint{0, 700}, {640, 360}, {1280, 720}, {300, 500}}) {
          const Result<GroundPoint> ground = camera.GroundFromImage(point);
          if (!ground) continue;
          const Result<ImagePoint> back = camera.ImageFromGround(*ground);
          ASSERT_TRUE(back);
          EXPECT_NEAR(back->x_px, point.x_px, 1e-6);
          EXPECT_NEAR(back->y_px, point.y_px, 1e-6);
          ++checked;
        }
      }
    }
  }
  EXPECT_GT(checked, 300);
}

TEST(Camera, LookingStraightDownTheMiddleIsTheFootOfTheCamera) {
  const Camera camera = CameraAt({.height_m = 9, .tilt_deg = 90, .x_m = 3, .y_m = 4});
  const Result<GroundPoint> foot = camera.GroundFromImage({640, 360});
  ASSERT_TRUE(foot);
  EXPECT_NEAR(foot->x_m, 3, 1e-9);
  EXPECT_NEAR(foot->y_m, 4, 1e-9);
  // 900 px of focal length, 9 m high: 100 px are 1 m. Up in the picture is north.
  const Result<GroundPoint> north_east = camera.GroundFromImage({740, 260});
  ASSERT_TRUE(north_east);
  EXPECT_NEAR(north_east->x_m, 4, 1e-9);
  EXPECT_NEAR(north_east->y_m, 5, 1e-9);
}

TEST(Camera, AtFortyFiveDegreesTheMiddleIsAsFarAsTheCameraIsHigh) {
  const Camera camera = CameraAt({.height_m = 6, .tilt_deg = 45});
  const Result<GroundPoint> middle = camera.GroundFromImage({640, 360});
  ASSERT_TRUE(middle);
  EXPECT_NEAR(middle->x_m, 0, 1e-9);
  EXPECT_NEAR(middle->y_m, 6, 1e-9);
}

TEST(Camera, AboveTheHorizonAndBeyondAKilometreThereIsNoGround) {
  const Camera level = CameraAt({.height_m = 10, .tilt_deg = 0});  // the horizon is row 360
  EXPECT_EQ(level.GroundFromImage({640, 300}).error(), Fault::kAboveHorizon);
  EXPECT_EQ(level.GroundFromImage({640, 360}).error(), Fault::kAboveHorizon);
  EXPECT_EQ(level.GroundFromImage({640, 368}).error(), Fault::kAboveHorizon);  // at 1125 m
  EXPECT_TRUE(level.GroundFromImage({640, 370}));                              // at 900 m
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(level.GroundFromImage({nan, 500}).error(), Fault::kAboveHorizon);
}

TEST(Camera, WhatIsBehindItIsNotInThePicture) {
  const Camera camera = CameraAt({.height_m = 5, .tilt_deg = 20});
  EXPECT_EQ(camera.ImageFromGround({0, -20}).error(), Fault::kBehindCamera);
  EXPECT_TRUE(camera.ImageFromGround({0, 20}));
}

TEST(Camera, ItsTwelveNumbersSayWhereAPointAppears) {
  // 9 m high, straight down, 100 px to a metre; at 1.8 m, a fifth nearer, 125 px.
  const std::array<double, 12> down =
      CameraAt({.height_m = 9, .tilt_deg = 90, .x_m = 3, .y_m = 4}).PixelFromSite();
  const auto row = [&down](std::size_t i, double x, double y, double z) {
    return down.at(4 * i) * x + down.at(4 * i + 1) * y + down.at(4 * i + 2) * z +
           down.at(4 * i + 3);
  };
  EXPECT_NEAR(row(2, 4, 5, 0), 9, 1e-9);
  EXPECT_NEAR(row(0, 4, 5, 0), 9 * 740, 1e-6);
  EXPECT_NEAR(row(1, 4, 5, 0), 9 * 260, 1e-6);
  EXPECT_NEAR(row(2, 4, 5, 1.8), 7.2, 1e-9);
  EXPECT_NEAR(row(0, 4, 5, 1.8), 7.2 * 765, 1e-6);
  EXPECT_NEAR(row(1, 4, 5, 1.8), 7.2 * 235, 1e-6);
}

TEST(Camera, APersonIsAsTallAsHisShareOfTheDistance) {
  // A level camera sees 1.70 m at 20 m with 900 px of focal length: 1.7 / 20 * 900 = 76.5 px.
  const Camera level = CameraAt({.height_m = 2, .tilt_deg = 0});
  const Result<double> height_px = level.PersonHeightPx(*level.ImageFromGround({0, 20}));
  ASSERT_TRUE(height_px);
  EXPECT_NEAR(*height_px, 76.5, 1e-6);
  EXPECT_EQ(level.PersonHeightPx({640, 100}).error(), Fault::kAboveHorizon);
}

TEST(Camera, ItsLensBendsWhatAPinholeWouldShow) {
  const Camera straight = CameraAt({.height_m = 7, .tilt_deg = 40});
  CameraPose pose = straight.pose();
  pose.lens_bend = -0.3;
  const Camera camera = *Camera::Make(pose);
  for (const ImagePoint point : {ImagePoint{10, 700}, {640, 360}, {1270, 500}, {300, 600}}) {
    const Result<GroundPoint> ground = camera.GroundFromImage(point, Metres(1.6));
    ASSERT_TRUE(ground);
    const Result<ImagePoint> through_a_pinhole = straight.ImageFromGround(*ground, Metres(1.6));
    ASSERT_TRUE(through_a_pinhole);
    const ImagePoint expected = *camera.lens().Straight(point);
    EXPECT_NEAR(through_a_pinhole->x_px, expected.x_px, 1e-6);
    EXPECT_NEAR(through_a_pinhole->y_px, expected.y_px, 1e-6);
    const Result<ImagePoint> back = camera.ImageFromGround(*ground, Metres(1.6));
    ASSERT_TRUE(back);
    EXPECT_NEAR(back->x_px, point.x_px, 1e-6);
    EXPECT_NEAR(back->y_px, point.y_px, 1e-6);
  }
  EXPECT_EQ(camera.GroundFromImage({640, 360 + 1400}).error(), Fault::kAboveHorizon);
}

TEST(Camera, APoseThatNoCameraCanHaveIsRefused) {
  const CameraPose good = CameraAt({.height_m = 5, .tilt_deg = 30}).pose();
  ASSERT_TRUE(Camera::Make(good));  // the control
  CameraPose pose = good;
  pose.focal_px = 0;
  EXPECT_EQ(Camera::Make(pose).error(), Fault::kNoCamera);
  pose = good;
  pose.focal_px = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Camera::Make(pose).error(), Fault::kNoCamera);
  pose = good;
  pose.picture.width_px = 0;
  EXPECT_EQ(Camera::Make(pose).error(), Fault::kNoCamera);
  pose = good;
  pose.camera_from_site[0] = 1.1;  // stretches
  EXPECT_EQ(Camera::Make(pose).error(), Fault::kNoCamera);
  pose = good;
  for (double& entry : pose.camera_from_site) entry = -entry;  // mirrors
  EXPECT_EQ(Camera::Make(pose).error(), Fault::kNoCamera);
  pose = good;
  for (double& entry : pose.site_origin_m) entry = -entry;  // under the ground
  EXPECT_EQ(Camera::Make(pose).error(), Fault::kNoCamera);
  pose = good;
  pose.lens_bend = -0.76;
  EXPECT_EQ(Camera::Make(pose).error(), Fault::kNoCamera);
  pose.lens_bend = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(Camera::Make(pose).error(), Fault::kNoCamera);
  pose = good;
  pose.site_origin_m[1] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(Camera::Make(pose).error(), Fault::kNoCamera);
}

}  // namespace
}  // namespace throng
