// What the system's error means for a file that is written.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/result.h"

namespace throng {

// Of errno, right after a call for a file failed: kDiskFull, kNotAFolder or kNotPermitted.
Fault FaultOfErrno();

}  // namespace throng
