// How fast a place fills or empties, from the last few minutes of its counts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <optional>

#include "counter/base/time.h"
#include "counter/meaning/situation.h"

namespace throng {

struct TrendOptions {
  std::chrono::seconds look_back{300};
  std::chrono::seconds shortest{60};  // a line through less says nothing of the next minutes
  std::size_t fewest_windows = 4;     // long windows reach further back than `look_back` for them
};

// A straight line through the counts since `look_back`, by least squares.
class Trend {
 public:
  explicit Trend(TrendOptions options = {}) : options_(options) {}

  // In order of time. Where another share of the place is seen than before, it begins anew: people
  // who came into view did not come into the place.
  void Take(Instant at, double persons, int coverage_percent);

  // Persons per minute with a 90% interval: what the counts stray from the line, and their
  // rounding, says how well it is known. Nothing while there are too few.
  std::optional<Range> ChangePerMinute() const;

 private:
  struct Point {
    Instant at;
    double persons;
  };
  TrendOptions options_;
  std::deque<Point> points_;
  int coverage_percent_ = 0;
};

// When somebody of `change` persons per minute has filled `headroom`; both as in Situation.
MinutesToFull TimeToFill(const Range& headroom, const Range& change);

}  // namespace throng
