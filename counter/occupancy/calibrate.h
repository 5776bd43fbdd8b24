// A patch reading to an Estimate, with the spread that was measured for the model.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "counter/base/units.h"
#include "counter/door/brief.h"
#include "counter/door/tally.h"
#include "counter/occupancy/estimate.h"

namespace throng {

// How far a model's readings stray from the truth: sigma = hypot(floor, share * reading).
struct Spread {
  Persons floor;  // > 0; standard deviation at a reading of 0
  double share;   // >= 0; standard deviation per person read
};

// Where the figures come from stands in calibrate.cc.
Spread SpreadOf(Model model);

// Nothing for a blind reading. A dim one counts, with twice the spread. The rounding to whole
// persons (variance 1/12) is added.
std::optional<Estimate> Calibrate(PatchReading reading, const Spread& spread);

}  // namespace throng
