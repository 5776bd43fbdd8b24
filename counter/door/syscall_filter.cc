// The table, and libseccomp, which makes a program of it for the kernel.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/syscall_filter.h"

#include <linux/futex.h>
#include <linux/videodev2.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <memory>

#include "counter/door/brief.h"
#include "counter/door/camera_request.h"
#include "counter/door/tally.h"

namespace throng {
namespace {

constexpr std::uint64_t kInt = 0xFFFF'FFFF;  // the kernel looks at no more of a descriptor
constexpr std::uint64_t kAll = ~std::uint64_t{0};
constexpr std::optional<ArgumentRule> kAny;

constexpr std::optional<ArgumentRule> Is(unsigned argument, std::uint64_t mask,
                                         std::uint64_t value) {
  return ArgumentRule{.argument = argument, .mask = mask, .value = value};
}

// A new mapping is memory and nothing else: no file, not shared, never code.
constexpr auto kNoCode = Is(2, PROT_EXEC, 0);
constexpr auto kOwnMemory = Is(3, MAP_SHARED | MAP_ANONYMOUS, MAP_ANONYMOUS);

constexpr auto kAllowed = Verdict::kAllowed;
constexpr auto kRefused = Verdict::kRefused;

constexpr std::array kRules{
    SyscallRule{SYS_read, "read", "the camera's bytes, on descriptor 0", kAllowed, Is(0, kInt, 0),
                kAny},
    SyscallRule{SYS_ppoll, "ppoll", "whether bytes come, or pictures must go", kAllowed, kAny,
                kAny},
    SyscallRule{SYS_lseek, "lseek", "a file's index lies at its end", kAllowed, Is(0, kInt, 0),
                kAny},
    SyscallRule{SYS_write, "write", "a tally: 8 bytes on descriptor 3", kAllowed, Is(0, kInt, 3),
                Is(2, kAll, sizeof(Tally))},
    SyscallRule{SYS_brk, "brk", "memory", kAllowed, kAny, kAny},
    SyscallRule{SYS_mmap, "mmap", "memory; no file, not shared, no code", kAllowed, kNoCode,
                kOwnMemory},
    SyscallRule{SYS_mprotect, "mprotect", "memory; no code", kAllowed, kNoCode, kAny},
    SyscallRule{SYS_mremap, "mremap", "memory that grows", kAllowed, kAny, kAny},
    SyscallRule{SYS_munmap, "munmap", "memory that is given back", kAllowed, kAny, kAny},
    SyscallRule{SYS_madvise, "madvise", "memory that is given back", kAllowed,
                Is(2, kInt, MADV_DONTNEED), kAny},
    SyscallRule{SYS_madvise, "madvise", "memory that is given back", kAllowed,
                Is(2, kInt, MADV_FREE), kAny},
    SyscallRule{SYS_futex, "futex", "locks inside the libraries, that no other process shares",
                kAllowed, Is(1, FUTEX_PRIVATE_FLAG, FUTEX_PRIVATE_FLAG), kAny},
    SyscallRule{SYS_clock_gettime, "clock_gettime", "the time, where it takes a call", kAllowed,
                kAny, kAny},
    SyscallRule{SYS_clock_nanosleep, "clock_nanosleep", "the pace of a recording", kAllowed, kAny,
                kAny},
    SyscallRule{SYS_restart_syscall, "restart_syscall", "goes on sleeping after a stop", kAllowed,
                kAny, kAny},
    SyscallRule{SYS_exit_group, "exit_group", "the end", kAllowed, kAny, kAny},
    SyscallRule{SYS_openat, "openat", "libraries look for files of their own", kRefused, kAny,
                kAny},
    SyscallRule{SYS_newfstatat, "newfstatat", "libraries look for files of their own", kRefused,
                kAny, kAny},
};

constexpr std::array kTalkRules{
    SyscallRule{SYS_write, "write", "a request for the camera, to throng on descriptor 4", kAllowed,
                Is(0, kInt, 4), Is(2, kAll, kCameraRequestBytes)},
    SyscallRule{SYS_uname, "uname", "a library wants to say its name to the camera", kRefused, kAny,
                kAny},
};

// Everything else that a driver can do is done before the eye locks itself.
constexpr std::array kDeviceRules{
    SyscallRule{SYS_ioctl, "ioctl", "the next picture out of the camera on descriptor 0", kAllowed,
                Is(0, kInt, 0), Is(1, kInt, VIDIOC_DQBUF)},
    SyscallRule{SYS_ioctl, "ioctl", "its memory, wiped, back to that camera", kAllowed,
                Is(0, kInt, 0), Is(1, kInt, VIDIOC_QBUF)},
};

constexpr std::array kWaitingRules{
    SyscallRule{SYS_wait4, "wait4", "waits for the eye", kAllowed, kAny, kAny},
    SyscallRule{SYS_kill, "kill", "ends itself by the eye's signal", kAllowed, kAny, kAny},
    SyscallRule{SYS_restart_syscall, "restart_syscall", "goes on waiting after a stop", kAllowed,
                kAny, kAny},
    SyscallRule{SYS_exit_group, "exit_group", "ends with the eye's code", kAllowed, kAny, kAny},
};

struct Release {
  void operator()(void* context) const { ::seccomp_release(context); }
};

bool Add(scmp_filter_ctx context, const SyscallRule& rule) {
  std::array<scmp_arg_cmp, 2> arguments{};
  unsigned count = 0;
  for (const std::optional<ArgumentRule>& one : {rule.first, rule.second}) {
    if (!one) continue;
    arguments[count++] = {.arg = one->argument,
                          .op = SCMP_CMP_MASKED_EQ,
                          .datum_a = one->mask,
                          .datum_b = one->value};
  }
  const std::uint32_t action =
      rule.verdict == Verdict::kAllowed ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EACCES);
  return ::seccomp_rule_add_array(context, action, rule.number, count, arguments.data()) == 0;
}

Status Filter(std::span<const SyscallRule> rules, std::span<const SyscallRule> more = {}) {
  const std::unique_ptr<void, Release> context(::seccomp_init(SCMP_ACT_KILL_PROCESS));
  if (!context) return Fault::kNoFilter;
  bool done =
      ::seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
      ::seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_TSYNC, 1) == 0;
  for (const SyscallRule& rule : rules) done = done && Add(context.get(), rule);
  for (const SyscallRule& rule : more) done = done && Add(context.get(), rule);
  if (!done || ::seccomp_load(context.get()) != 0) return Fault::kNoFilter;
  return Done{};
}

}  // namespace

std::span<const SyscallRule> SyscallRules() { return kRules; }

std::span<const SyscallRule> TalkSyscallRules() { return kTalkRules; }

std::span<const SyscallRule> DeviceSyscallRules() { return kDeviceRules; }

std::span<const SyscallRule> WaitingRules() { return kWaitingRules; }

Status FilterSyscalls(std::optional<CameraProtocol> live) {
  if (HasTalk(live)) return Filter(kRules, kTalkRules);
  return live ? Filter(kRules, kDeviceRules) : Filter(kRules);
}

Status FilterToWait() { return Filter(kWaitingRules); }

}  // namespace throng
