// Things that are no people but look a little like them, or hide them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"

namespace throng {

// Stands at the site's origin.
struct Thing {
  Shape shape;
  float radius_m;  // nobody stands nearer to its middle
};

// A pole, bin, bollard, sign, bench, machine, car, bicycle, dog, tree, statue and so on.
Thing MakeThing(Random& random);

// A wall, shop front, train or hedge along x from -length/2 to length/2, facing -y.
Shape MakeFront(Random& random, float length_m);

// A bench along x whose seats are at 0.45 m.
Shape MakeBench(Random& random, float length_m);

}  // namespace throng
