// Walks along the truth once for onsets and once for each alarm.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/alarm_score.h"

#include <algorithm>
#include <cmath>

namespace throng {

std::vector<Span> OnsetsOf(const std::vector<int>& truth, const ScoreRules& rules) {
  std::vector<Span> onsets;
  std::size_t reached = 0;  // steps at or over the limit, running
  bool is_open = false;
  for (std::size_t at = 0; at < truth.size(); ++at) {
    reached = truth[at] >= rules.limit ? reached + 1 : 0;
    if (!is_open && reached >= rules.onset_steps) {
      is_open = true;
      onsets.push_back({.from = at + 1 - reached, .until = truth.size()});
    }
    if (is_open && truth[at] < rules.over_below * rules.limit) {
      is_open = false;
      onsets.back().until = at;
    }
  }
  return onsets;
}

void AlarmScore::Add(const std::vector<int>& truth, const std::vector<Span>& alarms,
                     const ScoreRules& rules) {
  ++days;
  for (const Span& onset : OnsetsOf(truth, rules)) {
    ++onsets;
    const auto alarm = std::ranges::find_if(alarms, [&](const Span& some) {
      return some.until > onset.from && some.from < onset.until;
    });
    if (alarm == alarms.end()) {
      ++missed;
    } else if (alarm->from < onset.from) {
      ++early;
      delays_steps.push_back(0);
      leads_steps.push_back(static_cast<double>(onset.from - alarm->from));
    } else {
      delays_steps.push_back(static_cast<double>(alarm->from - onset.from));
    }
  }
  for (const Span& alarm : alarms) {
    ++raises;
    const auto from = truth.begin() + static_cast<std::ptrdiff_t>(alarm.from);
    const auto until = truth.begin() + static_cast<std::ptrdiff_t>(std::min(
                                           truth.size(), std::max(alarm.until, alarm.from + 1)));
    const int most = *std::max_element(from, until);
    if (most < (1 - rules.tolerance) * rules.limit) ++false_raises;
  }
}

double Quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const double last = static_cast<double>(values.size()) - 1;
  return values[static_cast<std::size_t>(std::ceil(share * last))];
}

}  // namespace throng
