// Situations for tests: a window after another, with whatever count the test needs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "counter/meaning/situation.h"
#include "counter/site/alarm_rule.h"

namespace throng {

// 2026-11-24T12:00:00Z, a Tuesday.
inline constexpr Instant kNoon(1'795'521'600'000'000'000);

// Of a place of 100 m2 for 200 persons.
inline Situation SituationAt(const Window& window, Freshness freshness,
                             std::optional<Range> persons) {
  Situation situation{.window = window,
                      .freshness = freshness,
                      .coverage_percent = persons ? 100 : 0,
                      .persons = persons};
  if (!persons) return situation;
  const auto scaled = [&](double by) {
    return Range{persons->low * by, persons->expected * by, persons->high * by};
  };
  situation.density_per_m2 = scaled(0.01);
  situation.capacity_percent = scaled(0.5);
  return situation;
}

inline AlarmRule RuleOn(Measure on, Side side, std::optional<BandLimits> busy,
                        std::optional<BandLimits> crowded = std::nullopt,
                        std::optional<BandLimits> critical = std::nullopt) {
  AlarmRule rule;
  rule.stay = std::chrono::seconds(30);
  rule.name = "full hall";
  rule.places = {"hall"};
  rule.on = on;
  rule.limits = {busy, crowded, critical};
  rule.side = side;
  return rule;
}

}  // namespace throng
