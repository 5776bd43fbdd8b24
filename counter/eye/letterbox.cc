// Scales by the tighter side; pads the other.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/letterbox.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "counter/base/check.h"

namespace throng {
namespace {

std::uint16_t Scaled(std::uint16_t side_px, double zoom, std::uint16_t most_px) {
  const auto scaled = static_cast<std::uint16_t>(std::lround(side_px * zoom));
  return std::clamp<std::uint16_t>(scaled, 1, most_px);
}

}  // namespace

Letterbox FitInto(ImageSize input, ImageSize picture, Placement placement) {
  const double zoom = std::min(double{1} * input.width_px / picture.width_px,
                               double{1} * input.height_px / picture.height_px);
  const ImageSize shown{.width_px = Scaled(picture.width_px, zoom, input.width_px),
                        .height_px = Scaled(picture.height_px, zoom, input.height_px)};
  const bool middle = placement == Placement::kMiddle;
  return {.input = input,
          .shown = shown,
          .left_px = middle ? (input.width_px - shown.width_px) / 2 : 0,
          .top_px = middle ? (input.height_px - shown.height_px) / 2 : 0,
          .zoom = zoom};
}

void FillInput(std::span<const std::uint8_t> bgr, const Letterbox& letterbox,
               const PixelStyle& style, std::span<float> input) {
  const std::size_t plane = std::size_t{letterbox.input.width_px} * letterbox.input.height_px;
  const std::size_t columns = letterbox.shown.width_px;
  COUNTER_CHECK(input.size() == 3 * plane);
  COUNTER_CHECK(bgr.size() == 3 * columns * letterbox.shown.height_px);
  std::ranges::fill(input, style.padding);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const std::size_t byte = style.red_first ? 2 - channel : channel;
    for (std::size_t row = 0; row < letterbox.shown.height_px; ++row) {
      const std::size_t to_row = row + static_cast<std::size_t>(letterbox.top_px);
      const std::size_t to = channel * plane + to_row * letterbox.input.width_px +
                             static_cast<std::size_t>(letterbox.left_px);
      const auto from = bgr.subspan(3 * row * columns, 3 * columns);
      for (std::size_t column = 0; column < columns; ++column) {
        input[to + column] =
            style.gain[channel] * static_cast<float>(from[3 * column + byte]) + style.bias[channel];
      }
    }
  }
}

}  // namespace throng
