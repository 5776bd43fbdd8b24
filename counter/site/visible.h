// The ground that a camera's picture shows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/units.h"
#include "counter/site/camera.h"
#include "counter/site/geometry.h"

namespace throng {

// No farther than 1 km from the camera's foot; ends before the horizon. Empty if the picture shows
// no ground. Convex through a pinhole. With a height: the ground below what the picture shows so
// far up.
GroundPolygon VisibleGround(const Camera& camera, Metres height = Metres(0));

}  // namespace throng
