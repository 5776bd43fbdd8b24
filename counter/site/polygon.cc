// Shoelace areas, an exact crossing test, and a ray for what is inside.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/polygon.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace throng {
namespace {

struct Corner {
  double x;
  double y;
  friend bool operator==(const Corner&, const Corner&) = default;
};

Corner ToCorner(GroundPoint point) { return {point.x_m, point.y_m}; }
Corner ToCorner(ImagePoint point) { return {point.x_px, point.y_px}; }

// > 0 if a, b, c turn left, 0 if they are in line.
double Turn(Corner a, Corner b, Corner c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

int SideOf(Corner a, Corner b, Corner c) {
  const double turn = Turn(a, b, c);
  return (turn > 0) - (turn < 0);
}

bool IsBetween(Corner a, Corner b, Corner in_line) {
  return std::min(a.x, b.x) <= in_line.x && in_line.x <= std::max(a.x, b.x) &&
         std::min(a.y, b.y) <= in_line.y && in_line.y <= std::max(a.y, b.y);
}

bool Meet(Corner a, Corner b, Corner c, Corner d) {
  const int c_side = SideOf(a, b, c);
  const int d_side = SideOf(a, b, d);
  const int a_side = SideOf(c, d, a);
  const int b_side = SideOf(c, d, b);
  if (c_side * d_side < 0 && a_side * b_side < 0) return true;
  return (c_side == 0 && IsBetween(a, b, c)) || (d_side == 0 && IsBetween(a, b, d)) ||
         (a_side == 0 && IsBetween(c, d, a)) || (b_side == 0 && IsBetween(c, d, b));
}

// Two edges that share `corner` overlap if one folds back onto the other, or has no length.
bool FoldsBack(Corner before, Corner corner, Corner after) {
  if (before == corner || corner == after) return true;
  const double along =
      (before.x - corner.x) * (after.x - corner.x) + (before.y - corner.y) * (after.y - corner.y);
  return SideOf(before, corner, after) == 0 && along > 0;
}

template <class Polygon>
std::optional<std::pair<std::size_t, std::size_t>> FirstCrossing(const Polygon& polygon) {
  const std::size_t count = polygon.size();
  const auto corner = [&](std::size_t i) { return ToCorner(polygon[i % count]); };
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = i + 1; j < count; ++j) {
      bool wrong = false;
      if (j == i + 1) {
        wrong = FoldsBack(corner(i), corner(j), corner(j + 1));
      } else if (i == 0 && j == count - 1) {
        wrong = FoldsBack(corner(j), corner(0), corner(1));
      } else {
        wrong = Meet(corner(i), corner(i + 1), corner(j), corner(j + 1));
      }
      if (wrong) return std::pair(i, j);
    }
  }
  return std::nullopt;
}

template <class Polygon>
bool IsInside(const Polygon& polygon, Corner point) {
  bool inside = false;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Corner a = ToCorner(polygon[i]);
    const Corner b = ToCorner(polygon[(i + 1) % polygon.size()]);
    if ((a.y > point.y) == (b.y > point.y)) continue;
    const double crossing_x = a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x);
    if (point.x < crossing_x) inside = !inside;
  }
  return inside;
}

template <class Polygon>
double ShoelaceArea(const Polygon& polygon) {
  double twice = 0;
  for (std::size_t i = 2; i < polygon.size(); ++i) {
    twice += Turn(ToCorner(polygon[0]), ToCorner(polygon[i - 1]), ToCorner(polygon[i]));
  }
  return std::abs(twice) / 2;
}

}  // namespace

SquareMetres AreaOf(const GroundPolygon& polygon) { return SquareMetres(ShoelaceArea(polygon)); }

double AreaPx2Of(const ImagePolygon& polygon) { return ShoelaceArea(polygon); }

std::optional<std::pair<std::size_t, std::size_t>> FindCrossing(const GroundPolygon& polygon) {
  return FirstCrossing(polygon);
}

std::optional<std::pair<std::size_t, std::size_t>> FindCrossing(const ImagePolygon& polygon) {
  return FirstCrossing(polygon);
}

bool Contains(const ImagePolygon& polygon, ImagePoint point) {
  return IsInside(polygon, ToCorner(point));
}

bool Contains(const GroundPolygon& polygon, GroundPoint point) {
  return IsInside(polygon, ToCorner(point));
}

}  // namespace throng
