// What programs that load a hub measure of themselves.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "counter/store/archives_for_test.h"

namespace throng {

// Processor time of this process and of the database's server, so far.
double CpuSeconds(Backend backend);

// Of this process, as the kernel says under "VmRSS:" (now) or "VmHWM:" (the most there was).
double MegabytesOf(const char* key);

// The value that a share 0..1 of all is below; sorts them. 0 if there is none.
double Share(std::vector<double>& values, double share);

}  // namespace throng
