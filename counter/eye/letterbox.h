// A picture fitted into a network's input without distortion, and the way back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "counter/site/geometry.h"

namespace throng {

// Where the picture lies in the input; the rest is padding.
enum class Placement : std::uint8_t { kTopLeft, kMiddle };

struct Letterbox {
  ImageSize input;
  ImageSize shown;  // the scaled picture
  int left_px;
  int top_px;
  double zoom;  // pixels of the input for each of the picture

  ImagePoint PictureFromInput(ImagePoint point) const {
    return {(point.x_px - left_px) / zoom, (point.y_px - top_px) / zoom};
  }
};

// As large as fits. No side may be 0.
Letterbox FitInto(ImageSize input, ImageSize picture, Placement placement);

// What a network takes for a channel of a pixel: gain * (0..255) + bias, channels in its order.
struct PixelStyle {
  Placement placement;
  bool red_first;
  float padding;  // as the network takes it
  std::array<float, 3> gain;
  std::array<float, 3> bias;
};

// Fills `input`, one plane of floats for each channel. `bgr` is the scaled picture, row by row.
void FillInput(std::span<const std::uint8_t> bgr, const Letterbox& letterbox,
               const PixelStyle& style, std::span<float> input);

}  // namespace throng
