// Ground marks give back the camera that made them, with noise and with one mark gone wrong.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/calibrate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "counter/site/camera_for_test.h"

namespace throng {
namespace {

const std::vector<ImagePoint> kSix{{150, 300}, {1100, 320}, {640, 420},
                                   {200, 650}, {1150, 680}, {700, 560}};
const std::vector<ImagePoint> kEight{{150, 300},  {1100, 320}, {640, 420}, {200, 650},
                                     {1150, 680}, {700, 560},  {400, 480}, {900, 300}};

Camera TiltedBy(double tilt_deg, unsigned seed = 1) {
  return CameraAt({.height_m = 7,
                   .tilt_deg = tilt_deg,
                   .yaw_deg = seed * 37.0,
                   .roll_deg = seed % 7 - 3.0,
                   .x_m = 30,
                   .y_m = -80});
}

// The worst share by which a stretch of 64 px in the lower two thirds of the picture is longer or
// shorter on the ground for `found` than for `truth`.
double WorstScale(const Camera& truth, const Camera& found) {
  double worst = 0;
  for (double x = 64; x < 1280; x += 192) {
    for (double y = 250; y <= 720; y += 94) {
      const auto length_m = [x, y](const Camera& camera) {
        const GroundPoint a = *camera.GroundFromImage({x, y});
        const GroundPoint b = *camera.GroundFromImage({x + 64, y});
        return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m);
      };
      worst = std::max(worst, std::abs(length_m(found) / length_m(truth) - 1));
    }
  }
  return worst;
}

int CountRejected(const Calibration& calibration) {
  return static_cast<int>(
      std::count_if(calibration.residuals.begin(), calibration.residuals.end(),
                    [](const Residual& residual) { return residual.rejected; }));
}

TEST(CalibrateFromGround, ExactMarksGiveTheCameraBack) {
  for (const double tilt_deg : {20.0, 30.0, 45.0, 60.0}) {
    const Camera truth = TiltedBy(tilt_deg);
    const Result<Calibration> found = CalibrateFromGround({1280, 720}, MarksOf(truth, kSix));
    ASSERT_TRUE(found) << tilt_deg;
    EXPECT_LT(WorstScale(truth, found->camera), 0.001);
    EXPECT_NEAR(found->camera.pose().focal_px, 900, 1);
    EXPECT_NEAR(found->camera.HeightAboveGround().value(), 7, 0.01);
    EXPECT_NEAR(found->camera.TiltDegrees(), tilt_deg, 0.1);
    EXPECT_LT(found->rms_px, 0.1);
    EXPECT_EQ(CountRejected(*found), 0);
  }
}

TEST(CalibrateFromGround, MarksSeenThroughALensGiveTheCameraBackIfItIsTold) {
  const Camera truth = CameraAt(
      {.height_m = 7, .tilt_deg = 35, .yaw_deg = 37, .x_m = 30, .y_m = -80, .lens_bend = -0.33});
  const std::vector<GroundMark> marks = MarksOf(truth, kEight);
  const Result<Calibration> found = CalibrateFromGround({1280, 720}, marks, -0.33);
  ASSERT_TRUE(found);
  EXPECT_LT(WorstScale(truth, found->camera), 0.001);
  EXPECT_NEAR(found->camera.pose().focal_px, 900, 1);
  EXPECT_LT(found->rms_px, 0.1);
  const Result<Calibration> untold = CalibrateFromGround({1280, 720}, marks);
  ASSERT_TRUE(untold);
  EXPECT_GT(untold->rms_px, 3) << "the control";
}

TEST(CalibrateFromGround, OneGrossMarkIsFoundThroughALensToo) {
  const Camera truth = CameraAt({.height_m = 7, .tilt_deg = 35, .lens_bend = -0.33});
  std::vector<GroundMark> marks = MarksOf(truth, kEight, 1);
  marks[2].in_image.x_px += 60;
  const Result<Calibration> found = CalibrateFromGround({1280, 720}, marks, -0.33);
  ASSERT_TRUE(found);
  EXPECT_EQ(CountRejected(*found), 1);
  EXPECT_TRUE(found->residuals[2].rejected);
}

TEST(CalibrateFromGround, FourMarksAreEnough) {
  const Camera truth = TiltedBy(30);
  const std::vector<ImagePoint> four(kEight.begin() + 1, kEight.begin() + 5);
  const Result<Calibration> found = CalibrateFromGround({1280, 720}, MarksOf(truth, four));
  ASSERT_TRUE(found);
  EXPECT_LT(WorstScale(truth, found->camera), 0.01);
}

TEST(CalibrateFromGround, TwoPixelsOfNoiseCostAFewPercent) {
  for (const double tilt_deg : {20.0, 30.0, 45.0, 60.0, 75.0, 85.0, 90.0}) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
      const Camera truth = TiltedBy(tilt_deg, seed);
      const Result<Calibration> found =
          CalibrateFromGround({1280, 720}, MarksOf(truth, kEight, 2, seed));
      ASSERT_TRUE(found) << tilt_deg << " " << seed;
      EXPECT_LT(WorstScale(truth, found->camera), 0.06) << tilt_deg << " " << seed;
      EXPECT_EQ(CountRejected(*found), 0) << tilt_deg << " " << seed;
      EXPECT_LT(found->rms_px, 5);
    }
  }
}

TEST(CalibrateFromGround, PeopleKeepTheirHeightUpToSixtyDegrees) {
  for (const double tilt_deg : {20.0, 30.0, 45.0, 60.0}) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
      const Camera truth = TiltedBy(tilt_deg, seed);
      const Result<Calibration> found =
          CalibrateFromGround({1280, 720}, MarksOf(truth, kEight, 1, seed));
      ASSERT_TRUE(found);
      const double ratio =
          *found->camera.PersonHeightPx({640, 500}) / *truth.PersonHeightPx({640, 500});
      EXPECT_NEAR(ratio, 1, 0.06) << tilt_deg << " " << seed;
    }
  }
}

