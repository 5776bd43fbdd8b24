// Runs the network on pictures of sizes that are known from the start, in memory that is wiped.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>

#include "counter/base/result.h"
#include "counter/eye/weights.h"
#include "counter/site/geometry.h"

namespace throng {

// How the network calculates. In kBfloat16 the counts are those of kFloat32 within max(1%, 0.1
// person); in kInt8 not on every picture, so whoever wants it must ask for it.
enum class Precision : std::uint8_t { kFloat32, kBfloat16, kInt8 };

// The fastest that this processor has instructions for and that keeps the counts.
Precision FastestPrecision();

// One thread. Everything is made at the start: Run opens nothing, maps nothing and starts nothing.
class Network {
 public:
  virtual ~Network() = default;

  // The picture of `input`, for the caller to fill before Run: blue, green and red, row by row
  // without gaps. 128 is what the network takes for nothing.
  virtual std::span<std::uint8_t> Pixels(std::size_t input) = 0;

  // The last layer's output: its channels for each cell, row by row. Looks into this object, until
  // the next Run or Wipe. Inputs share memory: fill one, run it, read it, then take the next.
  // Fault::kInternal if the library fails.
  virtual Result<std::span<const float>> Run(std::size_t input) = 0;

  // Overwrites pictures and all that came from them with zeros.
  virtual void Wipe() = 0;
};

// `inputs`: the sizes of the pictures. `memory` holds what comes from pictures and outlives the
// network. Faults: kBadWeights if `precision` is kInt8 and the weights lack what it needs,
// kInternal if the library cannot do it on this processor.
Result<std::unique_ptr<Network>> MakeNetwork(
    const Weights& weights, std::span<const ImageSize> inputs, Precision precision,
    std::pmr::memory_resource& memory = *std::pmr::new_delete_resource());

}  // namespace throng
