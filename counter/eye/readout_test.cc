// Each head counts once, however sure the network is of it, and a crowd by its density.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/readout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace throng {
namespace {

float Logit(double score) { return static_cast<float>(std::log(score / (1 - score))); }

// What softplus makes `value` of.
float BeforeSoftplus(double value) { return static_cast<float>(std::log(std::expm1(value))); }

// An answer of 12 x 12 cells in which nobody is.
class ReadoutTest : public testing::Test {
 protected:
  static constexpr std::size_t kSide = 12;

  float& At(std::size_t row, std::size_t column, std::size_t number) {
    return answer_[(row * kSide + column) * Weights::kAnswers + number];
  }
  void SetScore(std::size_t row, std::size_t column, double score) {
    At(row, column, 2) = Logit(score);
  }
  void SetDensity(std::size_t row, std::size_t column, double persons) {
    At(row, column, 0) = BeforeSoftplus(persons);
  }

  std::vector<CellReading> Read() const {
    std::vector<CellReading> readings(kSide * kSide);
    ReadCells(answer_, kSide, kSide, readings);
    return readings;
  }
  double Persons() const {
    const std::vector<CellReading> readings = Read();
    return std::accumulate(
        readings.begin(), readings.end(), 0.0,
        [](double sum, const CellReading& cell) { return sum + double{cell.persons}; });
  }

  std::vector<float> answer_ =
      std::vector<float>(kSide * kSide * Weights::kAnswers, -9);  // softplus: 0.0001
};

TEST_F(ReadoutTest, ManyCellsThatSayNobodyDoNotAddUpToSomebody) { EXPECT_EQ(Persons(), 0); }

TEST_F(ReadoutTest, AHeadIsOnePersonHoweverSureTheNetworkIs) {
  for (const double score : {0.5001, 0.7, 0.99}) {
    for (const double density : {0.2, 0.6, 1.4}) {
      SetScore(5, 5, score);
      SetDensity(5, 5, density);
      EXPECT_FLOAT_EQ(static_cast<float>(Persons()), 1) << score << ", " << density;
    }
  }
}

TEST_F(ReadoutTest, WhatIsHardlyAHeadIsNobody) {
  SetScore(5, 5, 0.38);
  SetDensity(5, 5, 0.4);
  EXPECT_NEAR(Persons(), 0, 1e-5);
}

TEST_F(ReadoutTest, BetweenTheseItIsAPartOfAPerson) {
  SetScore(5, 5, 0.44);
  EXPECT_NEAR(Persons(), 0.5, 1e-5);
}

TEST_F(ReadoutTest, TheCellsAroundAHeadAreThatHead) {
  SetScore(5, 5, 0.9);
  for (const auto& [row, column] : {std::pair{4, 4}, {4, 5}, {5, 6}, {6, 5}}) {
    SetScore(static_cast<std::size_t>(row), static_cast<std::size_t>(column), 0.8);
  }
  EXPECT_NEAR(Persons(), 1, 1e-5);
  EXPECT_NEAR(Read()[5 * kSide + 5].persons, 1, 1e-5);
}

TEST_F(ReadoutTest, RoundingDoesNotMoveAHeadToTheNextCell) {
  SetScore(5, 5, 0.9);
  SetScore(5, 6, 0.899);
  const float before = Read()[5 * kSide + 5].persons;
  SetScore(5, 6, 0.901);
  const float after = Read()[5 * kSide + 5].persons;
  EXPECT_NEAR(before, 0.5, 0.02);
  EXPECT_NEAR(after, before, 0.02);
  EXPECT_NEAR(Persons(), 1, 1e-5);
}

TEST_F(ReadoutTest, HeadsTwoCellsApartAreTwo) {
  SetScore(5, 5, 0.9);
  SetScore(5, 7, 0.6);
  EXPECT_NEAR(Persons(), 2, 1e-5);
}

TEST_F(ReadoutTest, CellsWithTheSameScoreCountOnce) {
  SetScore(5, 5, 0.9);
  SetScore(5, 6, 0.9);
  SetScore(6, 6, 0.9);
  EXPECT_NEAR(Persons(), 1, 1e-5);
}

TEST_F(ReadoutTest, AtTheEdgesOfThePictureHeadsCountToo) {
  SetScore(0, 0, 0.9);
  SetScore(0, kSide - 1, 0.9);
  SetScore(kSide - 1, 0, 0.9);
  SetScore(kSide - 1, kSide - 1, 0.9);
  EXPECT_NEAR(Persons(), 4, 1e-5);
}

TEST_F(ReadoutTest, InACrowdTheDensityCounts) {
  for (std::size_t row = 0; row < kSide; ++row) {
    for (std::size_t column = 0; column < kSide; ++column) SetDensity(row, column, 0.5);
  }
  SetScore(5, 5, 0.99);  // stands out of 25 cells with 12.5 persons
  EXPECT_NEAR(Persons(), 0.5 * kSide * kSide, 1e-3);
}

TEST_F(ReadoutTest, FromFewToACrowdHeadsGiveWayToTheDensity) {
  SetScore(5, 5, 0.99);
  SetDensity(5, 5, 2.5);  // half way from 1.5 to 3.5 persons
  EXPECT_NEAR(Persons(), 0.5 * 1 + 0.5 * 2.5, 1e-4);
}

TEST_F(ReadoutTest, TheVarianceIsThatOfTheAnswer) {
  At(5, 5, 1) = BeforeSoftplus(0.3);
  EXPECT_NEAR(Read()[5 * kSide + 5].variance, 0.3, 1e-5);
}

TEST_F(ReadoutTest, ACellWithoutANumberTakesNothingFromItsNeighbours) {
  SetScore(5, 5, 0.9);
  for (const std::size_t column : {4U, 6U}) {
    At(5, column, 2) = std::numeric_limits<float>::quiet_NaN();
    SetDensity(5, column, 0.3);
  }
  EXPECT_NEAR(Persons(), 1, 1e-5);
}

TEST_F(ReadoutTest, WhatIsNoNumberIsNobody) {
  for (const float odd :
       {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
    for (std::size_t number = 0; number < Weights::kAnswers; ++number) At(5, 5, number) = odd;
    EXPECT_EQ(Persons(), 0);
    EXPECT_EQ(Read()[5 * kSide + 5].variance, 0);
  }
  for (std::size_t number = 0; number < Weights::kAnswers; ++number) {
    At(5, 5, number) = std::numeric_limits<float>::infinity();
  }
  EXPECT_TRUE(std::isfinite(Persons()));
}

}  // namespace
}  // namespace throng
