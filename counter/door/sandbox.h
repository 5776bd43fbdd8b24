// The seam of the lock-down: an eye calls both functions before the first byte of video.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/result.h"

namespace throng {

// Dies with the parent, leaves no core, is not dumpable, gains no privileges. Call first in main().
// Fault::kEyeLocked if the kernel refuses one of these.
Status CloseBehind();

// After it returns only reading fd 0 and writing fd 3 are meant to work. What is in place today: no
// file descriptor but 0..3 is open. System call filter, Landlock and namespaces: [pending], see
// SPECIFICATION.md. Fault::kEyeLocked if it cannot be put in place.
Status LockDown();

}  // namespace throng
