// Stops the process on a broken invariant.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace throng {

void CheckFailed(const char* file, int line, const char* condition) {
  std::fprintf(stderr, "%s:%d: broken invariant: %s\n", file, line, condition);
  std::abort();
}

}  // namespace throng
