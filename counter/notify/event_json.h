// An event of an alarm as JSON, for webhooks and brokers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "counter/alert/delivery.h"

namespace throng {

inline constexpr int kEventJsonVersion = 1;  // a field that goes or changes its meaning raises it

// One object without line breaks. What is unknown is null, and no number stands for it. `at` and
// `raised_at` are RFC 3339 in UTC.
std::string EventJson(std::string_view site, const Delivery& delivery);

}  // namespace throng
