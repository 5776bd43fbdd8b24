// What a model that a user brings takes, as its ONNX file describes it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "counter/base/result.h"
#include "counter/site/geometry.h"

namespace throng {

// One picture: 32-bit floats (1, 3, height, width).
struct OnnxInput {
  std::optional<ImageSize> size;  // absent: any
};

// Reads the description alone, since OpenCV 4.6 does not tell it. Faults: kNoModel if the file is
// empty, cut off within what is read or describes no graph; kModelShape if the model takes several
// tensors, or one that is no picture of 32..4096 pixels a side.
Result<OnnxInput> ReadOnnxInput(std::span<const std::byte> file);

}  // namespace throng
