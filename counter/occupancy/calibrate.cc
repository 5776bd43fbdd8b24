// The spread of each model, and how it becomes a standard deviation.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/calibrate.h"

#include <cmath>

#include "counter/base/check.h"

namespace throng {

Spread SpreadOf(Model model) {
  switch (model) {
    case Model::kHog:
      // Root mean square error of HOG per zone on PETS 2009 S2.L1 (0..7 persons), bias included.
      // Denser scenes were not measured: the share is a cautious guess until they are.
      return {.floor = Persons(1.7), .share = 0.3};
    case Model::kNet:
      // Root mean square error of the network per zone on PETS 2009 S2.L1, 1.2; the share from a
      // platform and a mall with 12 and 30 persons on average, of which it misses or adds a third.
      return {.floor = Persons(1.3), .share = 0.35};
  }
  COUNTER_CHECK(false);
}

std::optional<Estimate> Calibrate(PatchReading reading, const Spread& spread) {
  if (reading.sight() == Sight::kBlind) return std::nullopt;
  const double count = reading.persons();
  const double model_sigma = std::hypot(spread.floor.value(), spread.share * count);
  const double sight_factor = reading.sight() == Sight::kDim ? 2.0 : 1.0;
  const double rounding_sigma = std::sqrt(1.0 / 12.0);
  return Estimate(Persons(count), Persons(std::hypot(sight_factor * model_sigma, rounding_sigma)));
}

}  // namespace throng
