// Readings of one view to a level that single bad readings do not move; knows counts only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "counter/base/time.h"
#include "counter/base/units.h"
#include "counter/occupancy/estimate.h"

namespace throng {

// Where the figures come from stands in smooth.cc.
struct SmoothOptions {
  Duration tick;  // > 0; from one step to the next
};

// A level that wanders as people come and go (a random walk: the longer the tick, the farther), and
// readings around it (a Kalman filter of one number).
//
// Most of a reading's error is there again in the next reading of the same place: no mean over
// ticks takes it away, so it stays in the standard deviation as it is. Only the rest is smoothed.
class Smooth {
 public:
  explicit Smooth(const SmoothOptions& options);

  // What is believed at `step` with this reading. Steps go up; after one that is left out, or the
  // first time, the reading as it is.
  //
  // A reading that is far from the level alone moves nothing, but the interval then reaches it: it
  // may be true. If the next is far away on the same side, that one is believed.
  Estimate Take(const Estimate& reading, std::uint64_t step);

 private:
  struct Level {
    Persons mean;
    double variance;      // of what passes, persons squared
    std::uint64_t step;   // of the last reading
    double surprise = 0;  // how far from the level that was, in standard deviations
  };

  Estimate StartFrom(const Estimate& reading, std::uint64_t step);

  SmoothOptions options_;
  std::optional<Level> level_;
};

}  // namespace throng
