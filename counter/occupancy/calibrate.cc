// The spread of each model, and how it becomes a standard deviation.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/calibrate.h"

#include <algorithm>
#include <cmath>

#include "counter/base/check.h"

namespace throng {
namespace {

// From where on people hide each other as much as they can: the densest band of drawn scenes.
constexpr PersonsPerM2 kFull(2);

}  // namespace

std::string_view NameOf(Model model) {
  switch (model) {
    case Model::kHog:
      return "hog";
    case Model::kNet:
      return "net-" THRONG_WEIGHTS;
    case Model::kOnnx:
      break;
  }
  COUNTER_CHECK(false);
}

Spread SpreadOf(Model model) {
  switch (model) {
    case Model::kHog:
      // Root mean square error of HOG per zone on PETS 2009 S2.L1 (0..7 persons), bias included.
      // Denser scenes were not measured: the share is a cautious guess until they are.
      return {.floor = Persons(1.7), .share = 0.3};
    case Model::kNet:
      // The narrowest of what fits 800 drawn scenes as tests/bench/coverage draws them, each band
      // of density within 3 points; SPECIFICATION.md has the tables, also of real scenes. As it
      // reads, a tenth is missed from 1 to 2 per m2 and a seventh above; 0.15 would be a hair
      // nearer there, but other drawn crowds ask for less. Most that the network gets wrong it
      // misses, and then by far (umbrellas, backlight), but in a mall it counts too many: so the
      // interval is as long upwards as downwards.
      return {.floor = Persons(0.25), .share = 0.1, .crowd = 0.15, .own = 1.2, .hidden = 0.1};
    case Model::kOnnx:
      // Nobody knows the model, so the guess is cautious: of a platform and a mall, YOLOX-nano
      // misses about as many as it finds, and 1.645 times 0.6 of a reading is as many again. The
      // floor is HOG's, the least able that was measured, on PETS 2009 S2.L1.
      return {.floor = Persons(1.7), .share = 0.6};
  }
  COUNTER_CHECK(false);
}

Estimate Believe(PatchReading reading, SquareMetres area, const Spread& spread) {
  COUNTER_CHECK(reading.sight() != Sight::kBlind);
  const Persons counted(reading.persons());
  const double fullness = std::min((counted / area).value() / kFull.value(), 1.0);
  const Persons mean = counted * (1 + spread.hidden * fullness);
  const double by_person = std::hypot(spread.share, spread.crowd * fullness);
  const double own = spread.own * reading.sigma().value_or(Persons(0)).value();
  return {mean, Persons(std::hypot(spread.floor.value(), by_person * mean.value(), own))};
}

Estimate WithSight(const Estimate& estimate, Sight sight) {
  COUNTER_CHECK(sight != Sight::kBlind);
  const double sight_factor = sight == Sight::kDim ? 2.0 : 1.0;
  const double rounding_sigma = std::sqrt(1.0 / 12.0);
  return {estimate.mean(),
          Persons(std::hypot(sight_factor * estimate.sigma().value(), rounding_sigma))};
}

}  // namespace throng
