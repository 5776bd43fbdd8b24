// What of the lock-down is in place: limits on this process and its descriptors.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/sandbox.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

namespace throng {

Status CloseBehind() {
  const rlimit no_core{0, 0};
  const bool done = ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
                    ::setrlimit(RLIMIT_CORE, &no_core) == 0 && ::prctl(PR_SET_DUMPABLE, 0) == 0 &&
                    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (!done) return Fault::kEyeLocked;
  return Done{};
}

Status LockDown() {
  if (::close_range(4, ~0U, 0) != 0) return Fault::kEyeLocked;
  return Done{};
}

}  // namespace throng
