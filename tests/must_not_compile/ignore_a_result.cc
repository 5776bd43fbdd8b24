// Whether something failed cannot be overlooked.
// SPDX-License-Identifier: Apache-2.0
// must say: (ignoring returned value|ignoring return value).*nodiscard
#include "counter/base/result.h"

namespace throng {

Status Save();

Status Try() {
#ifdef FORBIDDEN
  Save();
  return Done{};
#else
  return Save();
#endif
}

}  // namespace throng
