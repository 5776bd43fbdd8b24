// Persons of known height, or a measured pose, give the camera that sees them.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "counter/site/calibrate.h"
#include "counter/site/camera_for_test.h"

namespace throng {
namespace {

constexpr ImageSize kPicture{1280, 720};
constexpr double kViewDeg = 70.86;  // 2 * atan(640 / 900)

std::vector<HeightMark> PersonsAt(const Camera& camera, const std::vector<GroundPoint>& feet,
                                  double noise_px = 0, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, noise_px > 0 ? noise_px : 1e-9);
  std::vector<HeightMark> marks;
  for (const GroundPoint& foot : feet) {
    const ImagePoint low = *camera.ImageFromGround(foot);
    const ImagePoint high = *camera.ImageFromGround(foot, kPersonHeight);
    const double dx_px = normal(random);
    const double dy_px = normal(random);
    marks.push_back({low, {high.x_px + dx_px, high.y_px + dy_px}});
  }
  return marks;
}

const std::vector<GroundPoint> kNearAndFar{{-2, 9}, {3, 12}, {-4, 20}, {5, 28}};

TEST(CalibrateFromHeights, ExactHeightsGiveTiltAndHeightBack) {
  for (const double tilt_deg : {15.0, 25.0, 40.0}) {
    for (const double height_m : {3.0, 6.0, 9.0}) {
      const Camera truth = CameraAt({.height_m = height_m, .tilt_deg = tilt_deg});
      const Result<Calibration> found =
          CalibrateFromHeights(kPicture, kViewDeg, PersonsAt(truth, kNearAndFar));
      ASSERT_TRUE(found) << tilt_deg << " " << height_m;
      EXPECT_NEAR(found->camera.TiltDegrees(), tilt_deg, 0.05);
      EXPECT_NEAR(found->camera.HeightAboveGround().value(), height_m, 0.02);
      EXPECT_LT(found->rms_px, 0.05);
      const GroundPoint there = *found->camera.GroundFromImage(*truth.ImageFromGround({3, 12}));
      EXPECT_NEAR(there.x_m, 3, 0.02);
      EXPECT_NEAR(there.y_m, 12, 0.05);
    }
  }
}

TEST(CalibrateFromHeights, ThroughALensItNeedsToKnowIt) {
  const Camera truth = CameraAt({.height_m = 6, .tilt_deg = 25, .lens_bend = -0.33});
  // What is seen at the picture's left and right is seen farther out through a pinhole.
  const double half = truth.lens().Straight({0, 360})->x_px - 640;
  const double view_deg = 2 * std::atan(-half / 900) * 180 / 3.14159265358979;
  const std::vector<HeightMark> persons = PersonsAt(truth, kNearAndFar);
  const Result<Calibration> found = CalibrateFromHeights(kPicture, view_deg, persons, -0.33);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->camera.pose().focal_px, 900, 0.01);
  EXPECT_NEAR(found->camera.TiltDegrees(), 25, 0.05);
  EXPECT_NEAR(found->camera.HeightAboveGround().value(), 6, 0.02);
  const Result<Calibration> untold = CalibrateFromHeights(kPicture, view_deg, persons);
  ASSERT_TRUE(untold);
  EXPECT_GT(std::abs(untold->camera.HeightAboveGround().value() - 6), 0.1) << "the control";
}

TEST(CalibrateFromHeights, TwoPersonsAreEnough) {
  const Camera truth = CameraAt({.height_m = 6, .tilt_deg = 25});
  const Result<Calibration> found =
      CalibrateFromHeights(kPicture, kViewDeg, PersonsAt(truth, {{-2, 9}, {4, 25}}));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->camera.HeightAboveGround().value(), 6, 0.02);
}

TEST(CalibrateFromHeights, TwoPixelsOfNoiseCostADegreeOrTwoAndATenthOfTheHeight) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const Camera truth = CameraAt({.height_m = 6, .tilt_deg = 25});
    const Result<Calibration> found =
        CalibrateFromHeights(kPicture, kViewDeg, PersonsAt(truth, kNearAndFar, 2, seed));
    ASSERT_TRUE(found) << seed;
    EXPECT_NEAR(found->camera.TiltDegrees(), 25, 2) << seed;
    EXPECT_NEAR(found->camera.HeightAboveGround().value(), 6, 0.6) << seed;
    EXPECT_EQ(found->residuals.size(), 4U);
  }
}

