// Reads the file of weights and believes nothing in it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/weights.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace throng {
namespace {

constexpr std::uint32_t kMagic = 0x57'4E'48'54;  // "THNW"
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kMostBytes = std::size_t{8} << 20U;
constexpr std::uint32_t kMostLayers = 64;
constexpr std::uint32_t kMostChannels = 512;
constexpr std::uint32_t kMostKernel = 7;
constexpr std::uint32_t kMostDilation = 16;

// Takes numbers off the front of a file. Past its end they are zero, and the file has failed.
class Taker {
 public:
  explicit Taker(std::span<const std::byte> bytes) : bytes_(bytes) {}

  bool failed() const { return failed_; }
  std::size_t left() const { return bytes_.size(); }

  std::uint32_t Unsigned(std::size_t size = 4) {
    if (bytes_.size() < size) {
      failed_ = true;
      return 0;
    }
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      value |= std::to_integer<std::uint32_t>(bytes_[i]) << (8 * i);
    }
    bytes_ = bytes_.subspan(size);
    return value;
  }
  float Float() { return std::bit_cast<float>(Unsigned()); }

  // IEEE 754 half precision; what is no number stays none.
  float Half() {
    const std::uint32_t bits = Unsigned(2);
    const std::uint32_t exponent = (bits >> 10U) & 0x1FU;
    const auto fraction = static_cast<float>(bits & 0x3FFU);
    float value = 0;
    if (exponent == 0) {
      value = std::ldexp(fraction, -24);
    } else if (exponent == 31) {
      value = std::bit_cast<float>(0x7F800000U | (bits & 0x3FFU) << 13U);
    } else {
      value = std::ldexp(fraction + 1024, static_cast<int>(exponent) - 25);
    }
    return (bits & 0x8000U) != 0 ? -value : value;
  }

 private:
  std::span<const std::byte> bytes_;
  bool failed_ = false;
};

constexpr std::array<std::uint32_t, 256> CrcTable() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    table[i] = crc;
  }
  return table;
}

bool AllFinite(const std::vector<float>& values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

bool Between(std::uint32_t value, std::uint32_t least, std::uint32_t most) {
  return value >= least && value <= most;
}

// Nothing if the layer cannot be one. Allocates no more than the file is long.
std::optional<Layer> TakeLayer(Taker& file) {
  Layer layer{.in_channels = file.Unsigned(),
              .out_channels = file.Unsigned(),
              .kernel = file.Unsigned(),
              .stride = file.Unsigned(),
              .dilation = file.Unsigned(),
              .relu = false,
              .add_from = std::nullopt,
              .input_largest = std::nullopt,
              .weights = {},
              .bias = {}};
  const std::uint32_t activation = file.Unsigned();
  const auto add_from = std::bit_cast<std::int32_t>(file.Unsigned());
  const float input_largest = file.Float();
  if (!Between(layer.in_channels, 1, kMostChannels)) return std::nullopt;
  if (!Between(layer.out_channels, 1, kMostChannels)) return std::nullopt;
  if (!Between(layer.kernel, 1, kMostKernel) || layer.kernel % 2 == 0) return std::nullopt;
  if (!Between(layer.stride, 1, Weights::kCellStride)) return std::nullopt;
  if (!Between(layer.dilation, 1, kMostDilation)) return std::nullopt;
  if (activation > 1 || add_from < -1) return std::nullopt;
  if (!std::isfinite(input_largest) || input_largest < 0) return std::nullopt;
  layer.relu = activation == 1;
  if (add_from >= 0) layer.add_from = static_cast<std::size_t>(add_from);
  if (input_largest > 0) layer.input_largest = input_largest;
  const std::size_t weights =
      std::size_t{layer.out_channels} * layer.in_channels * layer.kernel * layer.kernel;
  if (file.left() < weights * 2 + layer.out_channels * sizeof(float)) return std::nullopt;
  layer.weights.resize(weights);
  layer.bias.resize(layer.out_channels);
  for (float& weight : layer.weights) weight = file.Half();
  for (float& bias : layer.bias) bias = file.Float();
  if (!AllFinite(layer.weights) || !AllFinite(layer.bias)) return std::nullopt;
  return layer;
}

bool LayersFit(const std::vector<Layer>& layers) {
  std::vector<std::uint32_t> strides;  // of each output, from the picture
  std::uint32_t channels = 3;
  std::uint32_t stride = 1;
  for (const Layer& layer : layers) {
    if (layer.in_channels != channels) return false;
    channels = layer.out_channels;
    stride *= layer.stride;
    if (stride > Weights::kCellStride) return false;
    if (layer.add_from) {
      if (*layer.add_from >= strides.size()) return false;
      if (strides[*layer.add_from] != stride) return false;
      if (layers[*layer.add_from].out_channels != channels) return false;
    }
    strides.push_back(stride);
  }
  return channels == Weights::kAnswers && stride == Weights::kCellStride && !layers.back().relu;
}

}  // namespace

std::uint32_t Crc32(std::span<const std::byte> bytes) {
  static constexpr std::array<std::uint32_t, 256> kTable = CrcTable();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::byte byte : bytes) {
    crc = (crc >> 8U) ^ kTable[(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xFFU];
  }
  return ~crc;
}

std::uint32_t ReceptiveMarginPx(const Weights& weights) {
  std::uint32_t margin = 0;
  std::uint32_t stride = 1;
  for (const Layer& layer : weights.layers) {
    margin += stride * layer.Padding();
    stride *= layer.stride;
  }
  return margin;
}

Result<Weights> ReadWeights(std::span<const std::byte> file) {
  constexpr std::size_t kCrcBytes = 4;
  if (file.size() < kCrcBytes || file.size() > kMostBytes) return Fault::kBadWeights;
  Taker crc(file.last(kCrcBytes));
  file = file.first(file.size() - kCrcBytes);
  if (crc.Unsigned() != Crc32(file)) return Fault::kBadWeights;
  Taker taker(file);
  if (taker.Unsigned() != kMagic || taker.Unsigned() != kVersion) return Fault::kBadWeights;
  Weights weights{.person_px = taker.Float(), .layers = {}};
  if (!(weights.person_px >= 8 && weights.person_px <= 256)) return Fault::kBadWeights;
  const std::uint32_t layers = taker.Unsigned();
  if (!Between(layers, 1, kMostLayers)) return Fault::kBadWeights;
  for (std::uint32_t i = 0; i < layers; ++i) {
    std::optional<Layer> layer = TakeLayer(taker);
    if (!layer) return Fault::kBadWeights;
    weights.layers.push_back(*std::move(layer));
  }
  if (taker.failed() || taker.left() > 0 || !LayersFit(weights.layers)) return Fault::kBadWeights;
  return weights;
}

}  // namespace throng
