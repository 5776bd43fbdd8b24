// The spread that was measured for each model, and an Estimate from what it counted.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "counter/base/units.h"
#include "counter/door/brief.h"
#include "counter/door/tally.h"
#include "counter/occupancy/estimate.h"

namespace throng {

// How far a model's readings stray from the truth. In crowds people hide each other:
// mean = persons * (1 + hidden * fullness), with a fullness of 1 from 2 persons read per square
// metre on, and in proportion below. Beside that, errors that are independent of each other:
// variance = floor^2 + (share * mean)^2 + (crowd * fullness * mean)^2
//            + (own * the reading's own sigma)^2.
struct Spread {
  Persons floor;      // > 0; of a reading of 0
  double share;       // >= 0; for each person, the same all over a place
  double crowd = 0;   // >= 0; for each person, where they hide each other
  double own = 0;     // >= 0; for each that the model gives its reading, where it gives one
  double hidden = 0;  // >= 0; for each person read, how many more are there
};

// How a model names itself in a site file; changes with what it has learned. Not for
// kOnnx (checked): a file says nothing of that.
std::string_view NameOf(Model model);

// Where the figures come from stands in calibrate.cc.
Spread SpreadOf(Model model);

// A reading as the model gives it, of an area (> 0), with the spread measured for it. Not of a
// blind one.
Estimate Believe(PatchReading reading, SquareMetres area, const Spread& spread);

// What is seen dimly counts, with twice the spread. The rounding to whole persons (variance 1/12)
// is added. Not for blind readings, which are no answer.
Estimate WithSight(const Estimate& estimate, Sight sight);

}  // namespace throng
