// Pictures are enlarged and reduced as OpenCV does it, and beyond the frame there is nothing.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/resample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "counter/eye/wiped_observer.h"

namespace throng {
namespace {

constexpr ImageSize kFrame{320, 240};

// Gradients of other directions in the three colours.
Frame Gradient() {
  Frame frame(kFrame, Duration(0));
  cv::Mat picture = frame.Bgr();
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      picture.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(x * 255 / 319),
                                     static_cast<std::uint8_t>(y * 255 / 239),
                                     static_cast<std::uint8_t>((x + y) * 255 / 558)};
    }
  }
  return frame;
}

SizeBand BandAt(double zoom, double left_px, double top_px, ImageSize size) {
  return {.zoom = zoom, .left_px = left_px, .top_px = top_px, .size = size, .shares = {}};
}

cv::Mat Resampled(const Frame& frame, const SizeBand& band) {
  Resampler resampler(band, frame.size(), *std::pmr::new_delete_resource());
  cv::Mat picture(band.size.height_px, band.size.width_px, CV_8UC3);
  resampler.Resample(frame, {picture.data, picture.total() * picture.elemSize()});
  return picture;
}

TEST(Resample, ReducesAsOpenCvsMeanOverAreas) {
  const Frame frame = Gradient();
  for (const double zoom : {0.5, 0.4, 0.25, 0.9}) {
    const ImageSize size{static_cast<std::uint16_t>(std::lround(320 * zoom)),
                         static_cast<std::uint16_t>(std::lround(240 * zoom))};
    cv::Mat wanted;
    cv::resize(frame.Bgr(), wanted, {size.width_px, size.height_px}, 0, 0, cv::INTER_AREA);
    const cv::Mat got = Resampled(frame, BandAt(zoom, 0, 0, size));
    EXPECT_LE(cv::norm(got, wanted, cv::NORM_INF), 1) << zoom;
  }
}

TEST(Resample, EnlargesAsOpenCvBetweenNeighbours) {
  const Frame frame = Gradient();
  for (const double zoom : {1.0, 1.5, 2.0, 2.5}) {
    const ImageSize size{static_cast<std::uint16_t>(std::lround(320 * zoom)),
                         static_cast<std::uint16_t>(std::lround(240 * zoom))};
    cv::Mat wanted;
    cv::resize(frame.Bgr(), wanted, {size.width_px, size.height_px}, 0, 0, cv::INTER_LINEAR);
    const cv::Mat got = Resampled(frame, BandAt(zoom, 0, 0, size));
    EXPECT_LE(cv::norm(got, wanted, cv::NORM_INF), 1) << zoom;
  }
}

TEST(Resample, APartIsTheSameAsThatPartOfTheWhole) {
  const Frame frame = Gradient();
  const cv::Mat whole = Resampled(frame, BandAt(0.5, 0, 0, {160, 120}));
  const cv::Mat part = Resampled(frame, BandAt(0.5, 80, 40, {64, 32}));
  EXPECT_EQ(cv::norm(part, whole(cv::Rect(40, 20, 64, 32)), cv::NORM_INF), 0);
  EXPECT_GT(cv::norm(part, whole(cv::Rect(48, 20, 64, 32)), cv::NORM_INF), 5) << "the control";
}

TEST(Resample, BeyondTheFrameIsWhatTheNetworkTakesForNothing) {
  const Frame frame = Gradient();
  const cv::Mat picture = Resampled(frame, BandAt(1, 0, 0, {328, 256}));
  const cv::Mat inside = picture(cv::Rect(0, 0, 320, 240));
  EXPECT_EQ(cv::norm(inside, frame.Bgr(), cv::NORM_INF), 0);
  for (const cv::Rect beyond : {cv::Rect(320, 0, 8, 256), cv::Rect(0, 240, 328, 16)}) {
    const cv::Mat nothing(beyond.height, beyond.width, CV_8UC3, cv::Scalar(128, 128, 128));
    EXPECT_EQ(cv::norm(picture(beyond), nothing, cv::NORM_INF), 0);
  }
}

TEST(Resample, TheLastRowIsWiped) {
  WipeObserver memory;
  const Frame frame = Gradient();
  Resampler resampler(BandAt(0.5, 0, 0, {160, 120}), kFrame, memory);
  std::vector<std::uint8_t> pixels(std::size_t{3} * 160 * 120);
  resampler.Resample(frame, pixels);
  EXPECT_GT(memory.not_zero(), 320U) << "the control: the row is here";
  resampler.Wipe();
  EXPECT_EQ(memory.not_zero(), 0U);
}

}  // namespace
}  // namespace throng
