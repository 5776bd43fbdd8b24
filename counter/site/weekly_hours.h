// Hours of the week as people write them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "counter/site/alarm_rule.h"

namespace throng {

// "Mon-Fri 06:00-22:00", "Sat,Sun 00:00-24:00", "daily 23:00-05:00", "Fri-Mon 18:30-02:00": days in
// English, three letters. Nothing for any other text.
std::optional<WeeklyHours> ParseWeeklyHours(std::string_view text);

// The days in order, as ParseWeeklyHours reads them: "Mon,Tue,Wed,Thu,Fri 06:00-22:00".
std::string FormatWeeklyHours(const WeeklyHours& hours);

}  // namespace throng
