// For tests: the simplest cameras there are, without linear algebra.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <numbers>

#include "counter/site/camera.h"

namespace throng {

// Stands 10 m above the origin and looks straight down, north at the top of its picture.
constexpr CameraPose PoseStraightDown(ImageSize picture) {
  return {.picture = picture,
          .focal_px = 500,
          .camera_from_site = {1, 0, 0, 0, -1, 0, 0, 0, -1},
          .site_origin_m = {0, 0, 10}};
}

// Stands `height_m` above the origin and looks north, `tilt_deg` below the horizontal.
inline CameraPose PoseTilted(ImageSize picture, double height_m, double tilt_deg) {
  const double s = std::sin(tilt_deg * std::numbers::pi / 180);
  const double c = std::cos(tilt_deg * std::numbers::pi / 180);
  return {.picture = picture,
          .focal_px = 500,
          .camera_from_site = {1, 0, 0, 0, -s, -c, 0, c, -s},
          .site_origin_m = {0, c * height_m, s * height_m}};
}

}  // namespace throng
