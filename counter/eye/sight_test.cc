// Each fault of a camera is found with its name, and gone when it is gone.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/sight.h"

#include <gtest/gtest.h>

#include <chrono>
#include <opencv2/imgproc.hpp>

#include "counter/eye/test_picture.h"

namespace throng {
namespace {

using std::chrono::seconds;
using test_picture::FrameOf;
using test_picture::Place;

constexpr Seen kWell{};
constexpr Seen kDarkBlind{.sight = Sight::kBlind, .reason = SightReason::kDark};
constexpr Seen kFrozen{.sight = Sight::kBlind, .reason = SightReason::kFrozen};
constexpr Seen kMoved{.sight = Sight::kDim, .reason = SightReason::kMoved};

Seen Of(const cv::Mat& picture) { return SightOf(QualityOf(FrameOf(picture), 4)); }
Seen Blind(SightReason reason) { return {.sight = Sight::kBlind, .reason = reason}; }
Seen Dim(SightReason reason) { return {.sight = Sight::kDim, .reason = reason}; }

cv::Mat Uniform(int level) { return {240, 320, CV_8UC3, cv::Scalar::all(level)}; }

cv::Mat Blurred(const cv::Mat& picture, double sigma_px) {
  cv::Mat blurred;
  cv::GaussianBlur(picture, blurred, {}, sigma_px);
  return blurred;
}

TEST(Sight, PlacesAreSeen) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    EXPECT_EQ(Of(Place(seed)), kWell);
    EXPECT_EQ(Of(Place(seed) * 0.3), kWell) << "in the evening";
    EXPECT_EQ(Of(Blurred(Place(seed), 1)), kWell);
    EXPECT_EQ(Of(test_picture::WithGrain(Place(seed), 1)), kWell);
  }
}

TEST(Sight, OneBrightnessIsBlindWithTheReason) {
  EXPECT_EQ(Of(Uniform(0)), kDarkBlind);
  EXPECT_EQ(Of(Uniform(255)), Blind(SightReason::kOverexposed));
  EXPECT_EQ(Of(Uniform(117)), Blind(SightReason::kCovered));
  EXPECT_EQ(Of(cv::Mat(240, 320, CV_8UC3, cv::Scalar(255, 0, 0))), Blind(SightReason::kCovered));
  EXPECT_EQ(Of(test_picture::Noise(2)), Blind(SightReason::kCovered)) << "the noise of a sensor";
}

TEST(Sight, AFewLampsInTheNightAreDim) {
  cv::Mat night = Uniform(0);
  night(cv::Rect(20, 20, 16, 16)).setTo(cv::Scalar::all(255));
  EXPECT_EQ(Of(night), Dim(SightReason::kDark));
}

TEST(Sight, ABleachedPictureIsDimAndThenBlind) {
  cv::Mat picture = Place(1);
  picture.rowRange(0, 150).setTo(cv::Scalar::all(255));
  EXPECT_EQ(Of(picture), Dim(SightReason::kOverexposed));
  picture.rowRange(0, 210).setTo(cv::Scalar::all(255));
  EXPECT_EQ(Of(picture), Blind(SightReason::kOverexposed));
}

TEST(Sight, NoiseIsBlindAlsoWithSomePictureInIt) {
  EXPECT_EQ(Of(test_picture::Noise(40)), Blind(SightReason::kNoise));
  EXPECT_EQ(Of(Blurred(test_picture::Noise(120), 1)), Blind(SightReason::kNoise));
  cv::Mat mixed;
  cv::addWeighted(Place(1), 0.3, test_picture::Noise(60), 0.7, 0, mixed);
  EXPECT_EQ(Of(mixed).reason, SightReason::kNoise);
}

TEST(Sight, ABlurredPictureIsDimAndThenBlind) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    EXPECT_EQ(Of(Blurred(Place(seed), 2.5)), Dim(SightReason::kBlurred));
    EXPECT_EQ(Of(Blurred(Place(seed), 7)), Blind(SightReason::kBlurred));
    EXPECT_EQ(Of(Blurred(Place(seed), 40)), Blind(SightReason::kCovered)) << "before the lens";
  }
}

TEST(Sight, TheWorseOfTwoIsTaken) {
  EXPECT_EQ(WorseOf(kWell, kMoved), kMoved);
  EXPECT_EQ(WorseOf(kFrozen, kMoved), kFrozen);
  EXPECT_EQ(WorseOf(kWell, kWell), kWell);
}

