// The lock-down of an eye: what it goes through before the first byte of video.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "counter/base/result.h"
#include "counter/site/address.h"

namespace throng {

// Call first in main(), with one thread. Limits the process, puts it into empty namespaces without
// rights, and takes files and TCP away. Descriptors that are open stay open. It goes on in a child
// process; the first one waits for it and ends as it does. Faults: kEyeLocked; kNotEnclosed if the
// system gives neither namespaces nor Landlock, or only one that knows no network.
Status CloseBehind();

struct LockOptions {
  // The kernel kills it after so much; absent for an eye that nobody will replace.
  std::optional<std::chrono::seconds> most_processor_time = std::nullopt;
  // What kind of live camera it looks at: it may ask throng, on descriptor 4, to speak to one that
  // is spoken to, and take pictures out of a device.
  std::optional<CameraProtocol> live = std::nullopt;
};

// Call before the first byte of video, with one thread. After it returns, only the calls of
// SyscallRules() are possible: reading descriptor 0, writing tallies to 3, memory, time; and those
// of TalkSyscallRules() or DeviceSyscallRules() if it is live. Faults: kEyeLocked, kNoFilter.
Status LockDown(const LockOptions& options = {});

}  // namespace throng
