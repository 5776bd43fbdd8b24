// Areas, crossings, overlaps and cuts of small polygons whose answers are plain to see.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/polygon.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

using Edges = std::pair<std::size_t, std::size_t>;

const GroundPolygon kSquare{{0, 0}, {4, 0}, {4, 4}, {0, 4}};

TEST(Polygon, AreaIsTheSameEitherWayRound) {
  EXPECT_EQ(AreaOf(kSquare).value(), 16);
  EXPECT_EQ(AreaOf({{0, 4}, {4, 4}, {4, 0}, {0, 0}}).value(), 16);
  EXPECT_EQ(AreaOf({{1000, 1000}, {1003, 1000}, {1000, 1004}}).value(), 6);
  EXPECT_EQ(AreaOf({}).value(), 0);
}

TEST(Polygon, ASimplePolygonDoesNotCross) {
  EXPECT_EQ(FindCrossing(kSquare), std::nullopt);
  EXPECT_EQ(FindCrossing(GroundPolygon{{0, 0}, {4, 0}, {4, 4}, {2, 1}, {0, 4}}), std::nullopt);
  EXPECT_EQ(FindCrossing(ImagePolygon{{0, 0}, {4, 0}, {0, 3}}), std::nullopt);
  // A corner in the middle of a straight side is no fold.
  EXPECT_EQ(FindCrossing(GroundPolygon{{0, 0}, {2, 0}, {4, 0}, {4, 4}}), std::nullopt);
}

TEST(Polygon, ABowTieCrossesAtItsFirstAndThirdEdge) {
  EXPECT_EQ(FindCrossing(ImagePolygon{{0, 0}, {4, 4}, {4, 0}, {0, 4}}), Edges(0, 2));
}

TEST(Polygon, WhatTouchesItselfCrosses) {
  // The last corner but one lies on the first edge.
  EXPECT_EQ(FindCrossing(GroundPolygon{{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}}), Edges(0, 2));
  // Two equal corners, neighbours or not.
  EXPECT_EQ(FindCrossing(GroundPolygon{{0, 0}, {4, 0}, {4, 0}, {0, 4}}), Edges(0, 1));
  EXPECT_EQ(FindCrossing(GroundPolygon{{0, 0}, {2, 2}, {4, 0}, {4, 4}, {2, 2}, {0, 4}}),
            Edges(0, 3));
  // An edge that folds back onto the one before.
  EXPECT_EQ(FindCrossing(GroundPolygon{{0, 0}, {4, 0}, {2, 0}, {2, 4}}), Edges(0, 1));
}

TEST(Polygon, OverlapIsTheCommonArea) {
  EXPECT_NEAR(OverlapOf(kSquare, {{3, 3}, {6, 3}, {6, 6}, {3, 6}}).value(), 1, 1e-6);
  EXPECT_NEAR(OverlapOf(kSquare, {{3, 6}, {6, 6}, {6, 3}, {3, 3}}).value(), 1, 1e-6);
  EXPECT_EQ(OverlapOf(kSquare, {{4, 0}, {8, 0}, {8, 4}, {4, 4}}).value(), 0);  // a common side
  EXPECT_EQ(OverlapOf(kSquare, {{5, 5}, {6, 5}, {6, 6}}).value(), 0);
  EXPECT_NEAR(OverlapOf(kSquare, kSquare).value(), 16, 1e-6);
}

TEST(Polygon, AnOverlapFarAwayIsCountedToTheMillimetre) {
  const GroundPolygon far{{900000, 0}, {900001, 0}, {900001, 1}, {900000, 1}};
  const GroundPolygon shifted{{900000.999, 0}, {900002, 0}, {900002, 1}, {900000.999, 1}};
  EXPECT_NEAR(OverlapOf(far, shifted).value(), 0.001, 1e-9);
}

TEST(Polygon, ACutMayLeaveSeveralPieces) {
  const GroundPolygon comb{{0, 0}, {5, 0}, {5, 3}, {4, 3}, {4, 1}, {1, 1}, {1, 3}, {0, 3}};
  const std::vector<GroundPolygon> teeth = ClipTo(comb, {{-1, 2}, {9, 2}, {9, 9}, {-1, 9}});
  ASSERT_EQ(teeth.size(), 2U);
  EXPECT_NEAR(AreaOf(teeth[0]).value(), 1, 1e-6);
  EXPECT_NEAR(AreaOf(teeth[1]).value(), 1, 1e-6);
  EXPECT_TRUE(ClipTo(comb, {{20, 0}, {21, 0}, {21, 1}}).empty());
  ASSERT_EQ(ClipTo(kSquare, {{-9, -9}, {9, -9}, {9, 9}, {-9, 9}}).size(), 1U);
}

TEST(Polygon, APointIsInsideOrNot) {
  const ImagePolygon u_shape{{0, 0}, {5, 0}, {5, 3}, {4, 3}, {4, 1}, {1, 1}, {1, 3}, {0, 3}};
  EXPECT_TRUE(Contains(u_shape, {0.5, 2}));
  EXPECT_TRUE(Contains(u_shape, {2.5, 0.5}));
  EXPECT_FALSE(Contains(u_shape, {2.5, 2}));
  EXPECT_FALSE(Contains(u_shape, {-1, 1}));
  EXPECT_FALSE(Contains(u_shape, {2, 9}));
  EXPECT_TRUE(Contains(kSquare, GroundPoint{0.5, 0.5}));
  EXPECT_FALSE(Contains(kSquare, GroundPoint{-0.5, 0.5}));
}

}  // namespace
}  // namespace throng
