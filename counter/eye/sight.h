// How well one frame shows anything at all, from itself alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/door/tally.h"
#include "counter/eye/frame.h"

namespace throng {

// Blind if the picture is nearly of one brightness (dark, covered, dazzled, no signal), that is, if
// the standard deviation of its luma is below kBlindBelow; else Seeing. Frozen and moved cameras
// cannot be told from one frame. Pure.
Sight SightOf(const Frame& frame);

inline constexpr double kBlindBelow = 4.0;  // of 255

}  // namespace throng
