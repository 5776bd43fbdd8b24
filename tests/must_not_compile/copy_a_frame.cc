// A frame can be moved, not copied.
// SPDX-License-Identifier: Apache-2.0
// must say: (use of deleted function|call to (implicitly-)?deleted).*Frame|Frame.*deleted
#include <utility>

#include "counter/eye/frame.h"

namespace throng {

Frame Try(Frame frame) {
#ifdef FORBIDDEN
  Frame copy = frame;
#else
  Frame copy = std::move(frame);
#endif
  return copy;
}

}  // namespace throng
