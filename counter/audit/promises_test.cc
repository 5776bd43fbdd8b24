// Promises that are looked at here, and what breaks them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/audit/promises.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "counter/audit/canary.h"
#include "counter/door/unsafe.h"

namespace throng {
namespace {

using testing::HasSubstr;

TEST(Promises, EveryWayOutEndsTheEye) {
  const Finding finding = FindingOnEscape();
  EXPECT_EQ(finding.verdict, kUnsafeBuild ? Outcome::kBroken : Outcome::kHolds) << finding.figure;
}

TEST(Promises, TheBoundIsThatOfTheRecord) {
  const Finding usual = FindingOnBound(15);
  EXPECT_EQ(usual.verdict, Outcome::kHolds);
  EXPECT_THAT(usual.figure, HasSubstr("4.3 bit/s at most"));
  EXPECT_EQ(FindingOnBound(0.04).verdict, Outcome::kBroken) << "1600 bit/s would be a channel";
}

TEST(Promises, ALoadedLibraryForPicturesIsFound) {
  EXPECT_EQ(FindingOnLibraries("7f00-7f01 r-xp 0 00:00 1 /usr/lib/libsqlite3.so.0\n").verdict,
            Outcome::kHolds);
  const Finding finding = FindingOnLibraries("7f00-7f01 r-xp 0 00:00 1 /usr/lib/libavcodec.so.59");
  EXPECT_EQ(finding.verdict, Outcome::kBroken);
  EXPECT_THAT(finding.figure, HasSubstr("libavcodec"));
}

TEST(Promises, AColumnThatIsNotOfACountIsFound) {
  std::vector<Column> columns{{"zone", "name", "TEXT"}, {"occupancy", "persons", "INTEGER"}};
  EXPECT_EQ(FindingOnColumns(columns).verdict, Outcome::kHolds);
  for (const Column& planted :
       {Column{"occupancy", "picture", "BLOB"}, Column{"occupancy", "persons", "BLOB"},
        Column{"track", "zone", "INTEGER"}}) {
    std::vector<Column> with = columns;
    with.push_back(planted);
    EXPECT_EQ(FindingOnColumns(with).verdict, Outcome::kBroken) << planted.name;
  }
  EXPECT_EQ(FindingOnColumns({}).verdict, Outcome::kBroken) << "no ledger has no columns";
}

TEST(Promises, ACanaryProvesOnlyWhatItsControlSaw) {
  const auto verdict = [](CanaryCount count) { return FindingOnCanary(count).verdict; };
  EXPECT_EQ(verdict({.needles = 24, .in_use = 5, .left_eye = 0, .left_here = 0}), Outcome::kHolds);
  EXPECT_EQ(verdict({.needles = 24, .in_use = 0, .left_eye = 0, .left_here = 0}),
            Outcome::kUnknown);
  EXPECT_EQ(verdict({.needles = 24, .in_use = 5, .left_eye = 1, .left_here = 0}), Outcome::kBroken);
  EXPECT_EQ(verdict({.needles = 24, .in_use = 5, .left_eye = 0, .left_here = 1}), Outcome::kBroken);
  EXPECT_EQ(FindingOnCanary(Fault::kNotPermitted).verdict, Outcome::kUnknown);
}

}  // namespace
}  // namespace throng
