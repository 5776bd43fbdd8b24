// The file of a model that a user brings, read whole.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "counter/base/result.h"

namespace throng {

// The largest YOLOX and YOLO11 are 400 and 230 MB.
inline constexpr std::size_t kMostModelBytes = std::size_t{512} << 20U;

// Reads `fd` from its beginning, wherever it stands, and leaves it there: cameras share it. Faults:
// kNoModel if it is empty or cannot be read so (a folder, a pipe), kModelTooLarge.
Result<std::vector<std::byte>> ReadModelFile(int fd, std::size_t most_bytes = kMostModelBytes);

}  // namespace throng
