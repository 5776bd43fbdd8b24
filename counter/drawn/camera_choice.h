// A camera by chance, and the part of its picture that is drawn.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/random.h"
#include "counter/drawn/view.h"

namespace throng {

// The middle of a standing adult's head is this high above the ground.
inline constexpr float kHeadHeightM = 1.6F;

// Tilt 8-75 degrees, 2.5-15 m high, any lens; `px_per_m` at the window's middle, give or take 20%.
View ChooseView(Random& random, cv::Size size_px, float px_per_m);

}  // namespace throng
