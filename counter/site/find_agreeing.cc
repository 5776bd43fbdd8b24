// Least median of squares: the five marks whose camera most others agree with.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <limits>
#include <random>

#include "counter/site/fit_camera.h"

namespace throng {
namespace {

// Five marks are ten numbers for the seven of a camera, so they can contradict each other.
using Five = std::array<std::size_t, 5>;
constexpr std::size_t kFewMarks = 9;
constexpr std::size_t kMostSets = 150;  // with 1/4 wrong marks, every fourth set has none of them

std::vector<Five> AllFives(std::size_t count) {
  std::vector<Five> fives;
  for (unsigned chosen = 0; chosen < 1U << count; ++chosen) {
    Five five{};
    std::size_t size = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if ((chosen >> i & 1U) == 0) continue;
      if (size < five.size()) five[size] = i;
      ++size;
    }
    if (size == five.size()) fives.push_back(five);
  }
  return fives;
}

std::vector<Five> SomeFives(std::size_t count) {
  std::vector<Five> fives;
  std::minstd_rand random(1);  // NOLINT: always the same sets, so always the same answer
  while (fives.size() < kMostSets) {
    Five five{};
    for (std::size_t& index : five) index = random() % count;
    std::sort(five.begin(), five.end());
    if (std::adjacent_find(five.begin(), five.end()) == five.end()) fives.push_back(five);
  }
  return fives;
}

}  // namespace

std::optional<std::vector<bool>> FindAgreeing(ImageSize picture, std::span<const GroundMark> marks,
                                              double tolerance_px, double lens_bend) {
  const std::size_t at_least = marks.size() - marks.size() / 4;
  const bool few = marks.size() <= kFewMarks;
  std::vector<double> best;
  double least = std::numeric_limits<double>::infinity();
  for (const Five& five : few ? AllFives(marks.size()) : SomeFives(marks.size())) {
    std::vector<GroundMark> chosen;
    for (const std::size_t i : five) chosen.push_back(marks[i]);
    if (AreInLine(picture, chosen)) continue;
    const std::optional<Camera> camera = FitCamera(picture, chosen, lens_bend);
    if (!camera) continue;
    std::vector<double> off;
    for (const GroundMark& mark : marks) off.push_back(DistancePx(*camera, mark));
    std::vector<double> sorted = off;
    std::sort(sorted.begin(), sorted.end());
    if (sorted[at_least - 1] >= least) continue;
    least = sorted[at_least - 1];
    best = std::move(off);
  }
  if (best.empty()) return std::nullopt;
  std::vector<bool> agreeing;
  agreeing.reserve(best.size());
  for (const double off_px : best) agreeing.push_back(off_px <= std::max(least, tolerance_px));
  return agreeing;
}

}  // namespace throng
