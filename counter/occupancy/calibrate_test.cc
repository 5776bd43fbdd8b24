// Readings become estimates; blind ones do not.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/calibrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace throng {
namespace {

const Spread kSpread{.floor = Persons(3), .share = 0.4, .own = 3};
constexpr SquareMetres kArea(100);

PatchReading Reads(double persons, std::optional<Persons> sigma = std::nullopt) {
  return PatchReading(Persons(persons), sigma);
}

TEST(Believe, TheSpreadGrowsWithTheReading) {
  EXPECT_EQ(Believe(Reads(0), kArea, kSpread).mean(), Persons(0));
  EXPECT_EQ(Believe(Reads(0), kArea, kSpread).sigma(), Persons(3));
  EXPECT_EQ(Believe(Reads(10), kArea, kSpread).mean(), Persons(10));
  EXPECT_EQ(Believe(Reads(10), kArea, kSpread).sigma(), Persons(5));  // hypot(3, 4)
}

TEST(Believe, TheSpreadGrowsWithWhatTheModelSaysItself) {
  EXPECT_EQ(Believe(Reads(10, Persons(4)), kArea, kSpread).mean(), Persons(10));
  EXPECT_EQ(Believe(Reads(10, Persons(4)), kArea, kSpread).sigma(),
            Persons(13));  // hypot(5, 3 * 4)
}

TEST(Believe, TheSpreadGrowsWhereManyStandCloseUpToTwoOnASquareMetre) {
  const Spread spread{.floor = Persons(3), .share = 0, .crowd = 0.8};
  const auto sigma = [&](double area) {
    return Believe(Reads(10), SquareMetres(area), spread).sigma();
  };
  EXPECT_EQ(sigma(10), Persons(5));  // hypot(3, 0.8 * 10 / 2)
  EXPECT_NEAR(sigma(5).value(), 8.544, 1e-3);
  EXPECT_EQ(sigma(2), sigma(5));
  EXPECT_NEAR(sigma(1000).value(), 3, 1e-3);
}

TEST(Believe, InCrowdsThereAreMoreThanAreReadUpToTwoOnASquareMetre) {
  const Spread spread{.floor = Persons(3), .share = 0.4, .hidden = 0.2};
  const auto mean = [&](double area) {
    return Believe(Reads(10), SquareMetres(area), spread).mean().value();
  };
  EXPECT_DOUBLE_EQ(mean(10), 11);  // 1 + 0.2 * 1 / 2
  EXPECT_DOUBLE_EQ(mean(5), 12);
  EXPECT_DOUBLE_EQ(mean(2), 12);
  EXPECT_NEAR(mean(1000), 10.01, 1e-9);
  EXPECT_NEAR(Believe(Reads(10), SquareMetres(5), spread).sigma().value(), 5.66, 0.01)
      << "hypot(3, 0.4 * 12)";
  EXPECT_EQ(Believe(Reads(0), SquareMetres(1), spread).mean(), Persons(0));
}

TEST(WithSight, AddsTheRoundingAndDoublesTheSpreadOfWhatIsDim) {
  const Estimate ten(Persons(10), Persons(5));
  EXPECT_EQ(WithSight(ten, Sight::kDim).mean(), Persons(10));
  EXPECT_NEAR(WithSight(ten, Sight::kSeeing).sigma().value(), 5.0083, 1e-4);
  EXPECT_NEAR(WithSight(ten, Sight::kDim).sigma().value(), 10.0042, 1e-4);
}

TEST(ModelNames, TellTheWeightsOfTheNetwork) {
  EXPECT_EQ(NameOf(Model::kHog), "hog");
  EXPECT_THAT(std::string(NameOf(Model::kNet)), testing::MatchesRegex("net-[0-9a-f]{8}"));
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
