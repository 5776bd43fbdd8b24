// Readings become estimates; blind ones do not.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/calibrate.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

const Spread kSpread{.floor = Persons(3), .share = 0.4};

TEST(Calibrate, ABlindReadingIsNoEstimate) {
  EXPECT_FALSE(Calibrate(PatchReading(Persons(7), Sight::kBlind), kSpread));
}

TEST(Calibrate, TheSpreadGrowsWithTheReading) {
  const auto none = Calibrate(PatchReading(Persons(0), Sight::kSeeing), kSpread);
  const auto ten = Calibrate(PatchReading(Persons(10), Sight::kSeeing), kSpread);
  ASSERT_TRUE(none && ten);
  EXPECT_EQ(none->mean(), Persons(0));
  EXPECT_NEAR(none->sigma().value(), 3.0139, 1e-4);  // 3 and the rounding
  EXPECT_EQ(ten->mean(), Persons(10));
  EXPECT_NEAR(ten->sigma().value(), 5.0083, 1e-4);  // hypot(3, 4) and the rounding
}

TEST(Calibrate, ADimReadingCountsWithTwiceTheSpread) {
  const auto dim = Calibrate(PatchReading(Persons(10), Sight::kDim), kSpread);
  ASSERT_TRUE(dim);
  EXPECT_NEAR(dim->sigma().value(), 10.0042, 1e-4);
}

TEST(EstimateDeathTest, CannotBeBuiltWithoutItsError) {
  EXPECT_DEATH(Estimate(Persons(1), Persons(0)), "broken invariant");
  EXPECT_DEATH(Estimate(Persons(-1), Persons(1)), "broken invariant");
  EXPECT_DEATH(Estimate(Persons(0.0 / 0.0), Persons(1)), "broken invariant");
}

TEST(Estimate, SumsMeansAndVariances) {
  const Estimate sum = Estimate(Persons(2), Persons(3)) + Estimate(Persons(5), Persons(4));
  EXPECT_EQ(sum.mean(), Persons(7));
  EXPECT_EQ(sum.sigma(), Persons(5));
}

}  // namespace
}  // namespace throng
