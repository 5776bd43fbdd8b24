// What stands close takes light away; what stands elsewhere, or lies level, does not.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/creases.h"

#include <gtest/gtest.h>

#include <cmath>

#include "counter/drawn/test_view.h"

namespace throng {
namespace {

const Light kOvercast{};
const Light kSun{.direct = {1, 1, 1}, .ambient = {0, 0, 0}};

// 5 m ahead at its middle; its right end is `farther_m` farther than its left one.
Face WallAskew(float farther_m) {
  const float half = farther_m / 2;
  return {.corners = {FromCameraForTest(-4, -4, 5 - half), FromCameraForTest(4, -4, 5 + half),
                      FromCameraForTest(4, 4, 5 + half), FromCameraForTest(-4, 4, 5 - half)},
          .paint = {.colour = {0.5F, 0.5F, 0.5F}}};
}

// How bright the wall is beside a ball of 0.2 m, 3 cm beyond its edge, once creases are dark: 1 as
// before.
float BesideABall(float before_the_wall_m, const Light& light) {
  Canvas canvas(ViewForTest(), light);
  canvas.Draw(WallAskew(0), 0);
  const Place middle = FromCameraForTest(0, 0, 5 - before_the_wall_m);
  canvas.Draw(
      Bone{.from = middle, .to = middle, .from_radius_m = 0.2F, .to_radius_m = 0.2F, .paint = {}},
      0);
  const int x = 320 + static_cast<int>(0.23F / (5 - before_the_wall_m) * canvas.view().focal_px());
  const float before = canvas.colours().at<Colour>(240, x)[0];
  DarkenCreases(canvas);
  return canvas.colours().at<Colour>(240, x)[0] / before;
}

TEST(Creases, WhatIsCloseBehindSomethingIsDark) {
  EXPECT_LT(BesideABall(0.2F, kOvercast), 0.8F);
  EXPECT_GT(BesideABall(0.2F, kOvercast), 0.2F);
}

TEST(Creases, WhatStandsElsewhereTakesNoLight) { EXPECT_EQ(BesideABall(1, kOvercast), 1); }

TEST(Creases, TheSunsLightComesFromOneSide) { EXPECT_EQ(BesideABall(0.2F, kSun), 1); }

TEST(Creases, PlanesStayAsTheyAreHoweverAskew) {
  for (const float farther_m : {0.0F, 1.0F, 4.0F}) {
    Canvas canvas(ViewForTest(), kOvercast);
    canvas.Draw(WallAskew(farther_m), 0);
    const cv::Mat before = canvas.colours().clone();
    DarkenCreases(canvas);
    EXPECT_LT(cv::norm(before(cv::Rect(200, 150, 240, 180)),
                       canvas.colours()(cv::Rect(200, 150, 240, 180)), cv::NORM_INF),
              0.03)
        << farther_m;
  }
}

}  // namespace
}  // namespace throng
