// What smoothing costs and gives on drawn scenes: errors, and how counts jump from tick to tick.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "counter/occupancy/calibrate.h"
#include "tests/truth/drawn_readings.h"

namespace throng {

// In persons, means over all readings of all zones.
struct FollowFigures {
  double mean_absolute = 0;  // what is told less what is known
  double jump = 0;           // from one tick to the next
};

struct SmoothingFigures {
  int scenes = 0;
  int readings = 0;
  FollowFigures alone;     // each reading by itself
  FollowFigures smoothed;  // as throng count tells it
  double held_back = 0;    // share of readings that moved nothing
};

// Readings of a zone that is not seen are left out. At least one reading is needed.
SmoothingFigures SmoothingOn(std::span<const DrawnReadings> scenes,
                             const Spread& spread = SpreadOf(Model::kNet));

}  // namespace throng
