// Small regions whose common parts, rests and pieces are plain to see.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/region.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "counter/site/polygon.h"

namespace throng {
namespace {

GroundPolygon Box(double x0, double y0, double x1, double y1) {
  return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
}

const GroundPolygon kSquare = Box(0, 0, 4, 4);

// How many of the pieces hold the point.
auto Holding(const std::vector<GroundPolygon>& pieces, GroundPoint at) {
  return std::ranges::count_if(pieces,
                               [at](const GroundPolygon& piece) { return Contains(piece, at); });
}

TEST(Region, OverlapIsTheCommonArea) {
  EXPECT_NEAR(OverlapOf(kSquare, {{3, 3}, {6, 3}, {6, 6}, {3, 6}}).value(), 1, 1e-6);
  EXPECT_NEAR(OverlapOf(kSquare, {{3, 6}, {6, 6}, {6, 3}, {3, 3}}).value(), 1, 1e-6);
  EXPECT_EQ(OverlapOf(kSquare, {{4, 0}, {8, 0}, {8, 4}, {4, 4}}).value(), 0);  // a common side
  EXPECT_EQ(OverlapOf(kSquare, {{5, 5}, {6, 5}, {6, 6}}).value(), 0);
  EXPECT_NEAR(OverlapOf(kSquare, kSquare).value(), 16, 1e-6);
}

TEST(Region, AnOverlapFarAwayIsCountedToTheMillimetre) {
  const GroundPolygon far{{900000, 0}, {900001, 0}, {900001, 1}, {900000, 1}};
  const GroundPolygon shifted{{900000.999, 0}, {900002, 0}, {900002, 1}, {900000.999, 1}};
  EXPECT_NEAR(OverlapOf(far, shifted).value(), 0.001, 1e-9);
}

TEST(Region, ACutMayLeaveSeveralPiecesTheLargestFirst) {
  const GroundPolygon comb{{0, 0}, {5, 0}, {5, 4}, {4, 4}, {4, 1}, {1, 1}, {1, 3}, {0, 3}};
  const Region cut = Common(RegionOf(comb), RegionOf(Box(-1, 2, 9, 9)));
  const std::vector<GroundPolygon> teeth = PiecesOf(cut);
  ASSERT_EQ(teeth.size(), 2U);
  EXPECT_NEAR(AreaOf(teeth[0]).value(), 2, 1e-6);
  EXPECT_NEAR(AreaOf(teeth[1]).value(), 1, 1e-6);
  EXPECT_NEAR(AreaOf(cut).value(), 3, 1e-6);
  EXPECT_TRUE(PiecesOf(Common(RegionOf(comb), RegionOf(Box(20, 0, 21, 1)))).empty());
  EXPECT_EQ(PiecesOf(RegionOf(kSquare)).size(), 1U);
}

TEST(Region, WhatIsLeftAndWhatIsCommonAddUp) {
  const Region square = RegionOf(kSquare);
  const Region other = RegionOf(Box(3, 1, 9, 2));
  const Region rest = Without(square, other);
  EXPECT_NEAR(AreaOf(Common(square, other)).value(), 1, 1e-6);
  EXPECT_NEAR(AreaOf(rest).value(), 15, 1e-6);
  EXPECT_NEAR(AreaOf(Together(square, other)).value(), 21, 1e-6);
  EXPECT_NEAR(AreaOf(Together(rest, other)).value(), 21, 1e-6);
  EXPECT_EQ(PiecesOf(rest).size(), 1U);
}

TEST(Region, AHoleIsCutThroughSoThatEachPieceIsSimple) {
  const Region ring = Without(RegionOf(kSquare), RegionOf(Box(1, 1, 3, 2)));
  EXPECT_NEAR(AreaOf(ring).value(), 14, 1e-6);
  const std::vector<GroundPolygon> pieces = PiecesOf(ring);
  ASSERT_EQ(pieces.size(), 2U);
  double area_m2 = 0;
  for (const GroundPolygon& piece : pieces) {
    EXPECT_EQ(FindCrossing(piece), std::nullopt);
    area_m2 += AreaOf(piece).value();
  }
  EXPECT_NEAR(area_m2, 14, 1e-6);
  EXPECT_EQ(Holding(pieces, {2.1, 1.5}), 0) << "in the hole";
  for (const GroundPoint at : {GroundPoint{0.5, 0.5}, {2.1, 0.5}, {3.5, 1.5}, {1.9, 3}}) {
    EXPECT_EQ(Holding(pieces, at), 1) << at.x_m << ", " << at.y_m;
  }
}

TEST(Region, AnIslandInAHoleIsAPieceOfItsOwn) {
  const Region ring = Without(RegionOf(kSquare), RegionOf(Box(1, 0.5, 3, 3.5)));
  const Region with_island = Together(ring, RegionOf(Box(1.5, 1.5, 2.5, 2.5)));
  const std::vector<GroundPolygon> pieces = PiecesOf(with_island);
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_NEAR(AreaOf(pieces[2]).value(), 1, 1e-6);
  EXPECT_EQ(Holding(pieces, {2.2, 2.2}), 1);
  EXPECT_EQ(Holding(pieces, {2.2, 3.2}), 0);
}

TEST(Region, AHoleSmallerThanAFootprintIsFilled) {
  EXPECT_EQ(PiecesOf(Without(RegionOf(kSquare), RegionOf(Box(2, 2, 2.05, 2.05)))).size(), 1U);
}

}  // namespace
}  // namespace throng
