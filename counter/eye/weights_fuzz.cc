// Any bytes as a file of weights, with the checksum that fits: refused, or a network that fits.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "counter/base/check.h"
#include "counter/eye/quantise.h"
#include "counter/eye/tensor_plan.h"
#include "counter/eye/weights.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  std::vector<std::byte> file(bytes.begin(), bytes.end());
  const std::uint32_t crc = throng::Crc32(file);
  for (unsigned i = 0; i < 4; ++i) file.push_back(static_cast<std::byte>(crc >> (8 * i) & 0xFFU));
  const throng::Result<throng::Weights> weights = throng::ReadWeights(file);
  if (!weights) return 0;
  COUNTER_CHECK(!weights->layers.empty() &&
                weights->layers.back().out_channels == throng::Weights::kAnswers);
  const std::vector<std::size_t> sizes(weights->layers.size() + 1, 64);
  const throng::TensorPlan plan = throng::PlanTensors(weights->layers, sizes);
  COUNTER_CHECK(plan.offset_bytes.size() == sizes.size());
  const auto quantised = throng::Quantise(*weights);
  COUNTER_CHECK(!quantised || quantised->size() == weights->layers.size());
  return 0;
}
