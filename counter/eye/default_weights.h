// The weights that are built into throng-eye, so that it opens no file for them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace throng {

// The bytes of weights/default.thnw, for ReadWeights; static storage.
std::span<const std::byte> DefaultWeights();

}  // namespace throng
