// Numbers as lines for programs have them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

namespace throng {

// Rounded to thousandths.
inline double Short(double number) { return std::round(number * 1000.0) / 1000.0; }

}  // namespace throng
