// Whether programs that were written for the released contract can go on with the one of now.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tests/layout/contract.h"
#include "tests/layout/source_tree.h"

namespace throng::layout {

// Everything that was released and is gone, or is another thing now. Whatever was added is fine.
std::vector<Finding> CheckChanges(const Contract& released, const Contract& now);

}  // namespace throng::layout
