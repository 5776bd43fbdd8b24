// unshare(), an empty root, and one fork to enter the process namespace.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/namespaces.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <string>

#include "counter/base/descriptor.h"
#include "counter/door/limits.h"
#include "counter/door/syscall_filter.h"

namespace throng {
namespace {

constexpr uid_t kNobody = 65534;
constexpr int kPlaces = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWPID;

bool WriteWhole(const char* path, const std::string& text) {
  const Descriptor file(::open(path, O_WRONLY | O_CLOEXEC));
  return file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// The user and group stay who they are, so that files that are open keep their owner.
bool MapSelf(uid_t user, gid_t group) {
  const auto line = [](unsigned id) {
    return std::to_string(id) + " " + std::to_string(id) + " 1";
  };
  // The files below belong to root while the process cannot be dumped.
  return ::prctl(PR_SET_DUMPABLE, 1) == 0 && WriteWhole("/proc/self/setgroups", "deny") &&
         WriteWhole("/proc/self/uid_map", line(user)) &&
         WriteWhole("/proc/self/gid_map", line(group)) && ::prctl(PR_SET_DUMPABLE, 0) == 0;
}

// An empty, read-only root. The old one goes with the last file that is open in it.
bool EmptyRoot() {
  constexpr unsigned long kBare = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  // Any folder that surely exists; nobody else sees what is mounted on it.
  if (::mount("none", "/proc", "tmpfs", kBare, "size=4k,nr_inodes=2,mode=0") != 0) return false;
  return ::chdir("/proc") == 0 && ::syscall(SYS_pivot_root, ".", ".") == 0 &&
         ::umount2(".", MNT_DETACH) == 0 && ::chdir("/") == 0 &&
         ::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_RDONLY | kBare, nullptr) == 0;
}

// False if root is still root. In somebody's user namespace, which maps nobody to nothing, root is
// that somebody.
bool BecomeNobody() {
  if (::setresgid(kNobody, kNobody, kNobody) != 0) return errno == EINVAL;
  return ::setgroups(0, nullptr) == 0 && ::setresuid(kNobody, kNobody, kNobody) == 0;
}

bool DropCapabilities() {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  const std::array<__user_cap_data_struct, 2> none{};
  return ::syscall(SYS_capset, &header, none.data()) == 0;
}

// How far the system lets us go.
enum class Entered { kNothing, kPlacesWithFiles, kEmptyPlaces, kHalf };

Entered EnterAsRoot() {
  if (::unshare(kPlaces) != 0) return BecomeNobody() ? Entered::kNothing : Entered::kHalf;
  const bool empty = EmptyRoot();
  if (!BecomeNobody()) return Entered::kHalf;
  return empty ? Entered::kEmptyPlaces : Entered::kPlacesWithFiles;
}

Entered EnterAsUser() {
  const uid_t user = ::geteuid();
  const gid_t group = ::getegid();
  if (::unshare(kPlaces | CLONE_NEWUSER) != 0) return Entered::kNothing;
  if (!MapSelf(user, group)) return Entered::kHalf;
  return EmptyRoot() ? Entered::kEmptyPlaces : Entered::kPlacesWithFiles;
}

// The first process: waits, holding nothing, and ends as its child does.
[[noreturn]] void EndAs(pid_t child) {
  ::close_range(0, ~0U, 0);
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  const pid_t self = ::getpid();
  if (!FilterToWait()) {
    ::kill(child, SIGKILL);
    ::_exit(static_cast<int>(Fault::kNoFilter));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) ::kill(self, WTERMSIG(status));
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : static_cast<int>(Fault::kEyeDied));
}

// Whether throng, which reads the door, is still there. Asked after TieToParent: from then on its
// end is ours.
bool IsHeard() {
  constexpr int kDoor = 3;
  pollfd door{.fd = kDoor, .events = 0, .revents = 0};
  return ::poll(&door, 1, 0) == 0;
}

// Whether the process behind `life` has ended. Asked after TieToParent, so that none is missed.
bool HasEnded(const Descriptor& life) {
  pollfd ended{.fd = life.get(), .events = POLLIN, .revents = 0};
  return ::poll(&ended, 1, 0) != 0;
}

}  // namespace

Result<Enclosed> EncloseThisProcess() {
  Entered entered = ::geteuid() == 0 ? EnterAsRoot() : Entered::kNothing;
  if (entered == Entered::kNothing) entered = EnterAsUser();
  if (entered == Entered::kHalf || !DropCapabilities()) return Fault::kEyeLocked;
  if (entered == Entered::kNothing) {
    const Status tied = TieToParent();
    if (!tied) return tied.error();
    if (!IsHeard()) return Fault::kEyeLocked;
    return Enclosed{.files = false, .network = false};
  }
  // By number: glibc 2.36 declares pidfd_open() without C linkage.
  const Descriptor life(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
  if (!life) return Fault::kEyeLocked;
  const pid_t child = ::fork();
  if (child < 0) return Fault::kEyeLocked;
  if (child > 0) {
    const Status tied = TieToParent();
    if (!tied || !IsHeard()) ::kill(child, SIGKILL);
    EndAs(child);
  }
  const Status tied = TieToParent();
  if (!tied) return tied.error();
  if (HasEnded(life)) return Fault::kEyeLocked;
  return Enclosed{.files = entered == Entered::kEmptyPlaces, .network = true};
}

}  // namespace throng
