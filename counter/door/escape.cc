// One system call each.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/escape.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "counter/door/sandbox.h"
#include "counter/door/trial.h"

namespace throng {
namespace {

constexpr EscapeAttempt kAttempts[] = {
    {"socket", [] { ::socket(AF_INET, SOCK_DGRAM, 0); }},
    {"socketpair",
     [] {
       std::array<int, 2> ends{};
       ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data());
     }},
    {"sendmsg", [] { ::sendmsg(3, nullptr, 0); }},
    {"memfd_create", [] { ::syscall(SYS_memfd_create, "", 0); }},
    {"memfd_secret", [] { ::syscall(SYS_memfd_secret, 0); }},
    {"ptrace", [] { ::syscall(SYS_ptrace, 0, 0, 0, 0); }},
    {"process_vm_writev", [] { ::syscall(SYS_process_vm_writev, 1, 0, 0, 0, 0, 0); }},
    {"io_uring_setup", [] { ::syscall(SYS_io_uring_setup, 1, 0); }},
    {"userfaultfd", [] { ::syscall(SYS_userfaultfd, 0); }},
    {"shmget", [] { ::syscall(SYS_shmget, 0, 4096, 0); }},
    {"splice", [] { ::syscall(SYS_splice, 3, 0, 0, 0, 0, 0); }},
    {"prctl", [] { ::prctl(PR_SET_DUMPABLE, 1); }},
    {"execve", [] { ::syscall(SYS_execve, "/bin/true", 0, 0); }},
    {"fork", [] { ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }},
    {"a thread", [] { ::syscall(SYS_clone3, nullptr, 0); }},
    {"kill", [] { ::kill(1, 0); }},
    {"bpf", [] { ::syscall(SYS_bpf, 0, 0, 0); }},
    {"unshare", [] { ::syscall(SYS_unshare, 0); }},
    {"ioctl", [] { ::syscall(SYS_ioctl, 3, 0, 0); }},
    {"fcntl", [] { ::syscall(SYS_fcntl, 3, F_GETFD); }},
    {"another seccomp filter", [] { ::syscall(SYS_seccomp, 1, 0, 0); }},
};

}  // namespace

std::span<const EscapeAttempt> EscapeAttempts() { return kAttempts; }

bool EndsLockedProcess(const EscapeAttempt& attempt) {
  return SignalThatEnds([&] {
           if (!CloseBehind() || !LockDown()) ::_exit(1);
           attempt.act();
         }) == SIGSYS;
}

}  // namespace throng
