// One death for each system call that is not in the table, and for each wrong argument.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/syscall_filter.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/futex.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <set>
#include <string>
#include <vector>

#include "counter/door/camera_request.h"
#include "counter/door/trial.h"
#include "counter/door/unsafe.h"

namespace throng {
namespace {

constexpr long kBeyond = 1024;  // numbers of calls; kernels of today end below 500
constexpr int kKilled = SIGSYS;

class SyscallFilterTest : public testing::Test {
 protected:
  void SetUp() override {
    if (kUnsafeBuild) GTEST_SKIP() << "sanitizers need calls that the filter forbids";
  }
};

// What ends a process that makes one call under the filter.
int EndOf(long number, const std::array<std::uint64_t, 6>& a) {
  return SignalThatEnds([&] {
    if (!FilterSyscalls()) ::_exit(1);
    ::syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  });
}

bool IsAllowed(long number) {
  return std::ranges::any_of(SyscallRules(),
                             [&](const SyscallRule& rule) { return rule.number == number; });
}

// Since 6.11 and 6.18, for the kernel's own probes: no filter is asked, and they do nothing for a
// program that the kernel did not send there.
constexpr std::array kProbes{335L, 336L};

TEST_F(SyscallFilterTest, EveryCallThatIsNotInTheTableEndsTheProcess) {
  std::vector<long> survived;
  for (long number = 0; number < kBeyond; ++number) {
    if (IsAllowed(number) || std::ranges::find(kProbes, number) != kProbes.end()) continue;
    if (EndOf(number, {}) != kKilled) survived.push_back(number);
  }
  EXPECT_THAT(survived, testing::IsEmpty());
}

TEST_F(SyscallFilterTest, TheCallsThatNoFilterSeesDoNothing) {
#ifdef __x86_64__
  for (const long number : kProbes) {
    const int status = LockedChild([number] {
                         if (!FilterSyscalls()) ::_exit(1);
                         if (::syscall(number, 0, 0, 0, 0, 0, 0) >= 0) ::_exit(2);
                       }).Wait();
    // Killed as one that is not known, or as a jump to nowhere, or told that there is nothing.
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == LockedChild::kDone) << number;
  }
#endif
}

TEST_F(SyscallFilterTest, WithoutTheFilterTheSameCallsGoThrough) {
  const auto plain = [](long number) {
    return SignalThatEnds([number] { ::syscall(number, 0, 0, 0, 0, 0, 0); });
  };
  for (const long number : {SYS_getppid, SYS_getcwd, SYS_socket, SYS_dup, SYS_memfd_create}) {
    EXPECT_EQ(plain(number), 0) << number;
    EXPECT_EQ(EndOf(number, {}), kKilled) << number;
  }
}

struct Case {
  std::string what;
  long number;
  std::array<std::uint64_t, 6> arguments;
};

TEST_F(SyscallFilterTest, WrongArgumentsEndTheProcess) {
  const std::array<char, 16> bytes{};
  const auto at = reinterpret_cast<std::uint64_t>(bytes.data());
  constexpr std::uint64_t kNoFile = ~std::uint64_t{0};
  constexpr std::uint64_t kPrivate = MAP_PRIVATE | MAP_ANONYMOUS;
  const std::vector<Case> cases{
      {"read the door", SYS_read, {3, at, 8}},
      {"read another descriptor", SYS_read, {4, at, 8}},
      {"seek the door", SYS_lseek, {3, 0, SEEK_SET}},
      {"write to the terminal", SYS_write, {1, at, 8}},
      {"write to the video", SYS_write, {0, at, 8}},
      {"write 7 bytes", SYS_write, {3, at, 7}},
      {"write 9 bytes", SYS_write, {3, at, 9}},
      {"write 8 bytes and 4 GiB", SYS_write, {3, at, 8 + (std::uint64_t{1} << 32U)}},
      {"map code", SYS_mmap, {0, 4096, PROT_READ | PROT_EXEC, kPrivate, kNoFile, 0}},
      {"map a file", SYS_mmap, {0, 4096, PROT_READ, MAP_PRIVATE, 0, 0}},
      {"share memory", SYS_mmap, {0, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, kNoFile, 0}},
      {"wake who waits at a shared place", SYS_futex, {at, FUTEX_WAKE, 1}},
      {"let the kernel merge memory",
       SYS_madvise,
       {at & ~std::uint64_t{4095}, 4096, MADV_MERGEABLE}},
      {"make memory code", SYS_mprotect, {at & ~std::uint64_t{4095}, 4096, PROT_READ | PROT_EXEC}},
  };
  for (const Case& one : cases) EXPECT_EQ(EndOf(one.number, one.arguments), kKilled) << one.what;
}

TEST_F(SyscallFilterTest, TheCallsOfAnEyeGoThrough) {
  LockedChild eye([] {
    if (!FilterSyscalls()) ::_exit(1);
    std::array<char, 8> bytes{};
    if (::read(0, bytes.data(), bytes.size()) != 8) ::_exit(2);
    void* const memory =
        ::mmap(nullptr, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || ::munmap(memory, 1 << 20) != 0) ::_exit(3);
    if (::write(3, bytes.data(), bytes.size()) != 8) ::_exit(4);
  });
  ASSERT_EQ(::write(eye.video_fd(), "12345678", 8), 8);
  std::array<char, 9> told{};
  EXPECT_EQ(::read(eye.door_fd(), told.data(), told.size()), 8);
  EXPECT_STREQ(told.data(), "12345678");
  EXPECT_EQ(WEXITSTATUS(eye.Wait()), LockedChild::kDone);
}

// 32-bit calls have other numbers: 4 is write there, and would go round the rules for 1.
TEST_F(SyscallFilterTest, CallsOfAnotherKindOfProcessorEndTheProcess) {
#ifdef __x86_64__
  constexpr long kX32 = 0x4000'0000;
  EXPECT_EQ(EndOf(kX32 + SYS_read, {}), kKilled);
  const auto calls = [](bool filtered) {
    return SignalThatEnds([filtered] {
      if (filtered && !FilterSyscalls()) ::_exit(1);
      constexpr int kGetpidOf32Bits = 20;
      int result = kGetpidOf32Bits;
      asm volatile("int $0x80" : "+a"(result) : : "memory");
    });
  };
  // A kernel that has none of them ends the process itself.
  EXPECT_EQ(calls(true), calls(false) == SIGSEGV ? SIGSEGV : kKilled);
#endif
}

TEST_F(SyscallFilterTest, WhatIsRefusedDoesNothing) {
  const auto opens = [](bool filtered) {
    const int status = LockedChild([filtered] {
                         if (filtered && !FilterSyscalls()) ::_exit(1);
                         if (::open("/dev/null", O_RDONLY) < 0 && errno == EACCES) ::_exit(2);
                       }).Wait();
    return WEXITSTATUS(status);
  };
  EXPECT_EQ(opens(true), 2);
  EXPECT_EQ(opens(false), LockedChild::kDone) << "control";
}

TEST_F(SyscallFilterTest, AnEyeMayMakeFifteenKindsOfCallsAndIsRefusedTwo) {
  std::set<int> allowed;
  std::set<int> refused;
  for (const SyscallRule& rule : SyscallRules()) {
    (rule.verdict == Verdict::kAllowed ? allowed : refused).insert(rule.number);
  }
  EXPECT_EQ(allowed.size(), 15U);
  EXPECT_EQ(refused.size(), 2U);
}

TEST_F(SyscallFilterTest, OnlyALiveEyeMayAskThrong) {
  using Live = std::optional<CameraProtocol>;
  const auto end_of = [](Live live, std::size_t bytes, int descriptor) {
    return SignalThatEnds([=] {
      if (!FilterSyscalls(live)) ::_exit(1);
      const std::array<char, 2 * kCameraRequestBytes> request{};
      ::syscall(SYS_write, descriptor, request.data(), bytes);
    });
  };
  EXPECT_EQ(end_of(CameraProtocol::kRtsp, kCameraRequestBytes, 4), 0);
  EXPECT_EQ(end_of(CameraProtocol::kHttp, kCameraRequestBytes, 4), 0);
  EXPECT_EQ(end_of(CameraProtocol::kHttp, kCameraRequestBytes + 1, 4), kKilled);
  EXPECT_EQ(end_of(CameraProtocol::kHttp, kCameraRequestBytes, 0), kKilled);
  EXPECT_EQ(end_of(CameraProtocol::kHttp, kCameraRequestBytes, 3), kKilled);
  EXPECT_EQ(end_of(CameraProtocol::kDevice, kCameraRequestBytes, 4), kKilled);
  EXPECT_EQ(end_of(std::nullopt, kCameraRequestBytes, 4), kKilled);
}

TEST_F(SyscallFilterTest, OnlyAnEyeOfADeviceMayTakeItsPicturesAndDoNothingElseToIt) {
  const auto end_of = [](std::optional<CameraProtocol> live, unsigned long request,
                         int descriptor) {
    return SignalThatEnds([=] {
      if (!FilterSyscalls(live)) ::_exit(1);
      v4l2_buffer buffer{};
      ::syscall(SYS_ioctl, descriptor, request, &buffer);
    });
  };
  constexpr auto kDevice = CameraProtocol::kDevice;
  EXPECT_EQ(end_of(kDevice, VIDIOC_DQBUF, 0), 0);
  EXPECT_EQ(end_of(kDevice, VIDIOC_QBUF, 0), 0);
  EXPECT_EQ(end_of(kDevice, VIDIOC_QBUF, 3), kKilled) << "its door is no camera";
  for (const unsigned long request :
       std::array<unsigned long, 8>{VIDIOC_QUERYCAP, VIDIOC_S_FMT, VIDIOC_REQBUFS, VIDIOC_EXPBUF,
                                    VIDIOC_STREAMOFF, VIDIOC_S_CTRL, TIOCSTI, FIONREAD}) {
    EXPECT_EQ(end_of(kDevice, request, 0), kKilled) << request;
  }
  for (const auto other : {CameraProtocol::kRtsp, CameraProtocol::kHttp}) {
    EXPECT_EQ(end_of(other, VIDIOC_DQBUF, 0), kKilled);
  }
  EXPECT_EQ(end_of(std::nullopt, VIDIOC_DQBUF, 0), kKilled);
}

TEST_F(SyscallFilterTest, EachRuleSaysWhy) {
  for (const SyscallRule& rule : SyscallRules()) EXPECT_FALSE(rule.reason.empty()) << rule.name;
  for (const SyscallRule& rule : TalkSyscallRules()) EXPECT_FALSE(rule.reason.empty()) << rule.name;
  for (const SyscallRule& rule : DeviceSyscallRules()) {
    EXPECT_FALSE(rule.reason.empty()) << rule.name;
  }
}

}  // namespace
}  // namespace throng
