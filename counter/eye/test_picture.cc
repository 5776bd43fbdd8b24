// Boxes, drawn one over the other: near ones hide far ones, as things do.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/test_picture.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace throng::test_picture {
namespace {

constexpr int kWidth = 320;
constexpr int kHeight = 240;

}  // namespace

cv::Mat Place(std::uint64_t seed) {
  cv::RNG random(seed + 1);
  cv::Mat picture(kHeight, kWidth, CV_8UC3, cv::Scalar(90, 90, 90));
  for (int i = 0; i < 800; ++i) {
    const double size = 4 * std::pow(30.0, std::pow(random.uniform(0.0, 1.0), 3));
    const cv::Point2f middle(random.uniform(0.F, 320.F), random.uniform(0.F, 240.F));
    const cv::RotatedRect box(
        middle, {static_cast<float>(size), static_cast<float>(size * random.uniform(0.5, 2.0))},
        random.uniform(0.F, 180.F));
    std::array<cv::Point2f, 4> corners;
    box.points(corners.data());
    std::vector<cv::Point> rounded(corners.begin(), corners.end());
    cv::fillConvexPoly(picture, rounded, cv::Scalar::all(random.uniform(20, 230)));
  }
  return picture;
}

cv::Mat Noise(double sigma) {
  cv::RNG random(1);
  cv::Mat grey(kHeight, kWidth, CV_8UC1);
  random.fill(grey, cv::RNG::NORMAL, 128, sigma);
  cv::Mat picture;
  cv::cvtColor(grey, picture, cv::COLOR_GRAY2BGR);
  return picture;
}

cv::Mat WithGrain(const cv::Mat& picture, std::uint64_t seed) {
  cv::RNG random(seed + 1);
  cv::Mat grain(picture.size(), CV_16SC3);
  random.fill(grain, cv::RNG::NORMAL, 0, 2);
  cv::Mat sum;
  cv::add(picture, grain, sum, cv::noArray(), CV_8UC3);
  return sum;
}

Frame FrameOf(const cv::Mat& picture, Duration at) {
  Frame frame({static_cast<std::uint16_t>(picture.cols), static_cast<std::uint16_t>(picture.rows)},
              at);
  picture.copyTo(frame.Bgr());
  return frame;
}

}  // namespace throng::test_picture
