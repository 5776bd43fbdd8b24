// The numbers of a seed are fixed for ever, and stay within their ranges.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/random.h"

#include <gtest/gtest.h>

#include <array>

namespace throng {
namespace {

constexpr int kTimes = 10'000;

TEST(Random, ASeedGivesTheNumbersOfItsPublishedAlgorithm) {
  Random zero(0);  // computed with another implementation of xoshiro256** and splitmix64
  EXPECT_EQ(zero.Bits(), 0x99EC5F36CB75F2B4U);
  EXPECT_EQ(zero.Bits(), 0xBF6E1F784956452AU);
  EXPECT_EQ(zero.Bits(), 0x1A5F849D4933E6E0U);
  Random one(1);
  EXPECT_EQ(one.Bits(), 0xB3F2AF6D0FC710C5U);
}

TEST(Random, UniformTakesTheUpperBits) {
  Random random(1);
  EXPECT_FLOAT_EQ(random.Uniform(), 0.70292181F);
  EXPECT_FLOAT_EQ(random.Uniform(), 0.52043658F);
  EXPECT_FLOAT_EQ(random.Uniform(), 0.57410568F);
}

TEST(Random, ADieThrowsTheSameEachTime) {
  Random random(1);
  for (const int expected : {5, 4, 4, 3, 5, 1, 1, 3, 6, 4}) EXPECT_EQ(random.Whole(1, 6), expected);
}

TEST(Random, NumbersStayWithinTheirRanges) {
  Random random(2);
  for (int i = 0; i < kTimes; ++i) {
    const float uniform = random.Uniform();
    EXPECT_TRUE(uniform >= 0 && uniform < 1) << uniform;
    const float between = random.Between(-3, 5);
    EXPECT_TRUE(between >= -3 && between < 5) << between;
    const float even = random.LogBetween(0.01F, 100);
    EXPECT_TRUE(even > 0.00999F && even < 100.01F) << even;
    const float normal = random.Normal(10, 2);
    EXPECT_TRUE(normal >= 4 && normal <= 16) << normal;
    EXPECT_EQ(random.Whole(7, 7), 7);
  }
}

TEST(Random, MeansAreWhereTheyShouldBe) {
  Random random(3);
  double uniform = 0;
  double normal = 0;
  double square = 0;
  int chances = 0;
  int below_one = 0;
  for (int i = 0; i < kTimes; ++i) {
    uniform += double{random.Uniform()};
    const auto some = double{random.Normal(0, 1)};
    normal += some;
    square += some * some;
    if (random.Chance(0.2F)) ++chances;
    if (random.LogBetween(0.01F, 100) < 1) ++below_one;
  }
  EXPECT_NEAR(uniform / kTimes, 0.5, 0.01);
  EXPECT_NEAR(normal / kTimes, 0.0, 0.03);
  EXPECT_NEAR(square / kTimes, 1.0, 0.05);
  EXPECT_NEAR(chances, 2000, 120);
  EXPECT_NEAR(below_one, 5000, 150);  // as many in 0.01..1 as in 1..100
}

TEST(Random, WeightsAreHowOftenEachIsDrawn) {
  Random random(4);
  std::array<int, 3> drawn{};
  for (int i = 0; i < kTimes; ++i) {
    ++drawn.at(random.Weighted(std::array<float, 3>{1, 0, 3}));
  }
  EXPECT_NEAR(drawn[0], 2500, 130);
  EXPECT_EQ(drawn[1], 0);
  EXPECT_NEAR(drawn[2], 7500, 130);
}

TEST(Scatter, DependsOnItsArgumentsOnly) {
  EXPECT_EQ(Scatter(3, -4, 5), Scatter(3, -4, 5));
  EXPECT_NE(Scatter(3, -4, 5), Scatter(-4, 3, 5));
  EXPECT_NE(Scatter(3, -4, 5), Scatter(3, -4, 6));
}

TEST(Cloud, PassesThroughItsGridAndHasNoSteps) {
  EXPECT_FLOAT_EQ(Cloud(2, 7, 1), Scatter(2, 7, 1));
  for (float x = -2; x < 2; x += 0.01F) {
    EXPECT_NEAR(Cloud(x, 0.5F, 1), Cloud(x + 0.01F, 0.5F, 1), 0.02F);
  }
}

}  // namespace
}  // namespace throng
