// Shoelace areas, an exact crossing test, and Clipper for overlaps.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/polygon.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <polyclipping/clipper.hpp>

#include "counter/base/check.h"

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

constexpr double kGridPerM = 1000;  // 1 mm
constexpr double kFarthestM = 1e9;  // far beyond any site, and within Clipper's fast range

ClipperLib::cInt ToGrid(double metres) {
  COUNTER_CHECK(!std::isnan(metres));
  return static_cast<ClipperLib::cInt>(
      std::llround(std::clamp(metres, -kFarthestM, kFarthestM) * kGridPerM));
}

ClipperLib::Path ToPath(const GroundPolygon& polygon) {
  ClipperLib::Path path;
  for (const GroundPoint& point : polygon) {
    path.emplace_back(ToGrid(point.x_m), ToGrid(point.y_m));
  }
  return path;
}

ClipperLib::Paths Intersect(const GroundPolygon& a, const GroundPolygon& b) {
  ClipperLib::Clipper clipper;
  clipper.StrictlySimple(true);
  clipper.AddPath(ToPath(a), ClipperLib::ptSubject, true);
  clipper.AddPath(ToPath(b), ClipperLib::ptClip, true);
  ClipperLib::Paths both;
  clipper.Execute(ClipperLib::ctIntersection, both, ClipperLib::pftNonZero, ClipperLib::pftNonZero);
  return both;
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

}  // namespace

SquareMetres AreaOf(const GroundPolygon& polygon) {
  double twice = 0;
  for (std::size_t i = 2; i < polygon.size(); ++i) {
    twice += Turn(ToCorner(polygon[0]), ToCorner(polygon[i - 1]), ToCorner(polygon[i]));
  }
  return SquareMetres(std::abs(twice) / 2);
}

std::optional<std::pair<std::size_t, std::size_t>> FindCrossing(const GroundPolygon& polygon) {
  return FirstCrossing(polygon);
}

std::optional<std::pair<std::size_t, std::size_t>> FindCrossing(const ImagePolygon& polygon) {
  return FirstCrossing(polygon);
}

SquareMetres OverlapOf(const GroundPolygon& a, const GroundPolygon& b) {
  double grid_area = 0;
  for (const ClipperLib::Path& piece : Intersect(a, b)) grid_area += ClipperLib::Area(piece);
  return SquareMetres(std::abs(grid_area) / (kGridPerM * kGridPerM));
}

std::vector<GroundPolygon> ClipTo(const GroundPolygon& polygon, const GroundPolygon& border) {
  std::vector<GroundPolygon> pieces;
  for (const ClipperLib::Path& path : Intersect(polygon, border)) {
    GroundPolygon& piece = pieces.emplace_back();
    for (const ClipperLib::IntPoint& point : path) {
      piece.push_back(
          {static_cast<double>(point.X) / kGridPerM, static_cast<double>(point.Y) / kGridPerM});
    }
  }
  return pieces;
}

bool Contains(const ImagePolygon& polygon, ImagePoint point) {
  return IsInside(polygon, ToCorner(point));
}

bool Contains(const GroundPolygon& polygon, GroundPoint point) {
  return IsInside(polygon, ToCorner(point));
}

}  // namespace throng
