// Areas, crossings and insides of polygons.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <utility>

#include "counter/base/units.h"
#include "counter/site/geometry.h"

namespace throng {

// Always >= 0, whichever way round the corners go.
SquareMetres AreaOf(const GroundPolygon& polygon);
double AreaPx2Of(const ImagePolygon& polygon);  // in square pixels

// The first two edges (0-based; edge i joins corner i and the next) that cross or touch where they
// should not; nothing for a simple polygon. Two equal corners touch.
std::optional<std::pair<std::size_t, std::size_t>> FindCrossing(const GroundPolygon& polygon);
std::optional<std::pair<std::size_t, std::size_t>> FindCrossing(const ImagePolygon& polygon);

// Points on an edge may fall on either side. `polygon` is simple.
bool Contains(const ImagePolygon& polygon, ImagePoint point);
bool Contains(const GroundPolygon& polygon, GroundPoint point);

}  // namespace throng
