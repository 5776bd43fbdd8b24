// A picture of one brightness is Blind; one that shows something is Seeing.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/sight.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/core.hpp>
#include <utility>

namespace throng {
namespace {

Frame Uniform(std::uint8_t level) {
  Frame frame({160, 120}, Duration(0));
  std::ranges::fill(frame.bytes(), level);
  return frame;
}

Frame Noise(double sigma) {
  Frame frame = Uniform(0);
  cv::Mat picture = frame.Bgr();
  cv::RNG random(1);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const auto level = cv::saturate_cast<std::uint8_t>(128 + random.gaussian(sigma));
      picture.at<cv::Vec3b>(y, x) = {level, level, level};
    }
  }
  return frame;
}

TEST(Sight, BlackWhiteAndGreyAreBlind) {
  EXPECT_EQ(SightOf(Uniform(0)), Sight::kBlind);
  EXPECT_EQ(SightOf(Uniform(255)), Sight::kBlind);
  EXPECT_EQ(SightOf(Uniform(117)), Sight::kBlind);
}

TEST(Sight, AFlatColourIsBlind) {
  Frame frame = Uniform(0);
  frame.Bgr().setTo(cv::Scalar(255, 0, 0));
  EXPECT_EQ(SightOf(frame), Sight::kBlind);
}

TEST(Sight, TheNoiseOfACoveredSensorIsBlindAndStrongNoiseIsNot) {
  EXPECT_EQ(SightOf(Noise(2)), Sight::kBlind);
  EXPECT_EQ(SightOf(Noise(8)), Sight::kSeeing);
}

TEST(Sight, APictureWithADarkAndABrightHalfIsSeeing) {
  Frame frame = Uniform(60);
  frame.Bgr().colRange(80, 160).setTo(cv::Scalar(90, 90, 90));
  EXPECT_EQ(SightOf(frame), Sight::kSeeing);
}

TEST(Sight, AFewLampsInTheNightAreSeeing) {
  Frame frame = Uniform(0);
  frame.Bgr()(cv::Rect(20, 20, 8, 8)).setTo(cv::Scalar(255, 255, 255));
  EXPECT_EQ(SightOf(frame), Sight::kSeeing);
}

TEST(Sight, AnEmptyFrameIsBlind) {
  Frame frame = Uniform(60);
  const Frame taken = std::move(frame);
  EXPECT_EQ(SightOf(frame), Sight::kBlind);  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace throng
