// Shapes that mean nothing: whatever a picture holds that nobody thought of.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/crowd.h"
#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"

namespace throng {

// Up to `most` slabs, rods, lumps and boards, as large as parts of people or larger, on the ground,
// above it, or hanging.
void AddClutter(Random& random, int most, const SomePlace& somewhere, Shape& shape);

}  // namespace throng
