// The network, looking at one band of people's sizes after the other.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <memory_resource>
#include <optional>

#include "counter/base/result.h"
#include "counter/door/brief.h"
#include "counter/eye/density.h"
#include "counter/eye/network.h"
#include "counter/eye/weights.h"

namespace throng {

struct NetOptions {
  std::optional<Precision> precision;  // absent: the fastest
  // Of the network's picture, around what is read; at most what the weights can see. Beyond that,
  // more changes no count, and costs time.
  double most_context_px = 48;
};

// Counts the heads of those who stand in the brief's patches. All of its memory is taken now, but
// for the map of each frame; `memory` holds what comes from frames and outlives the model. Wipes it
// after each frame. Faults: kCameraTooLow; those of MakeNetwork.
Result<std::unique_ptr<DensityModel>> MakeNetModel(
    const Weights& weights, const Brief& brief, const NetOptions& options = {},
    std::pmr::memory_resource& memory = *std::pmr::new_delete_resource());

}  // namespace throng
