// Four grids: each point is in four cells, and no border cuts a crowd in all of them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/cells.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace throng {
namespace {

const Cells kCells(SquareMetres(16));  // 4 m wide, every 2 m

TEST(Cells, APointLiesInOneCellOfEachGrid) {
  EXPECT_EQ(kCells.At({5, 3}), (std::array<CellPlace, 4>{{{1, 0}, {2, 0}, {1, 1}, {2, 1}}}));
  EXPECT_EQ(kCells.At({-0.5, 0}),
            (std::array<CellPlace, 4>{{{-2, -1}, {-1, -1}, {-2, 0}, {-1, 0}}}));
}

// Of 400 who stand on 4 m x 4 m, evenly, those in the fullest cell.
int FullestOfACrowdAt(double x_m, double y_m) {
  std::map<CellPlace, int> persons;
  for (int column = 0; column < 20; ++column) {
    for (int row = 0; row < 20; ++row) {
      const GroundPoint foot{x_m + 0.2 * column + 0.1, y_m + 0.2 * row + 0.1};
      for (const CellPlace& cell : kCells.At(foot)) ++persons[cell];
    }
  }
  return std::ranges::max_element(persons, {}, [](const auto& one) { return one.second; })->second;
}

TEST(Cells, NoBorderCutsACrowdInAllGrids) {
  EXPECT_EQ(FullestOfACrowdAt(0, 0), 400);
  EXPECT_EQ(FullestOfACrowdAt(2, -6), 400) << "where the first grid cuts it into two";
  EXPECT_EQ(FullestOfACrowdAt(1, 0), 300);
  EXPECT_EQ(FullestOfACrowdAt(1, 1), 225) << "the worst place: 9/16";
}

TEST(Cells, ACellCountsIfHalfOfItLiesInTheArea) {
  const auto left_of_3 = [](GroundPoint point) { return point.x_m < 3; };
  EXPECT_EQ(kCells.ShareOf({0, 0}, left_of_3), 0.75);
  EXPECT_EQ(kCells.ShareOf({1, 0}, left_of_3), 0.25);
  const std::vector<CellPlace> cells{{0, 0}, {1, 0}, {-1, 0}};
  EXPECT_EQ(kCells.Count(cells, left_of_3), (std::vector{true, false, true}));
}

TEST(Cells, AlongANarrowCorridorTheBestCount) {
  const auto corridor = [](GroundPoint point) { return point.x_m >= 1 && point.x_m < 2.5; };
  const std::vector<CellPlace> cells{{0, 0}, {1, 0}, {-1, 0}};
  EXPECT_EQ(kCells.Count(cells, corridor), (std::vector{true, false, false}));
  EXPECT_TRUE(kCells.Count({}, corridor).empty());
}

TEST(CellsDeathTest, ACellHasASize) { EXPECT_DEATH(Cells(SquareMetres(0)), "broken invariant"); }

}  // namespace
}  // namespace throng
