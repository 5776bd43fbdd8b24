// A person's size and foot, from where the head appears; and cameras too low to say.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/heads.h"

#include <gtest/gtest.h>

#include <cmath>

#include "counter/site/camera_for_test.h"

namespace throng {
namespace {

TEST(HeadPlane, StraightDownThePictureHasOneScale) {
  // 900 px of focal length, 9 m above the heads: 100 px per metre everywhere.
  const Camera camera = CameraAt({.height_m = 10.6, .tilt_deg = 90});
  const Result<HeadPlane> heads = HeadPlane::Make(camera);
  ASSERT_TRUE(heads);
  for (const ImagePoint point : {ImagePoint{0, 0}, {640, 360}, {1280, 720}, {1280, 0}}) {
    EXPECT_NEAR(heads->PixelsPerMetre(point), 100, 1e-9);
  }
}

TEST(HeadPlane, ALevelCameraSeesNobodyAboveItsHorizon) {
  // 5 m above the heads; 150 px under the horizon is 30 m away, where a metre is 30 px.
  const Result<HeadPlane> heads = HeadPlane::Make(CameraAt({.height_m = 6.6, .tilt_deg = 0}));
  ASSERT_TRUE(heads);
  EXPECT_NEAR(heads->PixelsPerMetre({640, 510}), 30, 1e-9);
  EXPECT_NEAR(heads->PixelsPerMetre({10, 510}), 30, 1e-9);
  EXPECT_NEAR(heads->PixelsPerMetre({640, 360}), 0, 1e-9);
  EXPECT_LT(heads->PixelsPerMetre({640, 300}), 0);
  EXPECT_EQ(heads->FootFromHead({640, 300}).error(), Fault::kAboveHorizon);
  EXPECT_EQ(heads->HeadFromFoot({640, 300}).error(), Fault::kAboveHorizon);
}

// A short rod across the view, held at a head, must appear as long as the scale says.
TEST(HeadPlane, TheScaleIsThatOfARodAtTheHead) {
  int checked = 0;
  for (const double tilt_deg : {5.0, 17.0, 45.0, 75.0}) {
    for (const double roll_deg : {-10.0, 0.0, 4.0}) {
      const Stand stand{.height_m = 7, .tilt_deg = tilt_deg, .roll_deg = roll_deg, .x_m = 12};
      const Camera camera = CameraAt(stand);
      const Result<HeadPlane> heads = HeadPlane::Make(camera);
      ASSERT_TRUE(heads);
      for (const GroundPoint ground : {GroundPoint{12, 9}, {10, 12}, {15, 30}, {13, 4}}) {
        // At yaw 0 east lies across the view, at the same depth.
        const Result<ImagePoint> head = camera.ImageFromGround(ground, kHeadHeight);
        const Result<ImagePoint> beside =
            camera.ImageFromGround({ground.x_m + 0.1, ground.y_m}, kHeadHeight);
        ASSERT_TRUE(head && beside);
        const double rod_px = std::hypot(beside->x_px - head->x_px, beside->y_px - head->y_px);
        EXPECT_NEAR(heads->PixelsPerMetre(*head), rod_px / 0.1, 1e-6);
        ++checked;
      }
    }
  }
  EXPECT_EQ(checked, 48);
}

// Through a lens a small square across the view is no square any more; its area tells the scale.
TEST(HeadPlane, ThroughALensTheScaleIsTheRootOfAnArea) {
  const Camera camera = CameraAt({.height_m = 5, .tilt_deg = 40, .lens_bend = -0.4});
  const Result<HeadPlane> heads = HeadPlane::Make(camera);
  ASSERT_TRUE(heads);
  for (const GroundPoint ground : {GroundPoint{0, 3}, {-3, 4}, {5, 9}, {0, 30}}) {
    const auto at = [&](double right_m, double down_m) {  // in the plane that faces the camera
      const double s = std::sin(40 * 3.14159265358979 / 180);
      const double c = std::cos(40 * 3.14159265358979 / 180);
      return *camera.ImageFromGround({ground.x_m + right_m, ground.y_m - s * down_m},
                                     kHeadHeight - Metres(c * down_m));
    };
    constexpr double kSide = 1e-3;
    const ImagePoint head = at(0, 0);
    const ImagePoint right = at(kSide, 0);
    const ImagePoint down = at(0, kSide);
    const double area = (right.x_px - head.x_px) * (down.y_px - head.y_px) -
                        (right.y_px - head.y_px) * (down.x_px - head.x_px);
    const double scale = std::sqrt(area) / kSide;
    EXPECT_NEAR(heads->PixelsPerMetre(head), scale, 2e-3 * scale);
  }
}

TEST(HeadPlane, TheFootIsUnderTheHeadAndBack) {
  const Camera camera = CameraAt({.height_m = 5, .tilt_deg = 30, .yaw_deg = 40, .roll_deg = 3});
  const Result<HeadPlane> heads = HeadPlane::Make(camera);
  ASSERT_TRUE(heads);
  for (const ImagePoint foot : {ImagePoint{640, 360}, {200, 500}, {1200, 700}}) {
    const Result<ImagePoint> head = heads->HeadFromFoot(foot);
    ASSERT_TRUE(head);
    EXPECT_LT(head->y_px, foot.y_px);
    const Result<ImagePoint> back = heads->FootFromHead(*head);
    ASSERT_TRUE(back);
    EXPECT_NEAR(back->x_px, foot.x_px, 1e-6);
    EXPECT_NEAR(back->y_px, foot.y_px, 1e-6);
  }
}

// Seen level from 20 m with 900 px, 1.60 m are 72 px.
TEST(HeadPlane, TheFootIsAsFarBelowTheHeadAsTheCameraMakesIt) {
  const Camera camera = CameraAt({.height_m = 4, .tilt_deg = 0});
  const Result<HeadPlane> heads = HeadPlane::Make(camera);
  ASSERT_TRUE(heads);
  const Result<ImagePoint> foot =
      heads->FootFromHead(*camera.ImageFromGround({0, 20}, kHeadHeight));
  ASSERT_TRUE(foot);
  EXPECT_NEAR(foot->x_px, 640, 1e-6);
  EXPECT_NEAR(foot->y_px, 360 + 4.0 / 20 * 900, 1e-6);
}

TEST(HeadPlane, ACameraAmongTheHeadsIsRefused) {
  EXPECT_EQ(HeadPlane::Make(CameraAt({.height_m = 1.79, .tilt_deg = 20})).error(),
            Fault::kCameraTooLow);
  EXPECT_TRUE(HeadPlane::Make(CameraAt({.height_m = 1.81, .tilt_deg = 20})));
}

// 1.70 m are 76.5 px at 20 m and 153 px at 10 m, as the other heights here.
TEST(PersonHeights, AreThoseAtTheFarAndTheNearEnd) {
  const Camera level = CameraAt({.height_m = 2, .tilt_deg = 0});
  const ImagePoint far = *level.ImageFromGround({0, 20});
  const ImagePoint near = *level.ImageFromGround({3, 10});
  const auto heights = PersonHeightsIn({near, far, {700, 450}}, level);
  ASSERT_TRUE(heights);
  EXPECT_NEAR(heights->far, 76.5, 1e-6);
  EXPECT_NEAR(heights->near, 153, 1e-6);
  EXPECT_FALSE(PersonHeightsIn({near, {640, 100}, {700, 450}}, level)) << "above the horizon";
}

TEST(Camera, NoRayComesDownToWhatIsAboveTheCamera) {
  const Camera camera = CameraAt({.height_m = 5, .tilt_deg = 30});
  EXPECT_EQ(camera.GroundFromImage({640, 360}, Metres(5)).error(), Fault::kAboveHorizon);
  EXPECT_TRUE(camera.GroundFromImage({640, 360}, Metres(4.9)));
}

}  // namespace
}  // namespace throng
