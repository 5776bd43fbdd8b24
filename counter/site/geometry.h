// Points and polygons in the picture and on the ground.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "counter/base/units.h"

namespace throng {

// Pixels from the picture's top-left corner, x right, y down.
struct ImagePoint {
  double x_px;
  double y_px;
  friend bool operator==(const ImagePoint&, const ImagePoint&) = default;
};

// Metres on the ground plane from the site's origin, x east, y north.
struct GroundPoint {
  double x_m;
  double y_m;
  friend bool operator==(const GroundPoint&, const GroundPoint&) = default;
};

struct ImageSize {
  std::uint16_t width_px;
  std::uint16_t height_px;
  friend bool operator==(const ImageSize&, const ImageSize&) = default;
};

// Corners in order, either way round; the last joins the first.
using ImagePolygon = std::vector<ImagePoint>;
using GroundPolygon = std::vector<GroundPoint>;

}  // namespace throng
