// What people carry, push, ride and hold above them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/figure.h"
#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"
#include "counter/drawn/wardrobe.h"

namespace throng {

// Where things hang on somebody who stands at the origin and looks along x.
struct Hooks {
  Place chest;
  Place hip;
  Place hand;
  Place head;
  bool child;
  Posture posture;
};

// Perhaps a backpack, a handbag, a suitcase, a pram, an umbrella; under somebody seated a chair or
// a wheelchair, or nothing (the scene has a bench).
void AddCarried(Random& random, Shape& shape, const Fashion& fashion, const Hooks& hooks,
                const Wardrobe& wardrobe);

// A pyramid of eight sides with its top at `top`, open below.
void AddCone(Shape& shape, Place top, float radius_m, float height_m, const Paint& paint);

}  // namespace throng
