// Means of days and of cameras, and what is left between them.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/reading_errors.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "counter/base/check.h"

namespace throng {
namespace {

// What is summed up within groups: squares about each group's own mean.
struct Within {
  double squares = 0;
  int freedoms = 0;    // values less groups
  double inverse = 0;  // the mean of 1 / values of a group, each by its freedoms
  std::vector<double> means = {};

  void Add(const std::vector<double>& group) {
    const auto count = static_cast<double>(group.size());
    double sum = 0;
    for (const double value : group) sum += value;
    means.push_back(sum / count);
    for (const double value : group) squares += std::pow(value - means.back(), 2);
    freedoms += static_cast<int>(group.size()) - 1;
    inverse += 1 / count;
  }
  double Variance() const {
    COUNTER_CHECK(freedoms > 0);
    return squares / freedoms;
  }
  // Of a group's mean, by what its values stray.
  double MeanInverse() const { return inverse / static_cast<double>(means.size()); }
};

}  // namespace

RatioShares SharesOf(std::span<const RatioRead> reads) {
  std::map<std::uint64_t, std::map<std::uint64_t, std::vector<double>>> cameras;
  for (const RatioRead& read : reads) {
    cameras[read.camera][read.day].push_back(std::log(read.ratio));
  }
  Within looks, days, all;
  for (const auto& [camera, of_camera] : cameras) {
    const std::size_t first = looks.means.size();
    for (const auto& [day, of_day] : of_camera) looks.Add(of_day);
    days.Add({looks.means.begin() + static_cast<std::ptrdiff_t>(first), looks.means.end()});
  }
  all.Add(days.means);
  const double tick = looks.Variance();
  const double day = std::max(0.0, days.Variance() - tick * looks.MeanInverse());
  const double camera = std::max(0.0, all.Variance() - days.Variance() * days.MeanInverse());
  return {.cameras = static_cast<int>(days.means.size()),
          .days = static_cast<int>(looks.means.size()),
          .mean = std::exp(all.means.front()),
          .camera = std::sqrt(camera),
          .day = std::sqrt(day),
          .tick = std::sqrt(tick)};
}

}  // namespace throng
