// The network's numbers in 8 bits: how large one step is, in each tensor and for each channel.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "counter/base/result.h"
#include "counter/eye/weights.h"

namespace throng {

// A layer for whole numbers: its output, in steps, is scales * (sum of products + bias).
struct QuantisedLayer {
  std::vector<std::int8_t> weights;  // at [out][in][y][x]
  std::vector<float> bias;           // at [out], in steps of the sum
  std::vector<float> scales;         // at [out]
  float add_scale;                   // for the steps of the output that is added; 0 without one
};

// The picture goes in as value - 128, outputs go on as 0..255 after relu and as -127..127
// otherwise; the last layer's is not quantised. Fault::kBadWeights if a layer's largest input is
// unknown.
Result<std::vector<QuantisedLayer>> Quantise(const Weights& weights);

}  // namespace throng
