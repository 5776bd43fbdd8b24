// The protections in their order: limits, namespaces, files, descriptors, system calls.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/sandbox.h"

#include <sys/resource.h>
#include <unistd.h>

#include "counter/door/brief.h"
#include "counter/door/landlock.h"
#include "counter/door/limits.h"
#include "counter/door/namespaces.h"
#include "counter/door/syscall_filter.h"
#include "counter/door/unsafe.h"

namespace throng {
namespace {

constexpr unsigned kDescriptors =
    4;  // 0 video, 1 and 2 nothing, 3 the door; 4 requests, if it has any
constexpr int kLandlockForNetwork = 4;

}  // namespace

Status CloseBehind() {
  const Status limited = LimitThisProcess();
  if (!limited || kUnsafeBuild) return limited;
  const Result<Enclosed> enclosed = EncloseThisProcess();
  if (!enclosed) return enclosed.error();
  const int landlock = ForbidFiles();
  const bool files = enclosed->files || landlock > 0;
  const bool network = enclosed->network || landlock >= kLandlockForNetwork;
  if (!files || !network) return Fault::kNotEnclosed;
  const Status silent = CrashSilently();
  if (!silent) return silent.error();
  return KeepOutOfSwap();
}

Status LockDown(const LockOptions& options) {
  const unsigned descriptors = kDescriptors + (HasTalk(options.live) ? 1 : 0);
  if (::close_range(descriptors, ~0U, 0) != 0) return Fault::kEyeLocked;
  if constexpr (kUnsafeBuild) return Done{};
  if (options.most_processor_time) {
    const auto seconds = static_cast<rlim_t>(options.most_processor_time->count());
    const rlimit time{seconds, seconds};
    if (::setrlimit(RLIMIT_CPU, &time) != 0) return Fault::kEyeLocked;
  }
  const rlimit no_more{descriptors, descriptors};
  if (::setrlimit(RLIMIT_NOFILE, &no_more) != 0) return Fault::kEyeLocked;
  return FilterSyscalls(options.live);
}

}  // namespace throng
