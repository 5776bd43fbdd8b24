// What is kept from the TOML parser, which would run out of stack or time, or go astray, on it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "counter/site/load.h"

namespace throng {

inline constexpr std::size_t kMostSiteBytes = 1024UL * 1024;

// Why `text` must not be parsed; nothing if it may be.
std::optional<Complaint> FindUnsafe(std::string_view text);

}  // namespace throng
