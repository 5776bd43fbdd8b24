// Any numbers of a ledger are a rule's state, which the next window can go on from, or none.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/rule_numbers.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "counter/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  std::vector<std::int64_t> numbers(size / sizeof(std::int64_t));
  if (!numbers.empty()) std::memcpy(numbers.data(), data, numbers.size() * sizeof(std::int64_t));
  const std::optional<RuleState> state = RuleStateOf(numbers);
  if (!state) return 0;
  const std::vector<std::int64_t> again = NumbersOf(*state);
  COUNTER_CHECK(again.size() == numbers.size());
  COUNTER_CHECK(RuleStateOf(again) == state);
  AlarmRule rule;
  rule.name = "too full";
  const Situation blind{.window = {Instant(0), Instant(15'000'000'000)},
                        .freshness = Freshness::kBlind,
                        .coverage_percent = 0};
  const RuleStep step = WatchRule(rule, *state, blind);
  COUNTER_CHECK(step.changes.size() <= kAlarmKinds);
  COUNTER_CHECK(RuleStateOf(NumbersOf(step.state)) == step.state);
  return 0;
}
