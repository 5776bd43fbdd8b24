// What whoever edits a site file is told about it: the answer of POST /api/v1/check.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "counter/base/time.h"

namespace throng {

// From then on no more of a text is looked at, and a mistake says so. The clock is asked between
// cameras, zones and the like, one of which took at most 0.1 s of all that were tried.
inline constexpr Duration kLongestCheck = std::chrono::seconds(3);

// The longest answer tells so many complaints, the first ones, and views of patches: a site file
// without mistakes has at most 1000 cameras with 4 views each.
inline constexpr std::ptrdiff_t kMostComplaintsTold = 1000;
inline constexpr std::size_t kMostViewsTold = 4000;

// JSON as in counter/page/API.md. `toml` may be anything; it is neither kept nor shown elsewhere,
// and no file or address in it is opened. A hostile text may take 200 MB meanwhile, so check one at
// a time.
std::string CheckSite(std::string_view toml, Clock& clock);

}  // namespace throng
