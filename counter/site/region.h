// Parts of the ground: what two have in common, what one leaves of another, and their pieces.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "counter/base/units.h"
#include "counter/site/geometry.h"

namespace throng {

// Any number of pieces, with holes or without, on a 1 mm grid. Made by the functions below; whoever
// wants to look at it asks for its pieces.
struct Region {
  std::vector<GroundPolygon> rings;  // around pieces one way, around holes the other way
};

// `polygon` is simple.
Region RegionOf(const GroundPolygon& polygon);

// What both cover; what `a` covers and `b` does not; what either covers.
Region Common(const Region& a, const Region& b);
Region Without(const Region& a, const Region& b);
Region Together(const Region& a, const Region& b);

SquareMetres AreaOf(const Region& region);

// The area that both cover. Both simple.
SquareMetres OverlapOf(const GroundPolygon& a, const GroundPolygon& b);

// Simple polygons that do not overlap and add up to the region, largest first. A piece with a hole
// is cut through the hole; holes smaller than a footprint are filled.
std::vector<GroundPolygon> PiecesOf(const Region& region);

}  // namespace throng
