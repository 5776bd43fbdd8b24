// Why an alarm changes, in a sentence for people.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "counter/alert/latch.h"
#include "counter/base/time.h"
#include "counter/meaning/situation.h"
#include "counter/site/alarm_rule.h"

namespace throng {

// The value of `situation` on the rule's side, so that more is worse: minutes have a minus, and are
// minus infinity if it is not full within the hour. Nothing if it is unknown.
std::optional<double> ValueOf(const AlarmRule& rule, const Situation& situation);

// "182 persons (150 - 215), at most 2.1 per m2: 2.0 per m2 is crowded, for 30 s". `held` ended at
// `at`.
std::string WhyWorse(const AlarmRule& rule, const Situation& situation, Band band, const Held& held,
                     Instant at);

// "back at 1.8 per m2 or less, for 30 s"; `left` is the least of the bands that were left.
std::string WhyBetter(const AlarmRule& rule, Band left, const Held& held, Instant at);

// "no count for 60 s"; "hardly a count for 75 s" if there was one now and then.
std::string WhyBlind(const Held& held, Instant at);
// "no fresh count for 60 s"; likewise.
std::string WhyStale(const Held& held, Instant at);

}  // namespace throng
