// What the public contract may hold: counts, places and their names; nobody, and nothing unnamed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tests/layout/contract.h"
#include "tests/layout/source_tree.h"

namespace throng::layout {

// Everything in `contract` that breaks a rule, with its cure: a type that can hold anything, text
// that is not on the closed list, a word for a person, a number without its unit, no comment.
std::vector<Finding> CheckContract(const Contract& contract);

}  // namespace throng::layout
