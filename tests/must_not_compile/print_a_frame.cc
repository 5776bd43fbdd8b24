// A frame cannot be printed.
// SPDX-License-Identifier: Apache-2.0
// must say: (no match for .operator<<.|invalid operands to binary expression).*Frame
#include <iostream>

#include "counter/eye/frame.h"

namespace throng {

#ifdef FORBIDDEN
void Try(const Frame& frame) { std::cout << frame; }
#else
void Try(const Frame& frame) { std::cout << frame.size().width_px; }
#endif

}  // namespace throng
