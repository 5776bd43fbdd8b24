// A backdrop of overlapping shapes of all sizes, which has the statistics of natural pictures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/canvas.h"
#include "counter/drawn/random.h"

namespace throng {

// The dead leaves model (Lee, Mumford, Huang 2001): covers a part of the canvas, or all of it. Call
// before any shape is drawn.
void DrawLeaves(Random& random, Canvas& canvas);

}  // namespace throng
