// One pass over a sample of the pixels, with their neighbours at four distances.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/picture_quality.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "counter/eye/luma.h"

namespace throng {
namespace {

// One pixel of 5 x 3: 15,360 of a 640 x 360 picture. No divisor of codecs' blocks of 8 and 16, so
// that their edges are met as often as other places.
constexpr int kEachColumn = 5;
constexpr int kEachRow = 3;
constexpr int kDarkBelow = 12;
constexpr int kLightAbove = 250;

// Sums of squared differences over a distance, to the right and down.
class Difference {
 public:
  explicit Difference(int distance_px) : distance_px_(distance_px) {}

  void Add(const cv::Mat& picture, int x, int y, int luma) {
    if (x + distance_px_ < picture.cols) AddPair(luma - LumaAt(picture, x + distance_px_, y));
    if (y + distance_px_ < picture.rows) AddPair(luma - LumaAt(picture, x, y + distance_px_));
  }
  double mean() const { return pairs_ > 0 ? static_cast<double>(sum_) / pairs_ : 0; }

 private:
  void AddPair(int difference) {
    sum_ += std::int64_t{difference} * difference;
    ++pairs_;
  }
  int distance_px_;
  std::int64_t sum_ = 0;
  int pairs_ = 0;
};

double Ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace

PictureQuality QualityOf(const Frame& frame, int detail_px) {
  const cv::Mat picture = frame.Bgr();
  Difference rough(std::max(4, std::min(picture.rows, picture.cols) / 90));
  Difference near(detail_px);
  Difference far(2 * detail_px);
  std::int64_t count = 0;
  std::int64_t sum = 0;
  std::int64_t sum_of_squares = 0;
  std::int64_t dark = 0;
  std::int64_t light = 0;
  std::uint64_t checksum = 0xcbf29ce484222325;  // FNV-1a, with its multiplier below
  for (int y = 0; y < picture.rows; y += kEachRow) {
    for (int x = 0; x < picture.cols; x += kEachColumn) {
      const int luma = LumaAt(picture, x, y);
      ++count;
      sum += luma;
      sum_of_squares += std::int64_t{luma} * luma;
      dark += luma < kDarkBelow ? 1 : 0;
      light += luma > kLightAbove ? 1 : 0;
      checksum = (checksum ^ static_cast<unsigned>(luma)) * 0x100000001b3;
      rough.Add(picture, x, y, luma);
      near.Add(picture, x, y, luma);
      far.Add(picture, x, y, luma);
    }
  }
  if (count == 0) return {};
  const auto all = static_cast<double>(count);
  const double mean = static_cast<double>(sum) / all;
  const double variance = std::max(static_cast<double>(sum_of_squares) / all - mean * mean, 0.0);
  return {.mean = mean,
          .deviation = std::sqrt(variance),
          .dark_share = static_cast<double>(dark) / all,
          .light_share = static_cast<double>(light) / all,
          .roughness = Ratio(rough.mean(), 2 * variance),
          .detail = Ratio(near.mean(), far.mean()),
          .checksum = checksum};
}

}  // namespace throng
