// Least squares over a few minutes, and the time until a place is full.
// SPDX-License-Identifier: Apache-2.0
#include "counter/meaning/trend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace throng {
namespace {

constexpr int kOtherView = 5;        // percent of the place
constexpr double kAnHourMin = 60.0;  // further ahead nobody can know

// Student's t, two-sided 90%, for 1, 2, ... degrees of freedom; 1.645 beyond.
// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
double Student90(std::size_t degrees) {
  constexpr std::array kTable{6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812,
                              1.796, 1.782, 1.771, 1.761, 1.753, 1.746, 1.740, 1.734, 1.729, 1.725};
  return degrees <= kTable.size() ? kTable.at(degrees - 1)
                                  : 1.645 + 1.6 / static_cast<double>(degrees);
}

double MinutesBetween(Instant from, Instant to) {
  return std::chrono::duration<double, std::ratio<60>>(to - from).count();
}

std::optional<double> WithinTheHour(double headroom, double change) {
  if (headroom <= 0) return 0.0;
  if (change <= 0 || headroom / change > kAnHourMin) return std::nullopt;
  return headroom / change;
}

}  // namespace

void Trend::Take(Instant at, double persons, int coverage_percent) {
  if (std::abs(coverage_percent - coverage_percent_) > kOtherView) points_.clear();
  coverage_percent_ = coverage_percent;
  points_.push_back({at, persons});
  while (points_.size() > options_.fewest_windows && at - points_.front().at > options_.look_back) {
    points_.pop_front();
  }
}

std::optional<Range> Trend::ChangePerMinute() const {
  if (points_.size() < std::max<std::size_t>(options_.fewest_windows, 3)) return std::nullopt;
  if (points_.back().at - points_.front().at < options_.shortest) return std::nullopt;
  const auto count = static_cast<double>(points_.size());
  const Instant end = points_.back().at;
  double time = 0, persons = 0;
  for (const Point& point : points_) {
    time += MinutesBetween(end, point.at) / count;
    persons += point.persons / count;
  }
  double squares = 0, products = 0;
  for (const Point& point : points_) {
    const double since = MinutesBetween(end, point.at) - time;
    squares += since * since;
    products += since * (point.persons - persons);
  }
  const double slope = products / squares;
  // Counts that follow each other stray to the same side: the errors of a few in a row are one.
  double residual = 0, carried = 0, last = 0;
  for (const Point& point : points_) {
    const double stray = point.persons - persons - slope * (MinutesBetween(end, point.at) - time);
    residual += stray * stray;
    carried += stray * last;
    last = stray;
  }
  // The line takes some of what they have in common, about (2 + 4 echo) / count of it.
  const double rounding = count / 12.0;
  const double told = carried / (residual + rounding);
  const double echo = std::clamp(told + (2 + 4 * told) / count, 0.0, 0.9);
  const double alike = (1 + echo) / (1 - echo);  // so many counts are worth one
  const double variance = (residual + rounding) / (count - 2) * alike / squares;
  const auto degrees = static_cast<std::size_t>(std::max(1.0, count / alike - 2));
  const double reach = Student90(degrees) * std::sqrt(variance);
  return Range{.low = slope - reach, .expected = slope, .high = slope + reach};
}

MinutesToFull TimeToFill(const Range& headroom, const Range& change) {
  return {.earliest = WithinTheHour(headroom.low, change.high),
          .expected = WithinTheHour(headroom.expected, change.expected),
          .latest = WithinTheHour(headroom.high, change.low)};
}

}  // namespace throng
