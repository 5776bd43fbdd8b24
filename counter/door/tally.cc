// Rounds persons into a patch reading.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/tally.h"

#include <algorithm>
#include <cmath>

#include "counter/base/check.h"

namespace throng {

PatchReading::PatchReading(Persons count, Sight sight) {
  COUNTER_CHECK(std::isfinite(count.value()) && count.value() >= 0.0);
  if (sight == Sight::kBlind) return;  // blind says nothing of persons
  const double whole = std::min(std::round(count.value()), static_cast<double>(kMost));
  const auto sight_bits = static_cast<unsigned>(sight) << 10U;
  bits_ = static_cast<std::uint16_t>(sight_bits | static_cast<unsigned>(whole));
}

}  // namespace throng
