// How much of somebody has to show so that he counts, in training and in tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/canvas.h"

namespace throng {

// 0 for somebody who cannot be seen, 1 for somebody who can: the same as how_much_counts() in
// counter/train/data.py.
float HowMuchCounts(const Shown& shown);

// In whole persons: more than half.
bool Counts(const Shown& shown);

}  // namespace throng
