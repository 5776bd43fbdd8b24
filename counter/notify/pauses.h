// How long to wait before trying again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/time.h"

namespace throng {

inline constexpr Duration kLongestPause = std::chrono::minutes(5);
inline constexpr Duration kGivesUpAfter = std::chrono::hours(24);

// After `failures` (>= 1) in a row: 1 s, 2 s, 4 s and so on up to kLongestPause, of which up to a
// quarter is taken away by `chance` (0..1), so that not all who wait come back together. Pure.
Duration PauseAfter(int failures, double chance);

}  // namespace throng
