// A head with its hair and what is worn on and around it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/figure.h"
#include "counter/drawn/manner.h"
#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"
#include "counter/drawn/wardrobe.h"

namespace throng {

// Where the head is of somebody who looks along x.
struct HeadPlace {
  Place chest;
  Place neck;
  Place middle;
  Place up;       // from the neck to the crown, 1 long
  float skull_m;  // radius
};

void AddHead(Random& random, Shape& head, const HeadPlace& at, const Wardrobe& wardrobe,
             const Fashion& fashion, const Manner& manner);

}  // namespace throng
