// Makes, writes and runs networks without any library.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/test_weights.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <random>

namespace throng::test_weights {
namespace {

constexpr std::uint32_t kHalfCut = 0xFFFFE000U;  // the bits that half precision keeps

float CutToHalf(float value) {
  if (std::abs(value) < 0x1p-14F) return 0;
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) & kHalfCut);
}

std::uint16_t HalfOf(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(CutToHalf(value));
  const std::uint32_t sign = (bits >> 16U) & 0x8000U;
  if ((bits & 0x7FFFFFFFU) == 0) return static_cast<std::uint16_t>(sign);
  return static_cast<std::uint16_t>(sign | (((bits & 0x7FFFFFFFU) >> 13U) - (112U << 10U)));
}

Layer Shape(std::uint32_t in, std::uint32_t out, std::uint32_t kernel, std::uint32_t stride,
            std::uint32_t dilation, bool relu, std::optional<std::size_t> add_from = {}) {
  return {.in_channels = in,
          .out_channels = out,
          .kernel = kernel,
          .stride = stride,
          .dilation = dilation,
          .relu = relu,
          .add_from = add_from,
          .input_largest = std::nullopt,
          .weights = {},
          .bias = {}};
}

std::size_t After(std::size_t length, std::uint32_t stride) {
  return (length + stride - 1) / stride;
}

struct Grid {
  std::size_t columns, rows, channels;
};

// One sum of products, at one place of one output channel.
float SumAt(const Layer& layer, const Grid& in, const std::vector<float>& values, std::size_t out,
            std::size_t row, std::size_t column) {
  double sum = layer.bias[out];
  const std::size_t kernel = layer.kernel;
  for (std::size_t i = 0; i < in.channels; ++i) {
    for (std::size_t ky = 0; ky < kernel; ++ky) {
      for (std::size_t kx = 0; kx < kernel; ++kx) {
        // Past the upper or left edge these wrap around to huge numbers.
        const std::size_t y = row * layer.stride + ky * layer.dilation - layer.Padding();
        const std::size_t x = column * layer.stride + kx * layer.dilation - layer.Padding();
        if (y >= in.rows || x >= in.columns) continue;
        sum += double{layer.weights[((out * in.channels + i) * kernel + ky) * kernel + kx]} *
               values[(y * in.columns + x) * in.channels + i];
      }
    }
  }
  return static_cast<float>(sum);
}

}  // namespace

void AddRandom(Weights& weights, const Layer& shape, unsigned seed) {
  Layer layer = shape;
  const auto inputs = static_cast<double>(layer.kernel * layer.kernel * layer.in_channels);
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, std::sqrt(2 / inputs));
  layer.weights.resize(std::size_t{layer.out_channels} * layer.in_channels * layer.kernel *
                       layer.kernel);
  layer.bias.resize(layer.out_channels);
  for (float& weight : layer.weights) weight = CutToHalf(static_cast<float>(normal(random)));
  for (float& bias : layer.bias) bias = static_cast<float>(normal(random));
  weights.layers.push_back(layer);
}

Weights Planned(unsigned seed) {
  Weights weights{.person_px = 36, .layers = {}};
  for (const Layer& shape :
       {Shape(3, 16, 3, 2, 1, true), Shape(16, 32, 3, 2, 1, true), Shape(32, 32, 3, 1, 1, true),
        Shape(32, 64, 3, 2, 1, true), Shape(64, 64, 3, 1, 1, true), Shape(64, 64, 3, 1, 2, true, 3),
        Shape(64, 64, 3, 1, 1, true), Shape(64, 64, 3, 1, 4, true, 5), Shape(64, 64, 3, 1, 1, true),
        Shape(64, 64, 3, 1, 2, true, 7), Shape(64, 64, 1, 1, 1, true),
        Shape(64, 3, 1, 1, 1, false)}) {
    AddRandom(weights, shape, seed * 1000 + static_cast<unsigned>(weights.layers.size()));
  }
  for (float& weight : weights.layers.back().weights) weight = CutToHalf(weight / 4);
  for (float& bias : weights.layers.back().bias) bias = -5;
  return weights;
}

