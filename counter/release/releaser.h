// ZoneOccupancy to Published: the only maker of Published.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/time.h"
#include "counter/occupancy/estimate.h"
#include "counter/release/published.h"

namespace throng {

class Releaser {
 public:
  explicit Releaser(Policy policy) : policy_(policy) {}

  // Whole persons: the mean rounded, and the whole numbers inside mean +- 1.645 sigma (the 90%
  // interval of a normal error), never below 0, always around the rounded mean. At most 65535.
  Published Release(const ZoneOccupancy& occupancy, Window window) const;

 private:
  Policy policy_;
};

}  // namespace throng
