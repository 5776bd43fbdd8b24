// Code that a library wrote at start can be run, but no longer changed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/result.h"

namespace throng {

// oneDNN leaves the code that it generates writable. This program's mprotect() remembers which
// memory is both; here all of it becomes read-only code. Call before the lock, after the first
// picture. Fault::kEyeLocked if the kernel refuses, or if there was more than can be remembered.
Status SealCode();

}  // namespace throng
