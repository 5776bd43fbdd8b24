// A pyramid of ever coarser pictures, read between pixels.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/surface.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "counter/base/check.h"
#include "counter/drawn/random.h"

namespace throng {
namespace {

// Where `at` lies in a row of `length` pixels that goes to and fro; 0..length - 1.
float Mirrored(float at, int length) {
  const auto all = static_cast<float>(length);
  const float there = std::fmod(std::abs(at), 2 * all);
  return std::clamp((there < all ? there : 2 * all - there) - 0.5F, 0.0F, all - 1);
}

Colour Between(const cv::Mat& picture, float x, float y) {
  const auto left = static_cast<int>(x);
  const auto top = static_cast<int>(y);
  const int right = std::min(left + 1, picture.cols - 1);
  const int bottom = std::min(top + 1, picture.rows - 1);
  const float u = x - static_cast<float>(left);
  const float v = y - static_cast<float>(top);
  const auto* const upper = picture.ptr<Colour>(top);
  const auto* const lower = picture.ptr<Colour>(bottom);
  return (upper[left] * (1 - u) + upper[right] * u) * (1 - v) +
         (lower[left] * (1 - u) + lower[right] * u) * v;
}

}  // namespace

Surface::Surface(const cv::Mat& picture, float side_m, cv::Point2f begin_m)
    : px_per_m_(static_cast<float>(std::min(picture.cols, picture.rows)) / side_m),
      begin_m_(begin_m) {
  COUNTER_CHECK(!picture.empty() && picture.type() == CV_32FC3 && side_m > 0);
  levels_.push_back(picture);
  while (std::min(levels_.back().cols, levels_.back().rows) >= 2) {
    cv::Mat half;
    cv::resize(levels_.back(), half, levels_.back().size() / 2, 0, 0, cv::INTER_AREA);
    levels_.push_back(half);
  }
}

Colour Surface::At(float u_m, float v_m, float pixel_m) const {
  const float finest_px = std::max(1.0F, pixel_m * px_per_m_);
  const auto wanted = static_cast<std::size_t>(std::lround(std::log2(finest_px)));
  const cv::Mat& level = levels_[std::min(wanted, levels_.size() - 1)];
  const float scale =
      px_per_m_ * static_cast<float>(level.cols) / static_cast<float>(levels_.front().cols);
  return Between(level, Mirrored((u_m - begin_m_.x) * scale, level.cols),
                 Mirrored((v_m - begin_m_.y) * scale, level.rows));
}

void LaySurfaces(const std::vector<Surface>& surfaces, float share, bool mixed, Shape& shape) {
  if (surfaces.empty()) return;
  const auto lay = [&](Paint& paint) {
    if (paint.seed == 0 || Scatter(0, 0, paint.seed) >= share) return;
    const float which = Scatter(1, 0, paint.seed) * static_cast<float>(surfaces.size());
    paint.surface = &surfaces[std::min(static_cast<std::size_t>(which), surfaces.size() - 1)];
    paint.surface_share = mixed ? 0.2F + 0.8F * Scatter(2, 0, paint.seed) : 1.0F;
  };
  for (Bone& bone : shape.bones) lay(bone.paint);
  for (Face& face : shape.faces) lay(face.paint);
}

}  // namespace throng
