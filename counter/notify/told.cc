// Compares an alarm with the filters of ways.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/told.h"

#include <algorithm>

#include "counter/base/check.h"

namespace throng {

bool IsTold(const AlarmFilter& filter, std::span<const AlarmEvent> alarm) {
  COUNTER_CHECK(!alarm.empty());
  const AlarmEvent& event = alarm.back();
  if (!filter.rules.empty() && std::ranges::count(filter.rules, event.rule) == 0) return false;
  switch (event.kind) {
    case AlarmKind::kCrowding:
      return filter.crowding && std::ranges::any_of(alarm, [&](const AlarmEvent& earlier) {
               return earlier.band >= filter.least;
             });
    case AlarmKind::kBlind:
      return filter.blind;
    case AlarmKind::kStale:
      return filter.stale;
  }
  return true;
}

std::vector<std::string> WaysFor(const Ways& ways, std::span<const AlarmEvent> alarm) {
  std::vector<std::string> names;
  const auto add = [&](const auto& ways_of_a_kind) {
    for (const auto& way : ways_of_a_kind) {
      if (IsTold(way.tells, alarm)) names.push_back(way.name);
    }
  };
  add(ways.webhooks);
  add(ways.mails);
  add(ways.brokers);
  add(ways.caps);
  return names;
}

}  // namespace throng