Weights Blur(float gain, float bias) {
  Weights weights{.person_px = 36, .layers = {}};
  for (Layer layer :
       {Shape(3, 1, 3, 2, 1, false), Shape(1, 1, 3, 2, 1, false), Shape(1, 3, 3, 2, 1, false)}) {
    const std::size_t inputs = std::size_t{9} * layer.in_channels;
    layer.weights.assign(inputs * layer.out_channels, CutToHalf(1.0F / static_cast<float>(inputs)));
    layer.bias.assign(layer.out_channels, 0);
    weights.layers.push_back(layer);
  }
  for (float& weight : weights.layers.back().weights) weight = CutToHalf(weight * gain);
  for (float& last : weights.layers.back().bias) last = bias;
  return weights;
}

std::vector<std::byte> FileOf(const Weights& weights) {
  std::vector<std::byte> file;
  const auto put = [&](std::uint32_t value, std::size_t size = 4) {
    for (std::size_t i = 0; i < size; ++i) {
      file.push_back(static_cast<std::byte>(value >> (8 * i) & 0xFFU));
    }
  };
  const auto put_float = [&](double value) {
    put(std::bit_cast<std::uint32_t>(static_cast<float>(value)));
  };
  put(0x57'4E'48'54);
  put(1);
  put_float(weights.person_px);
  put(static_cast<std::uint32_t>(weights.layers.size()));
  for (const Layer& layer : weights.layers) {
    put(layer.in_channels);
    put(layer.out_channels);
    put(layer.kernel);
    put(layer.stride);
    put(layer.dilation);
    put(layer.relu ? 1 : 0);
    put(layer.add_from ? static_cast<std::uint32_t>(*layer.add_from) : 0xFFFFFFFFU);
    put_float(double{layer.input_largest.value_or(0)});
    for (const float weight : layer.weights) put(HalfOf(weight), 2);
    for (const float bias : layer.bias) put_float(double{bias});
  }
  put(Crc32(file));
  return file;
}

std::vector<std::uint8_t> Pattern(ImageSize size, unsigned seed) {
  std::mt19937 random(seed);
  const std::size_t columns = size.width_px;
  const std::size_t rows = size.height_px;
  std::vector<std::uint8_t> pixels(3 * columns * rows, 110);
  for (std::size_t i = 0; i < 4 + columns * rows / 800; ++i) {
    const std::size_t left = random() % columns;
    const std::size_t top = random() % rows;
    const std::size_t right = std::min(columns, left + 2 + random() % 24);
    const std::size_t bottom = std::min(rows, top + 2 + random() % 40);
    const auto colour = static_cast<unsigned>(random());
    for (std::size_t y = top; y < bottom; ++y) {
      for (std::size_t x = left; x < right; ++x) {
        for (std::size_t c = 0; c < 3; ++c) {
          pixels[(y * columns + x) * 3 + c] = static_cast<std::uint8_t>(colour >> (8 * c));
        }
      }
    }
  }
  for (std::uint8_t& pixel : pixels) {
    pixel =
        static_cast<std::uint8_t>(std::clamp(pixel + static_cast<int>(random() % 17) - 8, 0, 255));
  }
  return pixels;
}

std::vector<std::vector<float>> OutputsOf(const Weights& weights, ImageSize size,
                                          std::span<const std::uint8_t> pixels) {
  std::vector<float> values;
  for (const std::uint8_t pixel : pixels) {
    values.push_back((static_cast<float>(pixel) / 255 - 0.5F) / 0.25F);
  }
  Grid in{.columns = size.width_px, .rows = size.height_px, .channels = 3};
  std::vector<std::vector<float>> outputs;
  for (const Layer& layer : weights.layers) {
    const Grid grid{.columns = After(in.columns, layer.stride),
                    .rows = After(in.rows, layer.stride),
                    .channels = layer.out_channels};
    std::vector<float> output;
    for (std::size_t i = 0; i < grid.rows * grid.columns * grid.channels; ++i) {
      const std::size_t place = i / grid.channels;
      float sum =
          SumAt(layer, in, values, i % grid.channels, place / grid.columns, place % grid.columns);
      if (layer.add_from) sum += outputs[*layer.add_from][i];
      output.push_back(layer.relu ? std::max(sum, 0.0F) : sum);
    }
    outputs.push_back(output);
    values = output;
    in = grid;
  }
  return outputs;
}

void MeasureInputs(Weights& weights) {
  constexpr ImageSize kSize{96, 96};
  const auto outputs = OutputsOf(weights, kSize, Pattern(kSize, 99));
  for (std::size_t i = 1; i < weights.layers.size(); ++i) {
    float largest = 0;
    for (const float value : outputs[i - 1]) largest = std::max(largest, std::abs(value));
    weights.layers[i].input_largest = largest;
  }
}

}  // namespace throng::test_weights
