// Areas, crossings and insides of small polygons whose answers are plain to see.
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
  EXPECT_EQ(AreaOf(GroundPolygon{}).value(), 0);
  EXPECT_EQ(AreaPx2Of({{10, 10}, {13, 10}, {10, 14}}), 6);
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
