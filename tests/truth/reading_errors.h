// How far readings are from the truth for good, for a day, and from one to the next.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace throng {

// One look of a camera at people, of whom there are enough for a ratio.
struct RatioRead {
  std::uint64_t camera;
  std::uint64_t day;  // of that camera
  double ratio;       // persons told by persons there, > 0
};

// Of logarithms, so shares. Each a standard deviation, but the mean.
struct RatioShares {
  int cameras = 0;
  int days = 0;
  double mean = 0;    // of cameras, as a ratio
  double camera = 0;  // what a camera has for good
  double day = 0;     // what a day adds
  double tick = 0;    // what each look adds
};

// By the usual analysis of variance of two nested levels, as if days had about as many looks, and
// cameras as many days. At least two looks of a day, two days of a camera and two cameras
// (checked).
RatioShares SharesOf(std::span<const RatioRead> reads);

}  // namespace throng
