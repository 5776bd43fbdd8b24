// Reads every #include: rooms look up the data flow only, never into the eye.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tests/layout/source_tree.h"

namespace throng::layout {

// Every #include in counter/<room>/ that crosses a wall. The order of the rooms comes from the
// tree's CMakeLists.txt, and what a room USES from its own; which foreign library belongs to which
// room stands in include_walls.cc.
std::vector<Finding> CheckIncludes(const SourceTree& tree);

}  // namespace throng::layout
