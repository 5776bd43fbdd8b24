// The lock-down of an eye: what it goes through before the first byte of video.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "counter/base/result.h"

namespace throng {

// Call first in main(), with one thread. Limits the process, puts it into empty namespaces without
// rights, and takes files and TCP away. Descriptors that are open stay open. It goes on in a child
// process; the first one waits for it and ends as it does. Faults: kEyeLocked; kNotEnclosed if the
// system gives neither namespaces nor Landlock, or only one that knows no network.
Status CloseBehind();

// Call before the first byte of video, with one thread. After it returns, only the calls of
// SyscallRules() are possible: reading descriptor 0, writing tallies to 3, memory, time. Faults:
// kEyeLocked, kNoFilter. `most_processor_time`: the kernel kills it after so much; absent for an
// eye that nobody will replace.
Status LockDown(std::optional<std::chrono::seconds> most_processor_time = std::nullopt);

}  // namespace throng
