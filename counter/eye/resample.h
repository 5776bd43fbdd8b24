// A part of a frame, enlarged or reduced into a picture for the network.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

#include "counter/eye/bands.h"
#include "counter/eye/frame.h"
#include "counter/eye/wiped.h"
#include "counter/site/geometry.h"

namespace throng {

// Where each pixel of a row (or column) comes from: a weighted sum of neighbours.
struct Taps {
  std::vector<std::uint32_t> first;  // at each pixel, the first neighbour
  std::vector<std::uint32_t> count;  // 0: the pixel lies beyond the frame
  std::vector<float> weights;        // `count` for each pixel in turn; they add up to 1

  // Of `length` pixels that begin at `start` in a row of `available` and are `zoom` times as dense.
  // Reduced, a pixel is the mean of what it covers; enlarged, it lies between two neighbours; both
  // as OpenCV's INTER_AREA and INTER_LINEAR.
  Taps(double start, double zoom, std::size_t length, std::size_t available);
};

// Ready for one band of frames of one size. Keeps the last row until Wipe.
class Resampler {
 public:
  Resampler(const SizeBand& band, ImageSize frame, std::pmr::memory_resource& memory);

  // Fills `pixels`: blue, green, red, row by row without gaps; 128 beyond the frame.
  void Resample(const Frame& frame, std::span<std::uint8_t> pixels);

  // Overwrites the row with zeros.
  void Wipe();

 private:
  void Across(std::uint8_t* to) const;

  Taps across_;
  Taps down_;
  std::size_t begin_ = 0;  // of the part of a row that is needed
  std::size_t end_ = 0;
  WipedArray<float> row_;  // of the frame's width, 3 channels
};

}  // namespace throng
