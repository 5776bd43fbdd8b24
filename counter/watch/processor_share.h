// How much of a core a process takes, and how long it waits for one, as the kernel counts it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <optional>

#include "counter/base/time.h"

namespace throng {

// Of `process` and of its children, since each began: 1 is one whole core. Nothing where the system
// does not show it (under the shipped service).
std::optional<double> ProcessorShare(pid_t process);

// How long `process` and its children could have run, but others had the processor, since each
// began. Nothing where the system does not show it.
std::optional<Duration> ProcessorWait(pid_t process);

}  // namespace throng
