// Each window once, none that overlaps, and none that no edge could have released.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/admission.h"

#include <gtest/gtest.h>

#include "counter/store/archives_for_test.h"

namespace throng {
namespace {

using Verdict = Admission::Verdict;

class AdmissionTest : public testing::Test {
 protected:
  Admission admission_{/*zones=*/2, /*kept_since=*/At(0)};
};

TEST_F(AdmissionTest, WhatIsStoredIsKnownAndAnotherCountIsRefused) {
  admission_.Know(Counted(0, 10, 20, 7));
  admission_.Know(Blind(0, 20, 30));
  EXPECT_EQ(admission_.Judge(Counted(0, 10, 20, 7)), Verdict::kKnown);
  EXPECT_EQ(admission_.Judge(Counted(0, 10, 20, 8)), Verdict::kRefused);
  EXPECT_EQ(admission_.Judge(Blind(0, 10, 20)), Verdict::kRefused);
  EXPECT_EQ(admission_.Judge(Blind(0, 20, 30)), Verdict::kKnown);
  EXPECT_EQ(admission_.Judge(Counted(0, 20, 30, 0)), Verdict::kRefused) << "blind is not zero";
}

TEST_F(AdmissionTest, AnOverlapOnEitherSideIsRefused) {
  admission_.Know(Counted(0, 10, 20, 7));
  admission_.Know(Counted(0, 40, 50, 7));
  for (const Entry& wrong :
       {Counted(0, 15, 25, 7), Counted(0, 5, 11, 7), Counted(0, 12, 13, 7), Counted(0, 0, 60, 7),
        Counted(0, 30, 41, 7), Counted(0, 10, 21, 7), Counted(0, 9, 20, 7)}) {
    EXPECT_EQ(admission_.Judge(wrong), Verdict::kRefused);
  }
  EXPECT_EQ(admission_.Judge(Counted(0, 20, 40, 7)), Verdict::kWrite) << "between, touching both";
  EXPECT_EQ(admission_.Judge(Counted(1, 10, 20, 7)), Verdict::kWrite) << "another zone";
}

TEST_F(AdmissionTest, WhatIsToBeWrittenIsKnownFromThenOn) {
  EXPECT_EQ(admission_.Judge(Counted(0, 10, 20, 7)), Verdict::kWrite);
  EXPECT_EQ(admission_.Judge(Counted(0, 10, 20, 7)), Verdict::kKnown);
  EXPECT_EQ(admission_.Judge(Counted(0, 15, 25, 7)), Verdict::kRefused);
}

TEST_F(AdmissionTest, WhatNoEdgeCouldHaveReleasedIsRefused) {
  const Entry good = Counted(1, 0, 15, 7);
  Entry low = good;
  low.count->low = 8;
  Entry high = good;
  high.count->high = 6;
  Entry covered = good;
  covered.coverage_percent = 101;
  Entry blind = good;
  blind.freshness = Freshness::kBlind;
  Entry unseen = good;
  unseen.count = std::nullopt;
  Entry instant = good;
  instant.window.end = instant.window.start;
  Entry short_one = good;
  short_one.window.end = short_one.window.start + std::chrono::microseconds(999);
  for (const Entry& wrong :
       {low, high, covered, blind, unseen, instant, short_one, Counted(2, 0, 15, 7),
        Counted(1, -1, 15, 7), Counted(1, 0, kDayS + 1, 7), Counted(1, 15, 0, 7)}) {
    EXPECT_EQ(admission_.Judge(wrong), Verdict::kRefused);
  }
  EXPECT_EQ(admission_.Judge(good), Verdict::kWrite);
  EXPECT_EQ(admission_.Judge(Counted(0, 0, kDayS, 7)), Verdict::kWrite) << "a day is not too long";
}

}  // namespace
}  // namespace throng
