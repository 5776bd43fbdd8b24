// The rules that every file keeps: first lines, length, ASCII, no pictures, who may leave.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tests/layout/source_tree.h"

namespace throng::layout {

// Everything in `tree` that breaks a rule, with its cure.
std::vector<Finding> CheckFiles(const SourceTree& tree);

}  // namespace throng::layout
