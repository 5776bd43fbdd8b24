// What a locked process can and cannot do, and that the same is possible where nothing is locked.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/sandbox.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include "counter/base/descriptor.h"
#include "counter/door/escape.h"
#include "counter/door/landlock.h"
#include "counter/door/limits.h"
#include "counter/door/trial.h"
#include "counter/door/unsafe.h"

namespace throng {
namespace {

class SandboxTest : public testing::Test {
 protected:
  void SetUp() override {
    if (kUnsafeBuild) GTEST_SKIP() << "builds with sanitizers have no wall";
  }
};

// Whether `act` succeeds in a child, behind the door or not.
bool Succeeds(bool behind, const std::function<bool()>& act) {
  const int status = LockedChild([&] {
                       if (behind && !CloseBehind()) ::_exit(2);
                       ::_exit(act() ? 0 : 1);
                     }).Wait();
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_NE(WEXITSTATUS(status), 2) << "it could not be closed";
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool Opens(const char* path, int flags) {
  return static_cast<bool>(Descriptor(::open(path, flags | O_CLOEXEC, 0600)));
}

// A port of this machine that takes connections, in the network of the test.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto* const address = reinterpret_cast<sockaddr*>(&at);
    EXPECT_EQ(::bind(socket_.get(), address, size), 0);
    EXPECT_EQ(::listen(socket_.get(), 4), 0);
    EXPECT_EQ(::getsockname(socket_.get(), address, &size), 0);
    address_ = at;
  }
  bool CanBeReached() const {
    const Descriptor to(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    return to &&
           ::connect(to.get(), reinterpret_cast<const sockaddr*>(&address_), sizeof address_) == 0;
  }

 private:
  Descriptor socket_;
  sockaddr_in address_{};
};

struct Attempt {
  std::string what;
  std::function<bool()> act;
};

TEST_F(SandboxTest, BehindTheDoorThereAreNoFilesNoNetworkAndNoOtherProcesses) {
  const Listener listener;
  const pid_t test = ::getpid();
  const std::string mine = testing::TempDir() + "throng-sandbox-test";
  const std::vector<Attempt> attempts{
      {"open a file of the system", [] { return Opens("/etc/passwd", O_RDONLY); }},
      {"open a folder", [] { return Opens("/", O_RDONLY | O_DIRECTORY); }},
      {"make a file", [&] { return Opens(mine.c_str(), O_WRONLY | O_CREAT); }},
      {"open a device", [] { return Opens("/dev/null", O_WRONLY); }},
      {"see the processes", [] { return Opens("/proc/self/status", O_RDONLY); }},
      {"reach a port of this machine", [&] { return listener.CanBeReached(); }},
      {"signal another process", [&] { return ::kill(test, 0) == 0; }},
      {"run a program",
       [] {
         std::array<char*, 1> none{nullptr};
         ::execve("/bin/true", none.data(), none.data());
         return false;
       }},
  };
  for (const Attempt& attempt : attempts) {
    EXPECT_FALSE(Succeeds(true, attempt.act)) << attempt.what;
    // Control: nothing of it is impossible by itself; /bin/true ends with 0.
    EXPECT_TRUE(Succeeds(false, attempt.act)) << attempt.what;
  }
  std::filesystem::remove(mine);
}

bool HasNoRights() {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  std::array<__user_cap_data_struct, 2> has{};
  if (::syscall(SYS_capget, &header, has.data()) != 0) return false;
  return (has[0].effective | has[1].effective | has[0].permitted | has[1].permitted) == 0;
}

std::uint64_t LimitOf(int resource) {
  rlimit limit{};
  ::getrlimit(static_cast<__rlimit_resource>(resource), &limit);
  return limit.rlim_max;
}

TEST_F(SandboxTest, ItIsNobodyAndLeavesNothing) {
  EXPECT_TRUE(Succeeds(true, [] { return ::geteuid() != 0 && ::getuid() != 0; }));
  EXPECT_TRUE(Succeeds(true, HasNoRights));
  EXPECT_TRUE(Succeeds(true, [] { return ::prctl(PR_GET_DUMPABLE) == 0; }));
  EXPECT_TRUE(Succeeds(true, [] { return ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1; }));
  EXPECT_TRUE(Succeeds(true, [] { return LimitOf(RLIMIT_CORE) == 0; }));
  EXPECT_TRUE(Succeeds(true, [] { return LimitOf(RLIMIT_FSIZE) == 0; }));
  EXPECT_TRUE(Succeeds(true, [] { return LimitOf(RLIMIT_AS) != RLIM_INFINITY; }));
  // Control.
  EXPECT_FALSE(Succeeds(false, [] { return ::prctl(PR_GET_DUMPABLE) == 0; }));
  EXPECT_FALSE(Succeeds(false, [] { return LimitOf(RLIMIT_FSIZE) == 0; }));
}

// What CloseBehind, or else LockDown, says in a process for which the kernel refuses these calls.
Status LockedWithout(const std::vector<int>& calls) {
  LockedChild child([&] {
    scmp_filter_ctx kernel = ::seccomp_init(SCMP_ACT_ALLOW);
    for (const int call : calls) {
      if (call == SYS_seccomp) {  // which libseccomp can do by prctl() as well
        const scmp_arg_cmp filter{
            .arg = 0, .op = SCMP_CMP_EQ, .datum_a = PR_SET_SECCOMP, .datum_b = 0};
        ::seccomp_rule_add(kernel, SCMP_ACT_ERRNO(EINVAL), SYS_prctl, 1, filter);
      }
      ::seccomp_rule_add(kernel, SCMP_ACT_ERRNO(EPERM), call, 0);
    }
    if (::seccomp_load(kernel) != 0) ::_exit(1);
    const Status closed = CloseBehind();
    const Status locked = closed ? LockDown() : Status(Done{});
    if (!closed) ::_exit(static_cast<int>(closed.error()));
    ::_exit(locked ? 0 : static_cast<int>(locked.error()));
  });
  const int status = child.Wait();
  EXPECT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 0) return Done{};
  return static_cast<Fault>(WEXITSTATUS(status));
}

// Whether the root is a folder of a file system, and not its top.
bool IsChroot() {
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream words(line);
    std::string number, parent, device, root, at;
    words >> number >> parent >> device >> root >> at;
    if (at == "/") return false;
  }
  return true;
}

