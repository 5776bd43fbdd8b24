// A Landlock domain with no rule: all that it handles is forbidden.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/landlock.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "counter/base/descriptor.h"

namespace throng {
namespace {

// Numbers of Linux's userspace interface (linux/landlock.h), which older headers lack.
constexpr std::uint32_t kAskVersion = 1U << 0U;
constexpr int kFileRights[] = {13, 14, 15, 15, 16};      // bits in use by version 1, 2, 3, 4, 5
constexpr std::uint64_t kTcpBindAndConnect = 3;          // from version 4
constexpr std::uint64_t kAbstractSocketsAndSignals = 3;  // from version 6

struct Ruleset {
  std::uint64_t files;
  std::uint64_t network;
  std::uint64_t scoped;
};

}  // namespace

int LandlockVersion() {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskVersion);
  return version > 0 ? static_cast<int>(version) : 0;
}

int ForbidFiles() {
  const int version = LandlockVersion();
  if (version == 0) return 0;
  const int rights = kFileRights[version < 5 ? version - 1 : 4];
  const Ruleset ruleset{
      .files = (std::uint64_t{1} << static_cast<unsigned>(rights)) - 1,
      .network = version >= 4 ? kTcpBindAndConnect : 0,
      .scoped = version >= 6 ? kAbstractSocketsAndSignals : 0,
  };
  // Older kernels know a shorter record.
  const std::size_t size = version >= 6   ? sizeof(Ruleset)
                           : version >= 4 ? offsetof(Ruleset, scoped)
                                          : offsetof(Ruleset, network);
  const Descriptor domain(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &ruleset, size, 0)));
  const bool done = domain && ::syscall(SYS_landlock_restrict_self, domain.get(), 0) == 0;
  return done ? version : 0;
}

}  // namespace throng
