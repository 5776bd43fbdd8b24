// Resource limits and process control.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/limits.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <new>

#include "counter/door/unsafe.h"

namespace throng {
namespace {

// Room for the largest model that an eye reads and the copies that its library makes of it.
constexpr rlim_t kMostMemoryBytes = rlim_t{4} << 30U;

// The sanitizers' shadow memory is larger than any limit, and they report into files.
bool LimitMemory() {
  if constexpr (kUnsafeBuild) return true;
  const rlimit memory{kMostMemoryBytes, kMostMemoryBytes};
  const rlimit no_file{0, 0};
  return ::setrlimit(RLIMIT_AS, &memory) == 0 && ::setrlimit(RLIMIT_FSIZE, &no_file) == 0;
}

}  // namespace

Status LimitThisProcess() {
  const rlimit no_core{0, 0};
  const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
  ::setrlimit(RLIMIT_MEMLOCK, &unlimited);  // only root may; see KeepOutOfSwap
  const bool done = ::setrlimit(RLIMIT_CORE, &no_core) == 0 &&
                    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && LimitMemory();
  if (!done) return Fault::kEyeLocked;
  return TieToParent();
}

Status TieToParent() {
  const bool done = ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::prctl(PR_SET_DUMPABLE, 0) == 0;
  if (!done) return Fault::kEyeLocked;
  return Done{};
}

Status CrashSilently() {
  if constexpr (kUnsafeBuild) return Done{};
  static std::array<std::byte, 16384> own_stack;  // where the usual one has run over
  stack_t stack{};
  stack.ss_sp = own_stack.data();
  stack.ss_size = own_stack.size();
  if (::sigaltstack(&stack, nullptr) != 0) return Fault::kEyeLocked;
  struct sigaction action {};
  action.sa_handler = [](int) { ::_exit(static_cast<int>(Fault::kEyeDied)); };
  action.sa_flags = SA_ONSTACK;
  std::set_new_handler([] { ::_exit(static_cast<int>(Fault::kEyeOutOfMemory)); });
  for (const int number : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT}) {
    if (::sigaction(number, &action, nullptr) != 0) return Fault::kEyeLocked;
  }
  return Done{};
}

Status AllowInspection() {
  if (::prctl(PR_SET_DUMPABLE, 1) != 0) return Fault::kEyeLocked;
  return Done{};
}

Status KeepOutOfSwap() {
  rlimit locked{};
  if (::getrlimit(RLIMIT_MEMLOCK, &locked) != 0) return Fault::kEyeLocked;
  if (locked.rlim_cur != RLIM_INFINITY) return Done{};
  if (::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) != 0) return Fault::kEyeLocked;
  return Done{};
}

}  // namespace throng
