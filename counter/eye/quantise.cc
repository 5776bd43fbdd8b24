// One step per tensor, from the largest number seen in it; one per output channel for the weights.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/quantise.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace throng {
namespace {

constexpr float kMostWeight = 127;

// (value / 255 - 0.5) / 0.25 = kPictureStep * (value - 128) + kPictureOffset
constexpr float kPictureStep = 4.0F / 255;
constexpr float kPictureOffset = 2.0F / 255;

// Nothing if the largest input of a layer is unknown.
std::optional<std::vector<float>> StepsOf(const std::vector<Layer>& layers) {
  std::vector<float> steps{kPictureStep};  // of the picture and of each layer's output
  for (std::size_t i = 1; i < layers.size(); ++i) {
    if (!layers[i].input_largest) return std::nullopt;
    steps.push_back(*layers[i].input_largest / (layers[i - 1].relu ? 255.0F : 127.0F));
  }
  steps.push_back(1.0F);
  return steps;
}

}  // namespace

Result<std::vector<QuantisedLayer>> Quantise(const Weights& weights) {
  const std::optional<std::vector<float>> steps = StepsOf(weights.layers);
  if (!steps) return Fault::kBadWeights;
  std::vector<QuantisedLayer> quantised;
  for (std::size_t i = 0; i < weights.layers.size(); ++i) {
    const Layer& layer = weights.layers[i];
    const float input_step = (*steps)[i];
    const float output_step = (*steps)[i + 1];
    QuantisedLayer whole{.weights = {}, .bias = {}, .scales = {}, .add_scale = 0};
    if (layer.add_from) whole.add_scale = (*steps)[*layer.add_from + 1] / output_step;
    const std::size_t per_channel = layer.weights.size() / layer.out_channels;
    for (std::size_t out = 0; out < layer.out_channels; ++out) {
      const auto row = std::span(layer.weights).subspan(out * per_channel, per_channel);
      float largest = 0;
      float sum = 0;
      for (const float weight : row) {
        largest = std::max(largest, std::abs(weight));
        sum += weight;
      }
      const float step = largest > 0 ? largest / kMostWeight : 1.0F;
      for (const float weight : row) {
        whole.weights.push_back(static_cast<std::int8_t>(std::lround(weight / step)));
      }
      const float offset = i == 0 ? kPictureOffset * sum : 0.0F;
      whole.bias.push_back((layer.bias[out] + offset) / (input_step * step));
      whole.scales.push_back(input_step * step / output_step);
    }
    quantised.push_back(std::move(whole));
  }
  return quantised;
}

}  // namespace throng
