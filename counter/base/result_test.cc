// A Result is a value or a Fault; looking at the absent one stops the process.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace throng {
namespace {

TEST(Result, HoldsAValueOrAFault) {
  const Result<int> value = 7;
  ASSERT_TRUE(value);
  EXPECT_EQ(*value, 7);
  const Result<int> fault = Fault::kDiskFull;
  ASSERT_FALSE(fault);
  EXPECT_EQ(fault.error(), Fault::kDiskFull);
}

TEST(Result, MovesOutAValueThatCannotBeCopied) {
  Result<std::unique_ptr<int>> made = std::make_unique<int>(3);
  const std::unique_ptr<int> taken = *std::move(made);
  EXPECT_EQ(*taken, 3);
}

TEST(ResultDeathTest, LookingAtWhatIsNotThereStopsTheProcess) {
  const Result<int> fault = Fault::kDiskFull;
  const Result<int> value = 7;
  EXPECT_DEATH((void)*fault, "broken invariant");
  EXPECT_DEATH((void)value.error(), "broken invariant");
}

TEST(Fault, EachSaysSomethingOfItsOwn) {
  std::set<std::string_view> texts;
  for (int i = 1; i <= static_cast<int>(kLastFault); ++i) {
    const std::string_view text = Describe(static_cast<Fault>(i));
    EXPECT_NE(text, "an unknown fault") << i;
    EXPECT_TRUE(texts.insert(text).second) << text;
  }
}

TEST(Result, MayTellAnotherKindOfError) {
  struct Line {
    int number = 0;
  };
  const Result<double, Line> wrong = Line{7};
  EXPECT_FALSE(wrong);
  EXPECT_EQ(wrong.error().number, 7);
  EXPECT_EQ(*(Result<double, Line>(1.5)), 1.5);
}

}  // namespace
}  // namespace throng
