// Which ways an event of an alarm is to go.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/site/ways.h"

namespace throng {

// Whether the last event of `alarm`, which begins with its raise, is to be told. Once an alarm was
// bad enough to be told, all that follows is: an end is never kept from who knows the beginning.
bool IsTold(const AlarmFilter& filter, std::span<const AlarmEvent> alarm);

// The names of all ways by which it is.
std::vector<std::string> WaysFor(const Ways& ways, std::span<const AlarmEvent> alarm);

}  // namespace throng
