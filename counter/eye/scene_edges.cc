// The structure tensor of each part of the picture, and its averages.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/scene_edges.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <opencv2/core.hpp>

#include "counter/eye/luma.h"

namespace throng {
namespace {

constexpr double kNoiseFloor = 64;   // of the squared difference over two steps: codec and sensor
constexpr float kClearEdges = 0.2F;  // shorter vectors are no direction
constexpr int kFewestClear = 8;

// Measured on PETS, Mall and drawn crowds that grow to 3/m2 (sight's row in SPECIFICATION.md):
// the same scene fits by 0.63 or better, and by 0.8 outside the densest crowd.
constexpr double kMovedBelow = 0.52;
constexpr double kBackAbove = 0.65;
constexpr int kLooksToKnow = 8;
constexpr int kLooksToJudge = 2;  // and so long: a bus that passes by hides the scene, too
constexpr Duration kTimeToJudge = std::chrono::seconds(5);
constexpr Duration kLatest = std::chrono::seconds(3);  // half of it is forgotten after so long
constexpr Duration kMemory = std::chrono::minutes(5);

double InSeconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

SceneEdges::SceneEdges(const Frame& frame) {
  const cv::Mat picture = frame.Bgr();
  const int step = std::max(2, picture.rows / 180);
  struct Sums {
    double difference = 0;  // of the squares
    double product = 0;
    double energy = 0;
    int pixels = 0;
  };
  std::array<Sums, std::size_t{kColumns} * kRows> sums;
  for (int y = step; y + step < picture.rows; y += step) {
    for (int x = step; x + step < picture.cols; x += step) {
      const double dx = LumaAt(picture, x + step, y) - LumaAt(picture, x - step, y);
      const double dy = LumaAt(picture, x, y + step) - LumaAt(picture, x, y - step);
      const int row = y * kRows / picture.rows;
      const int column = x * kColumns / picture.cols;
      Sums& part =
          sums[static_cast<std::size_t>(row) * kColumns + static_cast<std::size_t>(column)];
      part.difference += dx * dx - dy * dy;
      part.product += 2 * dx * dy;
      part.energy += dx * dx + dy * dy;
      ++part.pixels;
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (sums[i].pixels == 0) continue;
    const double energy = sums[i].energy + kNoiseFloor * sums[i].pixels;
    parts_[i] = {.along = static_cast<float>(sums[i].difference / energy),
                 .across = static_cast<float>(sums[i].product / energy),
                 .strength = static_cast<float>(std::log(energy / sums[i].pixels))};
  }
}

void SceneEdges::Approach(const SceneEdges& other, float share) {
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    Part& part = parts_[i];
    part.along += share * (other.parts_[i].along - part.along);
    part.across += share * (other.parts_[i].across - part.across);
    part.strength += share * (other.parts_[i].strength - part.strength);
  }
}

double SceneEdges::Fit(const SceneEdges& other) const {
  int clear = 0;
  double weights = 0;
  double agree = 0;
  std::array<double, 4> sums{};  // of the unit vectors here and there
  double strength = 0;
  double other_strength = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Part& a = parts_[i];
    const Part& b = other.parts_[i];
    strength += a.strength;
    other_strength += b.strength;
    const float here = std::hypot(a.along, a.across);
    const float there = std::hypot(b.along, b.across);
    if (here < kClearEdges || there < kClearEdges) continue;
    ++clear;
    weights += here;
    agree += here * (a.along * b.along + a.across * b.across) / (here * there);
    sums[0] += a.along;
    sums[1] += a.across;
    sums[2] += here * b.along / there;
    sums[3] += here * b.across / there;
  }
  if (clear < kFewestClear) return 1;  // too little to tell
  const double by_chance =
      std::max((sums[0] * sums[2] + sums[1] * sums[3]) / (weights * weights), 0.0);
  const double directions = (agree / weights - by_chance) / (1 - by_chance + 0.02);
  const auto parts = static_cast<double>(parts_.size());
  double product = 0;
  double square = 0;
  double other_square = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const double a = parts_[i].strength - strength / parts;
    const double b = other.parts_[i].strength - other_strength / parts;
    product += a * b;
    square += a * a;
    other_square += b * b;
  }
  const double strengths = product / std::sqrt(square * other_square + 1e-9);
  return (directions + strengths) / 2;
}

bool SceneMemory::HasMoved(const Frame& frame) {
  const SceneEdges now(frame);
  const Duration since = std::clamp(frame.at() - last_, Duration(0), kMemory);
  last_ = frame.at();
  ++looks_;
  if (looks_ == 1) {
    fixed_ = latest_ = now;
    return false;
  }
  const double forgotten = 1 - std::exp2(-InSeconds(since) / InSeconds(kLatest));
  latest_.Approach(now, static_cast<float>(forgotten));
  const double fit = fixed_.Fit(latest_);
  const bool misfit = looks_ > kLooksToKnow && fit < (misfits_ > 0 ? kBackAbove : kMovedBelow);
  if (misfits_ == 0) misfits_since_ = frame.at();
  misfits_ = misfit ? misfits_ + 1 : 0;
  if (!misfit) {  // a moved camera's scene is not learned, so that it can be put back
    const double share = InSeconds(since) / InSeconds(kMemory);
    fixed_.Approach(now, static_cast<float>(std::max(share, 1.0 / looks_)));
  }
  return misfits_ >= kLooksToJudge && frame.at() - misfits_since_ >= kTimeToJudge;
}

}  // namespace throng
