// For tests: the simplest camera there is, without linear algebra.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/site/camera.h"

namespace throng {

// Stands 10 m above the origin and looks straight down, north at the top of its picture.
constexpr CameraPose PoseStraightDown(ImageSize picture) {
  return {.picture = picture,
          .focal_px = 500,
          .camera_from_site = {1, 0, 0, 0, -1, 0, 0, 0, -1},
          .site_origin_m = {0, 0, 10}};
}

}  // namespace throng
