// A camera whose numbers can be worked out by hand; for tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/view.h"

namespace throng {

// 6 m above the site's origin, looks along y and so far down (3 : 4 : 5) that its axis meets the
// ground after 10 m at (0, 8). Focal length 800 px: there 80 px are 1 m.
inline Camera CameraForTest(double lens_bend = 0) {
  return *Camera::Make({.picture = {640, 480},
                        .focal_px = 800,
                        .camera_from_site = {1, 0, 0, 0, -0.6, -0.8, 0, 0.8, -0.6},
                        .site_origin_m = {0, 4.8, 3.6},
                        .lens_bend = lens_bend});
}

// The whole picture of that camera.
inline View ViewForTest(double lens_bend = 0) {
  return {CameraForTest(lens_bend), {0, 0}, {640, 480}, 1};
}

// `right_m`, `down_m`, `ahead_m` from that camera.
inline Place FromCameraForTest(float right_m, float down_m, float ahead_m) {
  return Place(0, 0, 6) + Place(1, 0, 0) * right_m + Place(0, -0.6F, -0.8F) * down_m +
         Place(0, 0.8F, -0.6F) * ahead_m;
}

}  // namespace throng
