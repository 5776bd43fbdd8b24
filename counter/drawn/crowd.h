// Where people stand, walk, wait and sit.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "counter/drawn/figure.h"
#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"

namespace throng {

struct Standing {
  Place foot;
  float heading_rad;
  Posture posture;
};

// A place on the ground in view, by chance.
using SomePlace = std::function<Place(Random&)>;

// Ground that is taken: a disc.
struct Taken {
  Place middle;
  float radius_m;
};

struct CrowdPlan {
  int most;          // persons
  float persons_m2;  // where it is densest
  SomePlace somewhere;
};

// Singles, groups, queues, packed blocks, people on benches (whose shapes it adds to `benches`), no
// two of them in the same place, none where `taken` is.
std::vector<Standing> PlaceCrowd(Random& random, const CrowdPlan& plan, std::vector<Taken> taken,
                                 Shape& benches);

}  // namespace throng
