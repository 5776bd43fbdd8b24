// Alarms as a table for people and as JSON lines for programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "counter/alert/alarm.h"

namespace throng {

// A line of titles, then one for each alarm: number, worst band or kind, place, rule, raised, ended
// or "open", how long, acknowledged by, and why it was raised. Each alarm has all its events.
std::vector<std::string> AlarmTable(std::span<const std::vector<AlarmEvent>> alarms);

// One object without line end: alarm, sequence, change, kind, rule, place, band, at, persons, low,
// high, reason, by. Unknown is null.
std::string AlarmJson(const AlarmEvent& event);
// The same with the field `site` in front.
std::string SiteAlarmJson(std::string_view site, const AlarmEvent& event);

// "alarm 3, crowded: platform, since 14:03 UTC: 182 persons ..., acknowledged by shift leader"; of
// the last event of an alarm whose raise is `raise`.
std::string AlarmLine(const AlarmEvent& raise, const AlarmEvent& last);

}  // namespace throng
