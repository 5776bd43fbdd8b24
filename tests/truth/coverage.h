// How often 90% intervals hold the truth on drawn scenes, by density, and which spread does it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "counter/occupancy/calibrate.h"
#include "tests/truth/drawn_readings.h"

namespace throng {

// All scenes that have so many known persons per square metre in a zone. In persons but for `held`,
// a share.
struct BandCoverage {
  std::string of;
  int pairs = 0;   // of a known count and a released one
  int scenes = 0;  // that have some; pairs of one scene err alike, so few scenes tell little
  double known = 0;
  double bias = 0;
  double mean_absolute = 0;
  double held = 0;
  double width = 0;  // of the interval, high - low
};

// The scenes of seeds `from` to `until` - 1, by all of the machine's processors.
std::vector<DrawnReadings> ReadDrawnScenes(std::uint64_t from, std::uint64_t until,
                                           const DrawnReadingsOptions& options = {});

// Each reading as if it were the only one, through occupancy and release with this spread; the
// bands of throng eval, and "all but 0", the last. What is not seen well is left out.
std::vector<BandCoverage> CoverageOf(std::span<const DrawnReadings> scenes, const Spread& spread);

// The two zones of each camera together, as a group of zones is told.
struct SumCoverage {
  int pairs = 0;     // of looks at which somebody is in both
  double alike = 0;  // how much their errors have in common, 0..1, by the spread of each
  double held = 0;   // a share of the group's intervals
};
SumCoverage CoverageOfSums(std::span<const DrawnReadings> scenes, const Spread& spread);

// A control: as sure of twice as much.
Spread HalfOf(const Spread& spread);

// With a share that is hidden in crowds, of a grid of spreads: where a band strays from 90% by 3
// points at most, or else the least, and there the narrowest. "0" plays no part: nobody is read as
// nobody, and any interval holds that.
Spread FitSpread(std::span<const DrawnReadings> scenes, double hidden);

// Lines with ends, for people.
std::string TableOf(std::span<const BandCoverage> bands);

}  // namespace throng
