// Alarms as a table for people and as JSON lines for programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"

namespace throng {

// A line of titles, then one for each alarm: number, worst band or kind, place, rule, raised, ended
// or "open", how long, acknowledged by, and why it was raised. Each alarm has all its events.
std::vector<std::string> AlarmTable(std::span<const std::vector<AlarmEvent>> alarms);

// One object without line end: alarm, sequence, change, kind, rule, place, band, at, persons, low,
// high, reason, by. Unknown is null.
std::string AlarmJson(const AlarmEvent& event);

}  // namespace throng
