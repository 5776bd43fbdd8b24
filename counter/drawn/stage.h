// Where a scene takes place: its light, and what stands there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "counter/drawn/canvas.h"
#include "counter/drawn/crowd.h"
#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"
#include "counter/drawn/view.h"

namespace throng {

struct Stage {
  Shape things;
  std::vector<Taken> taken;  // the ground below them
};

Light ChooseLight(Random& random);

// On the ground below a point of the picture, or of its surroundings.
Place SomewhereInView(Random& random, const View& view);

// Walls, things and clutter by chance.
Stage SetStage(Random& random, const View& view);

}  // namespace throng
