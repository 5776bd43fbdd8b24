// A model that a user brings: a person detector or a density network, run by OpenCV.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <span>

#include "counter/base/result.h"
#include "counter/door/brief.h"
#include "counter/eye/density.h"
#include "counter/eye/wiped_mats.h"

namespace throng {

// `file` is a whole ONNX file, of which nothing is kept. What it is shows in the shape of its
// answer: (1, 1, rows, columns) is the density of heads, (1, a, b) a detector's if it is a
// DetectorLayout. Where it takes pictures of any size, a detector gets 640 x 640 and a density
// network the picture as it is, padded. Looks at two pictures of its own, so that the library has
// opened what it opens, and `mats`, which serves from then on, knows what is of a frame. `memory`
// and `mats` outlive the model. Faults: kNoModel, kModelShape, kModelNotNumbers; kCameraTooLow for
// a density network.
Result<std::unique_ptr<DensityModel>> MakeOnnxModel(
    std::span<const std::byte> file, const Brief& brief, WipedMats& mats,
    std::pmr::memory_resource& memory = *std::pmr::new_delete_resource());

}  // namespace throng
