// What a camera sees of the ground, from straight down to the horizon.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/visible.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "counter/site/camera_for_test.h"
#include "counter/site/polygon.h"

namespace throng {
namespace {

TEST(VisibleGround, StraightDownItIsThePictureInMetres) {
  // 900 px of focal length, 9 m high: 100 px are 1 m.
  const GroundPolygon ground = VisibleGround(CameraAt({.height_m = 9, .tilt_deg = 90}));
  EXPECT_EQ(ground.size(), 4U);
  EXPECT_NEAR(AreaOf(ground).value(), 12.8 * 7.2, 1e-6);
}

TEST(VisibleGround, ItsCornersAreThoseOfThePicture) {
  const Camera camera = CameraAt({.height_m = 6, .tilt_deg = 50, .yaw_deg = 20, .x_m = 7});
  const GroundPolygon ground = VisibleGround(camera);
  ASSERT_EQ(ground.size(), 4U);
  for (const GroundPoint& corner : ground) {
    const ImagePoint seen = *camera.ImageFromGround(corner);
    EXPECT_NEAR(std::abs(seen.x_px - 640), 640, 1e-6);
    EXPECT_NEAR(std::abs(seen.y_px - 360), 360, 1e-6);
  }
}

TEST(VisibleGround, WithTheHorizonInThePictureItEndsWithinAKilometre) {
  for (const double roll_deg : {-20.0, 0.0, 5.0}) {
    const Camera camera = CameraAt({.height_m = 6, .tilt_deg = 5, .roll_deg = roll_deg});
    const GroundPolygon ground = VisibleGround(camera);
    ASSERT_GE(ground.size(), 4U);
    for (const GroundPoint& corner : ground) {
      EXPECT_LT(std::hypot(corner.x_m, corner.y_m), 1000);
      EXPECT_TRUE(camera.ImageFromGround(corner));
    }
    EXPECT_EQ(FindCrossing(ground), std::nullopt);
  }
}

TEST(VisibleGround, HigherUpItIsTheGroundBelow) {
  // The same camera, 2 m above it: from 7 m, 7 / 9 of that.
  const Camera camera = CameraAt({.height_m = 9, .tilt_deg = 90});
  EXPECT_NEAR(AreaOf(VisibleGround(camera, Metres(2))).value(), 12.8 * 7.2 * 49 / 81, 1e-6);
  const Camera tilted = CameraAt({.height_m = 6, .tilt_deg = 50, .yaw_deg = 20, .x_m = 7});
  for (const GroundPoint& corner : VisibleGround(tilted, kPersonHeight)) {
    const ImagePoint head = *tilted.ImageFromGround(corner, kPersonHeight);
    EXPECT_NEAR(std::abs(head.x_px - 640), 640, 1e-6);
    EXPECT_NEAR(std::abs(head.y_px - 360), 360, 1e-6);
  }
}

TEST(VisibleGround, ThroughALensItIsWhatThePictureShows) {
  CameraPose pose = CameraAt({.height_m = 6, .tilt_deg = 25, .yaw_deg = 20, .x_m = 7}).pose();
  pose.lens_bend = -0.4;
  const Camera camera = *Camera::Make(pose);
  const GroundPolygon visible = VisibleGround(camera);
  EXPECT_EQ(FindCrossing(visible), std::nullopt);
  // Marches over the ground: what the camera shows in its picture is in, but for a pixel or two.
  int shown = 0;
  for (double x = -30; x < 30; x += 0.7) {
    for (double y = 0; y < 60; y += 0.7) {
      const Result<ImagePoint> seen = camera.ImageFromGround({x, y});
      if (!seen) continue;
      const double from_edge_px =
          std::min({seen->x_px, 1280 - seen->x_px, seen->y_px, 720 - seen->y_px});
      if (std::abs(from_edge_px) < 2) continue;
      EXPECT_EQ(Contains(visible, {x, y}), from_edge_px > 0) << x << ' ' << y;
      if (from_edge_px > 0) ++shown;
    }
  }
  EXPECT_GT(shown, 1000);
}

TEST(VisibleGround, ALookAtTheSkyShowsNone) {
  EXPECT_TRUE(VisibleGround(CameraAt({.height_m = 6, .tilt_deg = -40})).empty());
}

}  // namespace
}  // namespace throng