TEST(CalibrateFromHeights, ThePersonWhoseHeightIsWrongHasTheLargestResidual) {
  const Camera truth = CameraAt({.height_m = 6, .tilt_deg = 25});
  std::vector<GroundPoint> feet = kNearAndFar;
  feet.insert(feet.end(), {{0, 14}, {-3, 24}, {2, 18}});
  std::vector<HeightMark> marks = PersonsAt(truth, feet);
  marks[4].height = Metres(2.0);  // he is 1.70 m
  const Result<Calibration> found = CalibrateFromHeights(kPicture, kViewDeg, marks);
  ASSERT_TRUE(found);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (i == 4) continue;
    EXPECT_LT(found->residuals[i].ground, found->residuals[4].ground) << i;
  }
}

TEST(CalibrateFromHeights, PersonsWhoLeaveTheCameraOpenAreTooFew) {
  const Camera truth = CameraAt({.height_m = 6, .tilt_deg = 25});
  EXPECT_EQ(CalibrateFromHeights(kPicture, kViewDeg, {}).error(), Fault::kTooFewMarks);
  EXPECT_EQ(CalibrateFromHeights(kPicture, kViewDeg, PersonsAt(truth, {{0, 12}})).error(),
            Fault::kTooFewMarks);
  const std::vector<HeightMark> far_side_by_side = PersonsAt(truth, {{-1, 30}, {1, 30}});
  EXPECT_EQ(CalibrateFromHeights(kPicture, kViewDeg, far_side_by_side).error(),
            Fault::kTooFewMarks);
}

TEST(CalibrateFromPose, StandsOverTheOriginAndLooksAlongY) {
  const Result<Calibration> found = CalibrateFromPose(kPicture, 90, Metres(5), 45);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->camera.pose().focal_px, 640, 1e-9);
  EXPECT_NEAR(found->camera.TiltDegrees(), 45, 1e-9);
  EXPECT_NEAR(found->camera.HeightAboveGround().value(), 5, 1e-9);
  const GroundPoint middle = *found->camera.GroundFromImage({640, 360});
  EXPECT_NEAR(middle.x_m, 0, 1e-9);
  EXPECT_NEAR(middle.y_m, 5, 1e-9);
  EXPECT_TRUE(found->residuals.empty());
}

TEST(CalibrateFromPose, HangsWhereItIsToldAndLooksWhereTheCompassSays) {
  const Standpoint stand{{20, -3}, 90};  // looks east
  const Result<Calibration> found = CalibrateFromPose(kPicture, 90, Metres(5), 45, stand);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->camera.TiltDegrees(), 45, 1e-9);
  EXPECT_NEAR(found->camera.HeightAboveGround().value(), 5, 1e-9);
  const GroundPoint middle = *found->camera.GroundFromImage({640, 360});
  EXPECT_NEAR(middle.x_m, 25, 1e-9);
  EXPECT_NEAR(middle.y_m, -3, 1e-9);
  const GroundPoint right = *found->camera.GroundFromImage({641, 360});
  EXPECT_NEAR(right.x_m, 25, 1e-9);
  EXPECT_LT(right.y_m, -3) << "the south is to the right of who looks east";
}

TEST(CalibrateFromPose, UnderTheGroundThereIsNoCamera) {
  EXPECT_EQ(CalibrateFromPose(kPicture, 90, Metres(0), 45).error(), Fault::kNoCamera);
  EXPECT_EQ(CalibrateFromPose(kPicture, 180, Metres(5), 45).error(), Fault::kNoCamera);
  EXPECT_EQ(CalibrateFromPose(kPicture, 90, Metres(std::nan("")), 45).error(), Fault::kNoCamera);
}

}  // namespace
}  // namespace throng
