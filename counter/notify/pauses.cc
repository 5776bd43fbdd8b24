// Doubles, and takes a part away.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/pauses.h"

#include <algorithm>

namespace throng {

Duration PauseAfter(int failures, double chance) {
  constexpr int kMostDoublings = 9;  // 512 s are more than the longest pause
  constexpr double kMostTaken = 0.25;
  const Duration first = std::chrono::seconds(1);
  const Duration whole = std::min(
      first * (std::int64_t{1} << std::clamp(failures - 1, 0, kMostDoublings)), kLongestPause);
  const double share = 1.0 - kMostTaken * std::clamp(chance, 0.0, 1.0);
  return Duration(static_cast<Duration::rep>(static_cast<double>(whole.count()) * share));
}

}  // namespace throng