TEST_F(SandboxTest, WhereAProtectionIsMissingNoCameraIsOpened) {
  const auto fault_without = [](const std::vector<int>& calls) {
    const Status locked = LockedWithout(calls);
    EXPECT_FALSE(locked);
    return locked ? Fault::kInternal : locked.error();
  };
  EXPECT_EQ(fault_without({SYS_unshare, SYS_landlock_create_ruleset}), Fault::kNotEnclosed);
  EXPECT_EQ(fault_without({SYS_prlimit64}), Fault::kEyeLocked);
  EXPECT_EQ(fault_without({SYS_mount, SYS_landlock_create_ruleset}), Fault::kNotEnclosed)
      << "namespaces without an empty root leave the files";
  EXPECT_EQ(fault_without({SYS_seccomp}), Fault::kNoFilter);
  // Control: without any of it missing, or with one of the two that stand in for each other.
  EXPECT_TRUE(LockedWithout({}));
  if (LandlockVersion() >= 4) {  // the network with the files
    EXPECT_TRUE(LockedWithout({SYS_unshare}));
  } else {
    EXPECT_EQ(fault_without({SYS_unshare}), Fault::kNotEnclosed);
  }
  EXPECT_TRUE(LockedWithout({SYS_mount}));
  if (IsChroot()) GTEST_SKIP() << "no empty root can be had in a chroot: it needs Landlock";
  EXPECT_TRUE(LockedWithout({SYS_landlock_create_ruleset}));
}

TEST_F(SandboxTest, NoRightComesBackByBecomingRootAgain) {
  EXPECT_FALSE(Succeeds(true, [] { return ::setresuid(0, 0, 0) == 0; }));
  EXPECT_FALSE(Succeeds(true, [] { return ::prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0; }));
}

// Whether the kernel wrote a core of a process that crashed: into a file, or into a pipe.
bool LeavesCore(bool limited, int signal) {
  const std::filesystem::path folder = testing::TempDir() + "throng-core-test";
  std::filesystem::create_directory(folder);
  const int status = LockedChild([&] {
                       const rlimit whole{RLIM_INFINITY, RLIM_INFINITY};
                       if (::chdir(folder.c_str()) != 0) ::_exit(1);
                       if (::setrlimit(RLIMIT_CORE, &whole) != 0) ::_exit(2);
                       if (limited && !LimitThisProcess()) ::_exit(3);
                       ::raise(signal);
                     }).Wait();
  std::filesystem::remove_all(folder);
  EXPECT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  return WCOREDUMP(status);
}

