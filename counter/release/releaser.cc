// Rounds an estimate to what may leave.
// SPDX-License-Identifier: Apache-2.0
#include "counter/release/releaser.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "counter/base/check.h"

namespace throng {
namespace {

std::uint16_t Whole(double persons) {
  constexpr double kMost = std::numeric_limits<std::uint16_t>::max();
  return static_cast<std::uint16_t>(std::clamp(persons, 0.0, kMost));
}

WholeCount CountOf(const Estimate& estimate) {
  const double mean = estimate.mean().value();
  const double reach = k90Percent * estimate.sigma().value();
  const std::uint16_t persons = Whole(std::round(mean));
  return {.persons = persons,
          .low = std::min(persons, Whole(std::ceil(mean - reach))),
          .high = std::max(persons, Whole(std::floor(mean + reach)))};
}

}  // namespace

Published Releaser::Release(const ZoneOccupancy& occupancy, Window window) const {
  COUNTER_CHECK(window.end - window.start >= shortest_window_);
  const WholeCount count = occupancy.estimate ? CountOf(*occupancy.estimate) : WholeCount{};
  const Freshness freshness = occupancy.estimate ? occupancy.freshness : Freshness::kBlind;
  // Nearest 0.1% first, so that a share computed as 0.99999 is not shown as 99.
  const double percent = std::floor(std::round(occupancy.coverage * 1000.0) / 10.0);
  return {occupancy.zone, window, count, Whole(percent), freshness, policy_};
}

}  // namespace throng
