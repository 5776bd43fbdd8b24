// What one frame's brightness alone says about how well it shows anything.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "counter/eye/frame.h"

namespace throng {

// Of a sample of the pixels; brightness 0..255 (ITU-R BT.601). All 0 of an empty frame.
struct PictureQuality {
  double mean;
  double deviation;
  double dark_share;   // of pixels darker than 12
  double light_share;  // of pixels lighter than 250
  // How unlike points are that lie 1/90 of the shorter side apart (4 pixels at least), beside
  // points anywhere: near 1 in noise, 0.37 at most in the pictures of places that were measured.
  double roughness;
  // How unlike points `detail_px` apart are, beside points twice as far apart: 0.5 and more in
  // sharp pictures, 0.25 in the smoothest. In sharp ones it hardly depends on the distance.
  double detail;
  // The same for the same pixels, and for no others that a camera sends.
  std::uint64_t checksum;
};

// Pure. `detail_px` >= 1.
PictureQuality QualityOf(const Frame& frame, int detail_px);

}  // namespace throng
