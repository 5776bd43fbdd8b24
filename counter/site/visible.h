// The ground that a camera's picture shows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/site/camera.h"
#include "counter/site/geometry.h"

namespace throng {

// Convex; no farther than 1 km from the camera's foot; ends before the horizon. Empty if the
// picture shows no ground.
GroundPolygon VisibleGround(const Camera& camera);

}  // namespace throng
