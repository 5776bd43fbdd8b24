// What the lines of the kernel mean, and that a missing protection is never passed over.
// SPDX-License-Identifier: Apache-2.0
#include "counter/audit/eyes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throng {
namespace {

constexpr char kLocked[] =
    "Name:\tthrong-eye\nPid:\t4711\nUid:\t65534\t65534\t65534\t65534\nNSpid:\t4711\t1\n"
    "VmSize:\t   90123 kB\nVmLck:\t       0 kB\n"
    "VmSwap:\t       0 "
    "kB\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n";

EyeStatus LockedBut(const std::string& line, const std::string& instead) {
  std::string text = kLocked;
  const std::size_t at = text.find(line);
  EXPECT_NE(at, std::string::npos);
  return ReadEyeStatus(text.replace(at, line.size(), instead));
}

TEST(Eyes, ALockedEyeHolds) {
  const EyeStatus eye = ReadEyeStatus(kLocked);
  EXPECT_EQ(eye.process, 4711);
  const Finding finding = FindingOnEyes({eye, eye});
  EXPECT_EQ(finding.verdict, Outcome::kHolds);
  EXPECT_EQ(finding.figure, "2 of 2 processes");
}

TEST(Eyes, EachMissingProtectionBreaksThePromise) {
  const EyeStatus good = ReadEyeStatus(kLocked);
  for (const EyeStatus& bad :
       {LockedBut("Seccomp:\t2", "Seccomp:\t0"), LockedBut("NoNewPrivs:\t1", "NoNewPrivs:\t0"),
        LockedBut("CapEff:\t0000000000000000", "CapEff:\t0000000000200000"),
        LockedBut("Uid:\t65534", "Uid:\t0"), ReadEyeStatus("")}) {
    EXPECT_EQ(FindingOnEyes({good, bad}).verdict, Outcome::kBroken);
  }
  EXPECT_EQ(FindingOnEyes({good, LockedBut("Seccomp:\t2", "Seccomp:\t0")}).figure,
            "1 of 2 processes; not 4711");
}

// A service has a filter, and no rights: an eye that has not locked itself looks much like one that
// has.
TEST(Eyes, WhatIsInheritedIsNoLockOfItsOwn) {
  EXPECT_EQ(FindingOnEyes({ReadEyeStatus(kLocked, 1)}).verdict, Outcome::kBroken);
  EXPECT_EQ(FindingOnEyes({ReadEyeStatus(kLocked, 0)}).verdict, Outcome::kHolds);
}

TEST(Eyes, NoEyeIsNoPass) { EXPECT_EQ(FindingOnEyes({}).verdict, Outcome::kUnknown); }

TEST(Eyes, SwapIsJudgedByWhatCanHappen) {
  const EyeStatus eye = ReadEyeStatus(kLocked);
  const EyeStatus kept = LockedBut("VmLck:\t       0", "VmLck:\t   90000");
  const EyeStatus waits = LockedBut("NSpid:\t4711\t1", "NSpid:\t4711");
  EXPECT_EQ(FindingOnSwap({eye}, false).verdict, Outcome::kHolds);
  EXPECT_EQ(FindingOnSwap({eye}, true).verdict, Outcome::kUnknown);
  EXPECT_EQ(FindingOnSwap({eye}, std::nullopt).verdict, Outcome::kUnknown);
  EXPECT_EQ(FindingOnSwap({waits, kept}, true).verdict, Outcome::kHolds)
      << "the one that waits holds nothing";
  EXPECT_EQ(FindingOnSwap({waits, kept, eye}, true).verdict, Outcome::kUnknown);
  const EyeStatus by_a_library = LockedBut("VmLck:\t       0", "VmLck:\t      16");
  EXPECT_EQ(FindingOnSwap({by_a_library}, true).verdict, Outcome::kUnknown);
  EXPECT_EQ(FindingOnSwap({LockedBut("VmSwap:\t       0", "VmSwap:\t      12")}, true).verdict,
            Outcome::kBroken);
}

TEST(Eyes, OneThatIsStartingIsLookedAtLater) {
  const EyeStatus starting = LockedBut("Seccomp:\t2", "Seccomp:\t0");
  const EyeStatus locked = ReadEyeStatus(kLocked);
  const EyeStatus younger = LockedBut("Pid:\t4711", "Pid:\t4800");
  const std::vector<EyeStatus> settled = Settled({starting}, {locked, younger});
  ASSERT_EQ(settled.size(), 1U);
  EXPECT_EQ(FindingOnEyes(settled).verdict, Outcome::kHolds);
}

}  // namespace
}  // namespace throng
