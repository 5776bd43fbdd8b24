// What is remembered of a rule at a place, as numbers that a ledger can keep.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "counter/alert/rule_watch.h"

namespace throng {

// The first is the version of the others, which are as many for each state.
std::vector<std::int64_t> NumbersOf(const RuleState& state);

// The state with those numbers. Nothing for any other numbers, as of another version; a rule that
// begins anew is better than one that goes on from what nobody said.
std::optional<RuleState> RuleStateOf(std::span<const std::int64_t> numbers);

}  // namespace throng
