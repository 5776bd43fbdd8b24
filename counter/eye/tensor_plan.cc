// Gives each tensor a slot that is free, and each slot the size of its largest tensor.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/tensor_plan.h"

#include <algorithm>
#include <optional>

#include "counter/base/check.h"

namespace throng {
namespace {

// The last layer that reads each tensor.
std::vector<std::size_t> LastReaders(std::span<const Layer> layers) {
  std::vector<std::size_t> last(layers.size() + 1);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    last[i] = i;
    if (layers[i].add_from) last[*layers[i].add_from + 1] = i;
  }
  last[layers.size()] = layers.size();  // the caller
  return last;
}

}  // namespace

TensorPlan PlanTensors(std::span<const Layer> layers, std::span<const std::size_t> sizes) {
  COUNTER_CHECK(sizes.size() == layers.size() + 1);
  const std::vector<std::size_t> last = LastReaders(layers);
  std::vector<std::size_t> slot_of(sizes.size());
  std::vector<std::optional<std::size_t>> holds;  // at each slot, the tensor in it
  std::vector<std::size_t> slot_bytes;
  TensorPlan plan{.offset_bytes = {}, .adds_in_place = {}, .bytes = 0};
  const auto put = [&](std::size_t tensor, std::size_t slot) {
    slot_of[tensor] = slot;
    holds[slot] = tensor;
    slot_bytes[slot] = std::max(slot_bytes[slot], sizes[tensor]);
  };
  const auto free_slot = [&] {
    const auto found = std::ranges::find_if(holds, [](const auto& tensor) { return !tensor; });
    if (found != holds.end()) return static_cast<std::size_t>(found - holds.begin());
    holds.emplace_back();
    slot_bytes.push_back(0);
    return holds.size() - 1;
  };
  put(0, free_slot());
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const std::optional<std::size_t> add = layers[i].add_from;
    // Not where the layer also reads it as its input: it would write over what it still reads.
    const bool in_place = add && *add + 1 != i && last[*add + 1] == i;
    put(i + 1, in_place ? slot_of[*add + 1] : free_slot());
    plan.adds_in_place.push_back(in_place);
    for (std::optional<std::size_t>& tensor : holds) {
      if (tensor && last[*tensor] <= i) tensor.reset();
    }
  }
  std::vector<std::size_t> slot_offset;
  for (const std::size_t bytes : slot_bytes) {
    slot_offset.push_back(plan.bytes);
    plan.bytes += AlignedBytes(bytes);
  }
  for (const std::size_t slot : slot_of) plan.offset_bytes.push_back(slot_offset[slot]);
  return plan;
}

}  // namespace throng