TEST(CalibrateFromGround, OneGrosslyWrongMarkIsFoundAmongSixAndAmongEight) {
  for (const std::vector<ImagePoint>& points : {kSix, kEight}) {
    for (const double tilt_deg : {20.0, 45.0, 75.0}) {
      // Six marks from above: one in 40 wrong ones finds a camera of its own.
      if (points.size() == 6 && tilt_deg > 60) continue;
      for (unsigned seed = 1; seed <= 16; ++seed) {
        const Camera truth = TiltedBy(tilt_deg, seed);
        std::vector<GroundMark> marks = MarksOf(truth, points, 1, seed);
        const std::size_t wrong = seed % marks.size();
        marks[wrong].in_image.x_px += seed % 2 == 0 ? 80 : -80;
        marks[wrong].in_image.y_px += 30;
        const Result<Calibration> found = CalibrateFromGround({1280, 720}, marks);
        ASSERT_TRUE(found);
        EXPECT_EQ(CountRejected(*found), 1) << tilt_deg << " " << seed;
        EXPECT_TRUE(found->residuals[wrong].rejected) << tilt_deg << " " << seed;
        EXPECT_NEAR(found->residuals[wrong].image_px, 85, 35);
        EXPECT_LT(WorstScale(truth, found->camera), 0.12) << tilt_deg << " " << seed;
      }
    }
  }
}

TEST(CalibrateFromGround, TwoExchangedMarksAmongTwelveAreFound) {
  std::vector<ImagePoint> points = kEight;
  for (const ImagePoint& point : {ImagePoint{300, 400}, {1000, 450}, {500, 620}, {850, 700}}) {
    points.push_back(point);
  }
  const Camera truth = TiltedBy(30);
  std::vector<GroundMark> marks = MarksOf(truth, points, 1);
  std::swap(marks[3].on_ground, marks[7].on_ground);
  const Result<Calibration> found = CalibrateFromGround({1280, 720}, marks);
  ASSERT_TRUE(found);
  EXPECT_EQ(CountRejected(*found), 2);
  EXPECT_TRUE(found->residuals[3].rejected && found->residuals[7].rejected);
  EXPECT_LT(WorstScale(truth, found->camera), 0.05);
}

TEST(CalibrateFromGround, AMarkAboveTheHorizonIsRejectedWithNoDistanceOnTheGround) {
  const Camera truth = CameraAt({.height_m = 5, .tilt_deg = 15});
  std::vector<GroundMark> marks = MarksOf(truth, kEight);
  marks[6].in_image = {400, 20};
  const Result<Calibration> found = CalibrateFromGround({1280, 720}, marks);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->residuals[6].rejected);
  EXPECT_TRUE(std::isinf(found->residuals[6].ground.value()));
}

TEST(CalibrateFromGround, ARepeatedMarkHelpsNobody) {
  std::vector<GroundMark> marks = MarksOf(TiltedBy(30), kEight);
  marks.push_back(marks.front());
  const Result<Calibration> found = CalibrateFromGround({1280, 720}, marks);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->residuals.size(), 9U);
  marks.resize(3);
  EXPECT_EQ(CalibrateFromGround({1280, 720}, marks).error(), Fault::kTooFewMarks);
  marks.insert(marks.end(), 5, marks.front());
  EXPECT_EQ(CalibrateFromGround({1280, 720}, marks).error(), Fault::kTooFewMarks);
  EXPECT_EQ(CalibrateFromGround({1280, 720}, {}).error(), Fault::kTooFewMarks);
}

TEST(CalibrateFromGround, MarksOnALineLeaveTheCameraOpen) {
  const Camera camera = TiltedBy(30);
  const std::vector<ImagePoint> line{{100, 300}, {300, 400}, {500, 500}, {700, 600}, {800, 650}};
  EXPECT_EQ(CalibrateFromGround({1280, 720}, MarksOf(camera, line)).error(), Fault::kMarksInLine);
  EXPECT_EQ(CalibrateFromGround({1280, 720}, MarksOf(camera, line, 1)).error(),
            Fault::kMarksInLine);
  std::vector<ImagePoint> all_but_one = line;
  all_but_one.push_back({900, 300});
  EXPECT_EQ(CalibrateFromGround({1280, 720}, MarksOf(camera, all_but_one)).error(),
            Fault::kMarksInLine);
  all_but_one.push_back({200, 680});  // the control
  EXPECT_TRUE(CalibrateFromGround({1280, 720}, MarksOf(camera, all_but_one)));
}

TEST(CalibrateFromGround, MirroredMarksAreNoCamera) {
  std::vector<GroundMark> marks = MarksOf(TiltedBy(30), kSix);
  for (GroundMark& mark : marks) mark.on_ground.y_m = -mark.on_ground.y_m;
  EXPECT_EQ(CalibrateFromGround({1280, 720}, marks).error(), Fault::kNoCamera);
}

TEST(CalibrateFromGround, TheSameMarksGiveTheSameCamera) {
  std::vector<GroundMark> marks = MarksOf(TiltedBy(30), kEight, 2);
  marks[2].in_image.y_px += 90;
  const Result<Calibration> once = CalibrateFromGround({1280, 720}, marks);
  const Result<Calibration> again = CalibrateFromGround({1280, 720}, marks);
  ASSERT_TRUE(once && again);
  EXPECT_EQ(once->camera.pose().focal_px, again->camera.pose().focal_px);
  EXPECT_EQ(once->camera.pose().site_origin_m, again->camera.pose().site_origin_m);
}

}  // namespace
}  // namespace throng
