// The numbers move with what they are named for, and hardly with anything else.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/picture_quality.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "counter/eye/test_picture.h"

namespace throng {
namespace {

using test_picture::FrameOf;

PictureQuality Of(const cv::Mat& picture, int detail_px = 4) {
  return QualityOf(FrameOf(picture), detail_px);
}

cv::Mat Blurred(const cv::Mat& picture, double sigma_px) {
  cv::Mat blurred;
  cv::GaussianBlur(picture, blurred, {}, sigma_px);
  return blurred;
}

TEST(PictureQuality, AFlatPictureHasAMeanAndNothingElse) {
  const PictureQuality flat = Of(cv::Mat(120, 160, CV_8UC3, cv::Scalar(117, 117, 117)));
  EXPECT_DOUBLE_EQ(flat.mean, 117);
  EXPECT_DOUBLE_EQ(flat.deviation, 0);
  EXPECT_DOUBLE_EQ(flat.roughness, 0);
  EXPECT_DOUBLE_EQ(flat.detail, 0);
}

TEST(PictureQuality, SharesAreOfTheDarkAndTheLight) {
  cv::Mat picture(120, 160, CV_8UC3, cv::Scalar(117, 117, 117));
  picture.colRange(0, 40).setTo(cv::Scalar(5, 5, 5));
  picture.colRange(40, 120).setTo(cv::Scalar(255, 255, 255));
  EXPECT_NEAR(Of(picture).dark_share, 0.25, 1e-9);
  EXPECT_NEAR(Of(picture).light_share, 0.5, 1e-9);
}

TEST(PictureQuality, DetailFallsWithBlurAndHardlyWithTheDistance) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const cv::Mat place = test_picture::Place(seed);
    EXPECT_GT(Of(place, 3).detail, 0.5);
    EXPECT_GT(Of(place, 6).detail, 0.5);
    EXPECT_LT(Of(Blurred(place, 3)).detail, 0.37);
    EXPECT_LT(Of(Blurred(place, 6)).detail, 0.30);
    EXPECT_GT(Of(Blurred(place, 1), 8).detail, 0.45) << "what is far sharper than must be is sharp";
  }
}

TEST(PictureQuality, RoughnessIsOneInNoise) {
  EXPECT_NEAR(Of(test_picture::Noise(40)).roughness, 1, 0.03);
  EXPECT_NEAR(Of(Blurred(test_picture::Noise(120), 1)).roughness, 1, 0.05) << "coarse noise";
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    EXPECT_LT(Of(test_picture::Place(seed)).roughness, 0.5);
  }
}

TEST(PictureQuality, TheChecksumIsThatOfThePicture) {
  const cv::Mat place = test_picture::Place(1);
  EXPECT_EQ(Of(place).checksum, Of(place.clone()).checksum);
  EXPECT_NE(Of(place).checksum, Of(test_picture::WithGrain(place, 1)).checksum);
  EXPECT_NE(Of(place).checksum, Of(test_picture::Place(2)).checksum);
}

TEST(PictureQuality, AnEmptyFrameHasNone) {
  Frame frame = FrameOf(test_picture::Place(1));
  const Frame taken = std::move(frame);
  EXPECT_EQ(QualityOf(frame, 4).checksum, 0U);  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace throng