TEST_F(SandboxTest, ACrashLeavesNoCore) {
  for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGSYS}) {
    EXPECT_FALSE(LeavesCore(true, signal)) << signal;
  }
  if (::geteuid() != 0) GTEST_SKIP() << "control: only root may allow cores here";
  EXPECT_TRUE(LeavesCore(false, SIGSEGV)) << "control: the kernel writes cores at all";
}

// A line of /proc/PID/status, of the last process in the chain that `first` began.
std::string LineOf(pid_t first, const std::string& name) {
  std::string process = std::to_string(first);
  for (;;) {
    std::ifstream children("/proc/" + process + "/task/" + process + "/children");
    std::string child;
    if (!(children >> child)) break;
    process = child;
  }
  std::ifstream status("/proc/" + process + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) return line.substr(name.size() + 1);
  }
  return "";
}

TEST_F(SandboxTest, FromOutsideTheKernelSaysSo) {
  LockedChild eye([] {
    if (!CloseBehind() || !LockDown()) ::_exit(1);
    const std::array<char, 8> ready{};
    if (::write(3, ready.data(), ready.size()) != 8) ::_exit(2);
    std::array<char, 8> bytes{};
    while (::read(0, bytes.data(), bytes.size()) > 0) {
    }
  });
  std::array<char, 8> ready{};
  ASSERT_EQ(::read(eye.door_fd(), ready.data(), ready.size()), 8);
  EXPECT_THAT(LineOf(eye.id(), "Seccomp"), testing::HasSubstr("2"));
  EXPECT_THAT(LineOf(eye.id(), "NoNewPrivs"), testing::HasSubstr("1"));
  EXPECT_THAT(LineOf(eye.id(), "CapEff"), testing::HasSubstr("0000000000000000"));
  std::istringstream numbers(LineOf(eye.id(), "NSpid"));
  std::vector<int> of_process{std::istream_iterator<int>(numbers), {}};
  EXPECT_EQ(of_process.size(), 2U) << "it has a process namespace of its own";
  const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
  if (::setrlimit(RLIMIT_MEMLOCK, &unlimited) == 0) {  // else it cannot be tried here
    EXPECT_THAT(LineOf(eye.id(), "VmLck"), testing::Not(testing::HasSubstr("\t       0 kB")));
  }
  eye.CloseVideo();
  const int status = eye.Wait();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == LockedChild::kDone) << status;
}

// The kernel prints the memory around a crash that nobody handles.
TEST_F(SandboxTest, ACrashIsHandledSoThatTheKernelSaysNothing) {
  const auto end_of = [](bool closed) {
    const int status = LockedChild([closed] {
                         if (closed && (!CloseBehind() || !LockDown())) ::_exit(1);
                         volatile int* nowhere = nullptr;
                         *nowhere = 1;
                       }).Wait();
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  };
  EXPECT_EQ(end_of(true), static_cast<int>(Fault::kEyeDied));
  EXPECT_EQ(end_of(false), -SIGSEGV) << "control";
}

TEST_F(SandboxTest, WhereItsMemoryIsOverItEndsAndSaysSo) {
  const auto end_of = [](bool closed) {
    const int status =
        LockedChild([closed]() noexcept {
          const rlimit memory{rlim_t{1} << 30U, rlim_t{1} << 30U};
          if (closed ? !CloseBehind() || !LockDown() : ::setrlimit(RLIMIT_AS, &memory) != 0) {
            ::_exit(1);
          }
          // None is touched, none given back; what the compiler could leave out is written down.
          volatile std::uintptr_t places = 0;
          while (true) {
            places =
                places ^ reinterpret_cast<std::uintptr_t>(::operator new (std::size_t{64} << 20U));
          }
        }).Wait();
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  };
  EXPECT_EQ(end_of(true), static_cast<int>(Fault::kEyeOutOfMemory));
  EXPECT_EQ(end_of(false), -SIGABRT) << "control: nobody catches it";
}

TEST_F(SandboxTest, ItEndsWhenItsProcessorTimeIsOver) {
  const auto spin = [](std::optional<std::chrono::seconds> most) {
    return SignalThatEnds([most] {
      if (!CloseBehind() || !LockDown({.most_processor_time = most})) ::_exit(1);
      timespec used{};
      while (used.tv_sec == 0 || used.tv_nsec < 300'000'000) {
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
      }
    });
  };
  EXPECT_EQ(spin(std::chrono::seconds(1)), SIGKILL);
  EXPECT_EQ(spin(std::nullopt), 0) << "control";
}

