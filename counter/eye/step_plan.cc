// Divides a stream into steps.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/step_plan.h"

#include <algorithm>
#include <chrono>

#include "counter/base/check.h"

namespace throng {

StepPlan::StepPlan(Steps steps)
    : steps_(steps), rounding_(std::min<Duration>(std::chrono::milliseconds(1), steps.every / 4)) {
  COUNTER_CHECK((steps.every > Duration(0)) != (steps.pictures > 0));
}

std::optional<std::uint64_t> StepPlan::LastStepAt(const PicturePlace& place) const {
  if (!by_time()) return place.number / steps_.pictures;
  const Duration at = place.at + rounding_;
  if (at < Duration(0)) return std::nullopt;
  return static_cast<std::uint64_t>(at / steps_.every);
}

std::optional<std::uint64_t> StepPlan::StepOf(const PicturePlace& place) const {
  if (!by_time() && place.number % steps_.pictures != 0) return std::nullopt;
  return LastStepAt(place);
}

Duration StepPlan::StartOf(std::uint64_t step) const {
  COUNTER_CHECK(by_time());
  const auto every = static_cast<std::uint64_t>(steps_.every.count());
  if (step > static_cast<std::uint64_t>(Duration::max().count()) / every) return Duration::max();
  return Duration(static_cast<std::int64_t>(step * every)) - rounding_;
}

}  // namespace throng
