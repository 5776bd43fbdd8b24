// A polygon of ground as a camera's picture shows it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "counter/site/camera.h"
#include "counter/site/geometry.h"

namespace throng {

inline constexpr std::size_t kMostCorners = 64;  // of a zone or a piece, as in door/brief.h

// The outline of `piece`, which lies in the picture, but for rounding and for what its sides may
// stand out of it where the lens bows them: that is cut off. Then points are put in that follow
// such sides to half a pixel, or as near as kMostCorners allow; through a pinhole each corner is
// one of the outline's.
ImagePolygon OutlineOf(const GroundPolygon& piece, const Camera& camera);

}  // namespace throng
