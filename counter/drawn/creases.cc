// Compares depths around each pixel (Crytek's screen-space ambient occlusion of 2007, in rings).
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/creases.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace throng {
namespace {

constexpr float kReachM = 0.22F;   // what is farther beside it takes no light away
constexpr float kWholeM = 0.08F;   // nearer by so much: takes all that it can
constexpr float kNothingM = 0.6F;  // nearer by so much: stands elsewhere, and takes none
constexpr float kDarkest = 0.75F;  // share of the light from all sides that a crease may lose
constexpr int kLeastReachPx = 2;
constexpr int kRings = 2;
constexpr std::size_t kPairs = 4;  // of opposite directions

// -1..1: how much more or less sky is hidden by what is `nearer_m` nearer.
float TakenBy(float nearer_m) {
  if (nearer_m >= kNothingM) return 0;
  return std::clamp(nearer_m / kWholeM, -1.0F, 1.0F);
}

float Bright(const Colour& colour) { return colour[0] + colour[1] + colour[2]; }

}  // namespace

void DarkenCreases(Canvas& canvas) {
  const Light& light = canvas.light();
  const float from_all_sides = Bright(light.ambient);
  const float share = from_all_sides / std::max(from_all_sides + Bright(light.direct), 1e-6F);
  const cv::Mat& depths = canvas.depths();
  std::array<cv::Point2f, kPairs> ways;
  for (std::size_t i = 0; i < kPairs; ++i) {
    const float angle_rad = static_cast<float>(CV_PI) * static_cast<float>(i) / kPairs;
    ways.at(i) = {std::cos(angle_rad), std::sin(angle_rad)};
  }
  const auto taken_from = [&depths](int x, int y, const cv::Point2f& off) {
    const int column = std::clamp(x + cvRound(off.x), 0, depths.cols - 1);
    const int row = std::clamp(y + cvRound(off.y), 0, depths.rows - 1);
    return TakenBy(depths.at<float>(y, x) - depths.at<float>(row, column));
  };
  for (int y = 0; y < depths.rows; ++y) {
    for (int x = 0; x < depths.cols; ++x) {
      const float depth = depths.at<float>(y, x);
      const float reach_px = canvas.view().focal_px() * kReachM / depth;
      if (reach_px < kLeastReachPx) continue;  // also where nothing is
      float taken = 0;
      for (const cv::Point2f& way : ways) {
        for (int ring = 1; ring <= kRings; ++ring) {
          const cv::Point2f off = way * (reach_px * static_cast<float>(ring) / kRings);
          // Opposite sides of a plane are as much nearer as farther.
          taken += std::max(0.0F, taken_from(x, y, off) + taken_from(x, y, -off)) / 2;
        }
      }
      taken /= kPairs * kRings;
      canvas.colours().at<Colour>(y, x) *= 1 - share * kDarkest * std::min(2.5F * taken, 1.0F);
    }
  }
}

}  // namespace throng