TEST_F(SandboxTest, ItDiesWithTheProcessThatWaitsForIt) {
  LockedChild eye([] {
    if (!CloseBehind()) ::_exit(1);
    const std::array<char, 8> ready{};
    if (::write(3, ready.data(), ready.size()) != 8) ::_exit(2);
    ::pause();
  });
  std::array<char, 8> bytes{};
  ASSERT_EQ(::read(eye.door_fd(), bytes.data(), bytes.size()), 8);
  ::kill(eye.id(), SIGKILL);
  EXPECT_EQ(::read(eye.door_fd(), bytes.data(), bytes.size()), 0) << "the last writer is gone";
}

TEST_F(SandboxTest, ItDoesNotBeginWhereNobodyReadsTheDoor) {
  const auto begins = [](bool heard) {
    const int status = LockedChild([heard] {
                         std::array<int, 2> door{};
                         if (::pipe(door.data()) != 0 || ::dup2(door[1], 3) != 3) ::_exit(1);
                         if (!heard) ::close(door[0]);
                         if (!CloseBehind()) ::_exit(2);
                         ::_exit(0);
                       }).Wait();
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  };
  EXPECT_FALSE(begins(false)) << "throng died while the eye began";
  EXPECT_TRUE(begins(true)) << "control";
}

TEST_F(SandboxTest, TheFirstProcessEndsAsItsChildDoes) {
  const auto end = [](const std::function<void()>& act) {
    return LockedChild([&] {
             if (!CloseBehind()) ::_exit(1);
             act();
           })
        .Wait();
  };
  EXPECT_EQ(WEXITSTATUS(end([] { ::_exit(17); })), 17);
  const int killed = end([] {
    if (LockDown()) ::syscall(SYS_getppid);
  });
  EXPECT_TRUE(WIFSIGNALED(killed));
  EXPECT_EQ(WTERMSIG(killed), SIGSYS);
}

// The connection is an open socket of throng's network: it may be read, and nothing else.
TEST_F(SandboxTest, ALiveEyeCannotSpeakToItsCameraItself) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  const Descriptor eye(ends[0]);
  const Descriptor camera(ends[1]);
  constexpr auto kWord = "hello";
  const std::vector<Attempt> attempts{
      {"write", [] { return ::write(0, kWord, 5) == 5; }},
      {"send", [] { return ::send(0, kWord, 5, MSG_NOSIGNAL) == 5; }},
      {"shut it down", [] { return ::shutdown(0, SHUT_RD) == 0; }},
      {"set an option",
       [] {
         const int size = 4096;
         return ::setsockopt(0, SOL_SOCKET, SO_RCVBUF, &size, sizeof size) == 0;
       }},
      {"copy it", [] { return ::dup(0) >= 0; }},
      {"ask for another size", [] { return ::write(4, kWord, 5) == 5; }},
  };
  for (const Attempt& attempt : attempts) {
    const auto end = [&](bool locked) {
      return LockedChild(
                 [&] {
                   if (locked && (!CloseBehind() || !LockDown({.live = CameraProtocol::kRtsp})))
                     ::_exit(1);
                   ::_exit(attempt.act() ? 0 : 2);
                 },
                 {{0, eye.get()}, {4, eye.get()}})
          .Wait();
    };
    const int locked = end(true);
    EXPECT_TRUE(WIFSIGNALED(locked) && WTERMSIG(locked) == SIGSYS) << attempt.what;
    EXPECT_EQ(end(false), 0) << attempt.what << ": control";
  }
  std::array<char, 64> said{};
  EXPECT_EQ(::recv(camera.get(), said.data(), said.size(), MSG_DONTWAIT), 15)
      << "what the three controls said";
}

TEST_F(SandboxTest, LockedItCannotEscape) {
  EXPECT_EQ(SignalThatEnds([] {
              if (CloseBehind() && LockDown() && ::open("/etc/passwd", O_RDONLY) < 0) ::_exit(0);
              ::raise(SIGKILL);
            }),
            0)
      << "a file cannot be opened";
  EXPECT_EQ(EscapeAttempts().size(), 21U) << "as SPECIFICATION.md says";
  for (const EscapeAttempt& attempt : EscapeAttempts()) {
    EXPECT_TRUE(EndsLockedProcess(attempt)) << attempt.what;
    // Control: where nothing is locked, nobody dies of trying.
    EXPECT_EQ(SignalThatEnds([&] { attempt.act(); }), 0) << attempt.what;
  }
}

}  // namespace
}  // namespace throng
