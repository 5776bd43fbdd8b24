// What is straight on the ground is followed where a lens bows it in the picture.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/outline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "counter/site/camera_for_test.h"
#include "counter/site/polygon.h"

namespace throng {
namespace {

Camera Bent(double lens_bend) {
  CameraPose pose = CameraAt({.height_m = 5, .tilt_deg = 45}).pose();
  pose.lens_bend = lens_bend;
  return *Camera::Make(pose);
}

const GroundPolygon kRoom{{-2, 3.5}, {2, 3.5}, {2, 7}, {-2, 7}};

// Of the pixels where people can stand, the share in which the outline and the ground disagree.
double Disagreement(const GroundPolygon& room, const ImagePolygon& outline, const Camera& camera) {
  int inside = 0;
  int wrong = 0;
  for (int y = 0; y < 720; y += 3) {
    for (int x = 0; x < 1280; x += 3) {
      const ImagePoint at{x + 0.5, y + 0.5};
      const Result<GroundPoint> ground = camera.GroundFromImage(at);
      const bool in_room = ground && Contains(room, *ground);
      if (in_room) ++inside;
      if (in_room != Contains(outline, at)) ++wrong;
    }
  }
  return static_cast<double>(wrong) / inside;
}

TEST(Outline, ThroughAPinholeItIsTheCorners) {
  const Camera camera = Bent(0);
  const ImagePolygon outline = OutlineOf(kRoom, camera);
  ASSERT_EQ(outline.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(outline[i], *camera.ImageFromGround(kRoom[i]));
}

TEST(Outline, ThroughALensItFollowsTheGround) {
  const Camera camera = Bent(-0.4);
  const ImagePolygon outline = OutlineOf(kRoom, camera);
  EXPECT_GT(outline.size(), 8U);
  EXPECT_LT(outline.size(), 40U);
  EXPECT_LT(Disagreement(kRoom, outline, camera), 0.004);
  ImagePolygon corners;  // the control: without what lies between
  for (const GroundPoint& corner : kRoom) corners.push_back(*camera.ImageFromGround(corner));
  EXPECT_GT(Disagreement(kRoom, corners, camera), 0.02);
}

TEST(Outline, OfManyCornersHasNoMoreThanAnEyeTakes) {
  GroundPolygon saw{{3.9, 12}, {-3.9, 12}};
  for (int i = 0; i < 20; ++i) saw.push_back({-3.8 + 0.4 * i, i % 2 == 0 ? 3.4 : 8.5});
  const Camera camera = Bent(-0.4);
  const ImagePolygon outline = OutlineOf(saw, camera);
  EXPECT_LE(outline.size(), kMostCorners);
  EXPECT_GT(outline.size(), 30U);
  EXPECT_LT(Disagreement(saw, outline, camera), 0.03);
}

TEST(Outline, WhatStandsOutOfThePictureIsCutOff) {
  const Camera camera = Bent(-0.4);
  const ImagePoint left{0, 500};
  const ImagePoint right{1280, 500};
  const GroundPolygon wide{*camera.GroundFromImage({1280, 700}), *camera.GroundFromImage(right),
                           *camera.GroundFromImage(left), *camera.GroundFromImage({0, 700})};
  for (const ImagePoint& point : OutlineOf(wide, camera)) {
    EXPECT_TRUE(point.x_px >= 0 && point.x_px <= 1280 && point.y_px >= 0 && point.y_px <= 720);
  }
}

}  // namespace
}  // namespace throng