class SightJudgeTest : public testing::Test {
 protected:
  // A look each 5 s.
  Seen Look(const cv::Mat& picture) { return judge_.Judge(FrameOf(picture, seconds(5 * look_++))); }
  Seen LookAtPlace(std::uint64_t seed) {
    return Look(test_picture::WithGrain(Place(seed), static_cast<std::uint64_t>(look_)));
  }

  Brief brief_{.camera = {.picture = {320, 240},
                          .focal_px = 280,
                          .camera_from_site = {1, 0, 0, 0, -0.6, -0.8, 0, 0.8, -0.6},
                          .site_origin_m = {0, 4, 3}},
               .steps = {.every = seconds(5)},
               .patches = {{{10, 100}, {310, 100}, {310, 230}, {10, 230}}}};
  SightJudge judge_{brief_};
  int look_ = 0;
};

TEST_F(SightJudgeTest, TheSamePictureThreeTimesIsFrozenUntilAnotherComes) {
  EXPECT_EQ(Look(Place(1)), kWell);
  EXPECT_EQ(Look(Place(1)), kWell);
  EXPECT_EQ(Look(Place(1)), kFrozen) << "within 3 ticks";
  EXPECT_EQ(Look(Place(1)), kFrozen);
  EXPECT_EQ(LookAtPlace(1), kWell);
}

TEST_F(SightJudgeTest, PicturesThatARecordingRepeatsAreNotFrozen) {
  SightJudge judge(brief_);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(judge.Judge(FrameOf(Place(1), std::chrono::milliseconds(40 * i))), kWell);
  }
}

TEST_F(SightJudgeTest, WhatWasFrozenStaysSoForTheNextEye) {
  brief_.was_frozen = true;
  judge_ = SightJudge(brief_);
  EXPECT_EQ(Look(Place(1)), kFrozen);
  EXPECT_EQ(Look(Place(1)), kFrozen);
  EXPECT_EQ(LookAtPlace(1), kWell);
  EXPECT_EQ(LookAtPlace(1), kWell);
}

TEST_F(SightJudgeTest, AMovedCameraIsDimWithinThreeTicksAndBackWhenItIsPutBack) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(LookAtPlace(1), kWell);
  LookAtPlace(2);
  LookAtPlace(2);
  EXPECT_EQ(LookAtPlace(2), kMoved);
  for (int i = 0; i < 3; ++i) LookAtPlace(1);
  EXPECT_EQ(LookAtPlace(1), kWell) << "put back";
}

TEST_F(SightJudgeTest, AMovedAndDazzledCameraIsBlind) {
  for (int i = 0; i < 20; ++i) LookAtPlace(1);
  for (int i = 0; i < 3; ++i) LookAtPlace(2);
  EXPECT_EQ(Look(Uniform(255)), Blind(SightReason::kOverexposed));
}

// People who are large in the picture may be as blurred as they like to be: they are found.
TEST_F(SightJudgeTest, BlurIsMeasuredByTheSizeOfPeople) {
  const cv::Mat blurred = Blurred(Place(1), 2.5);
  EXPECT_EQ(Look(blurred), kWell);
  brief_.camera.site_origin_m = {0, 20, 15};  // five times as far away
  EXPECT_EQ(SightJudge(brief_).Judge(FrameOf(blurred)).reason, SightReason::kBlurred);
}

// Those who are near are larger in the picture than those who are far.
TEST_F(SightJudgeTest, APatchThatIsThereAgainForItsFullestCellDoesNotCountTwice) {
  const ImagePolygon near{{10, 200}, {310, 200}, {310, 230}, {10, 230}};
  const ImagePolygon far{{10, 60}, {310, 60}, {310, 70}, {10, 70}};
  brief_.patches = {near, far};
  const int detail_px = DetailPx(brief_);
  brief_.patches = {near, far, far, far};
  EXPECT_EQ(DetailPx(brief_), detail_px);
  brief_.patches = {far};
  EXPECT_LT(DetailPx(brief_), detail_px) << "control: the patches are not alike";
}

TEST(Sight, AnEmptyFrameIsBlind) {
  Frame frame = FrameOf(Place(1));
  const Frame taken = std::move(frame);
  EXPECT_EQ(SightOf(QualityOf(frame, 4)), kDarkBlind);  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace throng
