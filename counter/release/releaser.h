// ZoneOccupancy to Published: the only maker of Published.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/time.h"
#include "counter/occupancy/estimate.h"
#include "counter/release/published.h"

namespace throng {

class Releaser {
 public:
  // Nothing shorter than `shortest_window` is released: it stops the process.
  explicit Releaser(Policy policy, Duration shortest_window = Duration(0))
      : policy_(policy), shortest_window_(shortest_window) {}

  // Whole persons: the mean rounded, and the whole numbers inside mean +- 1.645 sigma (the 90%
  // interval of a normal error), never below 0, always around the rounded mean. At most 65535.
  Published Release(const ZoneOccupancy& occupancy, Window window) const;

 private:
  Policy policy_;
  Duration shortest_window_;
};

}  // namespace throng
