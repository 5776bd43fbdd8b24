// A camera by chance, and the part of its picture that is drawn.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "counter/drawn/random.h"
#include "counter/drawn/view.h"

namespace throng {

// The middle of a standing adult's head is this high above the ground.
inline constexpr float kHeadHeightM = 1.6F;

enum class Lookout : std::uint8_t {
  kAnywhere,  // tilt 6-75 degrees, most below 36; 2.5-15 m high
  kAbove,     // tilt 22-62 degrees, 2.5-8 m high: under a roof, on a lamp post
  kClose      // tilt 20-65 degrees, 2.2-3.8 m high, a wide lens: in a train, at a low stop
};

// With any lens; `px_per_m` at the window's middle, give or take 20%. The window of a close camera
// ends where the camera's picture does, so it may be smaller than `most_px`.
View ChooseView(Random& random, Lookout lookout, cv::Size most_px, float px_per_m);

}  // namespace throng
