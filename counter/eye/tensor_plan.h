// Where each layer's output lies in one block of memory, so that little memory holds, and is wiped.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "counter/eye/weights.h"

namespace throng {

// The next multiple of 64: of a cache line, and of the widest vector.
constexpr std::size_t AlignedBytes(std::size_t bytes) {
  constexpr std::size_t kAlignment = 64;
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

// Tensor 0 is the picture, tensor i + 1 the output of layer i.
struct TensorPlan {
  std::vector<std::size_t> offset_bytes;  // of each tensor, a multiple of 64
  std::vector<bool> adds_in_place;        // whether a layer's output already lies where it adds to
  std::size_t bytes;                      // of the whole block
};

// `sizes`: bytes of each tensor. Tensors share memory once nobody needs the earlier one; a layer
// that adds an earlier output overwrites it if it is the last to need it. Pure.
TensorPlan PlanTensors(std::span<const Layer> layers, std::span<const std::size_t> sizes);

}  // namespace throng
