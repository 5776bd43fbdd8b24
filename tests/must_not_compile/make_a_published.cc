// Only Releaser makes what anyone outside may see.
// SPDX-License-Identifier: Apache-2.0
// must say: (is private within this context|calling a private constructor)
#include "counter/release/published.h"

namespace throng {

// A seam with the name that Published trusts, and one without it.
#ifdef FORBIDDEN
class Shortcut {
#else
class Releaser {
#endif
 public:
  static Published Make(ZoneIndex zone, const Window& window) {
    return Published(zone, window, WholeCount{}, 100, Freshness::kFresh, Policy::kInternal);
  }
};

}  // namespace throng
