// The system calls that an eye may make once it is locked, each with its reason; the rest ends it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "counter/base/result.h"
#include "counter/site/address.h"

namespace throng {

// What an argument of a call must be: (argument & mask) == value.
struct ArgumentRule {
  unsigned argument;  // from 0
  std::uint64_t mask;
  std::uint64_t value;
};

// What the kernel does with a call. Refused: it does nothing and answers "permission denied".
enum class Verdict : std::uint8_t { kAllowed, kRefused };

struct SyscallRule {
  int number;  // of this machine's processor
  std::string_view name;
  std::string_view reason;
  Verdict verdict;
  std::optional<ArgumentRule> first;
  std::optional<ArgumentRule> second;
};

// All of them. Any other call, or other arguments, kills the process at once; so does a call of
// another processor's kind (32-bit ones on x86-64).
std::span<const SyscallRule> SyscallRules();

// What an eye of a live camera may do beside them: ask throng to speak to the camera; or, where the
// camera is a device, take pictures out of it and give their memory back.
std::span<const SyscallRule> TalkSyscallRules();
std::span<const SyscallRule> DeviceSyscallRules();

// Those of the process that waits for an eye: to wait, and to end as the eye did.
std::span<const SyscallRule> WaitingRules();

// Puts the filter of SyscallRules(), and of those that its kind of live camera takes, in place for
// all threads, for ever. Fault::kNoFilter if the kernel refuses.
Status FilterSyscalls(std::optional<CameraProtocol> live = std::nullopt);

// The same with WaitingRules().
Status FilterToWait();

}  // namespace throng
