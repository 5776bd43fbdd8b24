// Spread of brightness over a sample of a frame's pixels.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/sight.h"

#include <cmath>
#include <opencv2/core.hpp>

namespace throng {
namespace {

constexpr int kEachPx = 4;  // looks at one pixel of 4 x 4: 27,648 of a 768 x 576 picture

// ITU-R BT.601.
double LumaOf(const cv::Vec3b& bgr) { return 0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2]; }

}  // namespace

Sight SightOf(const Frame& frame) {
  const cv::Mat picture = frame.Bgr();
  double count = 0;
  double sum = 0;
  double sum_of_squares = 0;
  for (int y = 0; y < picture.rows; y += kEachPx) {
    const auto* const row = picture.ptr<cv::Vec3b>(y);
    for (int x = 0; x < picture.cols; x += kEachPx) {
      const double luma = LumaOf(row[x]);
      count += 1;
      sum += luma;
      sum_of_squares += luma * luma;
    }
  }
  if (count == 0) return Sight::kBlind;
  const double mean = sum / count;
  const double variance = sum_of_squares / count - mean * mean;
  return variance < kBlindBelow * kBlindBelow ? Sight::kBlind : Sight::kSeeing;
}

}  // namespace throng
