// Event days through occupancy, release, meaning and alert, as a running count would take them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter/site/alarm_rule.h"
#include "tests/truth/alarm_score.h"
#include "tests/truth/event_day.h"

namespace throng {

// What an alarm is raised by.
struct Contender {
  std::string name;
  // A rule of ours; nothing is raised by its names. Absent: each raw reading by itself, above the
  // limit or not.
  std::optional<AlarmRule> rule;
};

// The limit is kEventCapacity. Left at `leave_share` of it.
AlarmRule EventRule(Side side, std::chrono::seconds stay, double leave_share = 0.9);

// Each contender's alarms on the same day, in the order of `contenders`. `moments`: whether the
// operator has counted the day's moments.
std::vector<std::vector<Span>> PlayEventDay(const EventDay& day, std::chrono::seconds tick,
                                            bool moments, const std::vector<Contender>& contenders);

// A score for each contender over `days` days; seeds from `first_seed`.
std::vector<AlarmScore> ScoreEventDays(int days, std::uint64_t first_seed,
                                       std::chrono::seconds tick, bool moments,
                                       const std::vector<Contender>& contenders,
                                       const ReadingErrors& errors = {});

}  // namespace throng
