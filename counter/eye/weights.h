// The network's weights: layers in a row, and the file that they come in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "counter/base/result.h"

namespace throng {

// A square convolution, padded so that stride 1 keeps the size; then the sum with an earlier
// layer's output; then the activation.
struct Layer {
  std::uint32_t in_channels;
  std::uint32_t out_channels;
  std::uint32_t kernel;  // odd
  std::uint32_t stride;
  std::uint32_t dilation;
  bool relu;
  std::optional<std::size_t> add_from;  // an earlier layer, whose output has this one's shape
  std::optional<float> input_largest;   // absolute, > 0; unknown if nobody measured it
  std::vector<float> weights;           // at [out][in][y][x]
  std::vector<float> bias;              // at [out]

  std::uint32_t Padding() const { return dilation * (kernel - 1) / 2; }
};

// Each layer takes what the one before it gives; the first takes blue, green and red, as
// (value / 255 - 0.5) / 0.25. The last gives kAnswers channels at kCellStride: the density (persons
// in the cell) and the variance of what is read of the cell, each before softplus; whether a head's
// middle is in it, before the logistic function.
struct Weights {
  static constexpr std::uint32_t kCellStride = 8;
  static constexpr std::uint32_t kAnswers = 3;

  double person_px;  // height of a standing adult that the network was trained at
  std::vector<Layer> layers;
};

// So many pixels of the input, on each side of a cell, can change what the cell says.
std::uint32_t ReceptiveMarginPx(const Weights& weights);

// Little endian: "THNW", u32 version, f32 person_px, u32 layers; for each layer u32 in_channels,
// out_channels, kernel, stride, dilation, activation (0 none, 1 relu), i32 add_from (-1 none), f32
// input_largest (0 unknown), f16 weights, f32 bias; last u32 CRC 32 of all before, as in zlib. At
// most 8 MiB. Fault::kBadWeights if it is anything else, or its layers do not fit each other.
Result<Weights> ReadWeights(std::span<const std::byte> file);

// zlib's polynomial.
std::uint32_t Crc32(std::span<const std::byte> bytes);

}  // namespace throng
