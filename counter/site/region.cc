// Clipper's polygons of whole millimetres.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/region.h"

#include <algorithm>
#include <cmath>
#include <polyclipping/clipper.hpp>
#include <utility>

#include "counter/base/check.h"
#include "counter/site/polygon.h"

namespace throng {
namespace {

using ClipperLib::cInt;
using ClipperLib::Path;
using ClipperLib::Paths;

constexpr double kGridPerM = 1000;      // 1 mm
constexpr double kClipperReachM = 1e9;  // far beyond any site, and within Clipper's fast range
constexpr double kSmallestHoleM2 = 0.01;

cInt ToGrid(double metres) {
  COUNTER_CHECK(!std::isnan(metres));
  return static_cast<cInt>(
      std::llround(std::clamp(metres, -kClipperReachM, kClipperReachM) * kGridPerM));
}

Path ToPath(const GroundPolygon& polygon) {
  Path path;
  for (const GroundPoint& point : polygon) {
    path.emplace_back(ToGrid(point.x_m), ToGrid(point.y_m));
  }
  return path;
}

GroundPolygon ToPolygon(const Path& path) {
  GroundPolygon polygon;
  for (const ClipperLib::IntPoint& point : path) {
    polygon.push_back(
        {static_cast<double>(point.X) / kGridPerM, static_cast<double>(point.Y) / kGridPerM});
  }
  return polygon;
}

Paths ToPaths(const Region& region) {
  Paths paths;
  for (const GroundPolygon& ring : region.rings) paths.push_back(ToPath(ring));
  return paths;
}

// `Solution` is Paths or a PolyTree.
template <class Solution>
Solution Combine(ClipperLib::ClipType how, const Paths& a, const Paths& b) {
  ClipperLib::Clipper clipper;
  clipper.StrictlySimple(true);
  clipper.AddPaths(a, ClipperLib::ptSubject, true);
  clipper.AddPaths(b, ClipperLib::ptClip, true);
  Solution solution;
  clipper.Execute(how, solution, ClipperLib::pftEvenOdd, ClipperLib::pftEvenOdd);
  return solution;
}

Region Combine(ClipperLib::ClipType how, const Region& a, const Region& b) {
  Region region;
  for (const Path& path : Combine<Paths>(how, ToPaths(a), ToPaths(b))) {
    region.rings.push_back(ToPolygon(path));
  }
  return region;
}

SquareMetres AreaOfPath(const Path& path) {
  return SquareMetres(std::abs(ClipperLib::Area(path)) / (kGridPerM * kGridPerM));
}

// Both sides of a line through the middle of `hole`, across its longer side.
std::pair<Path, Path> HalvesThrough(const Path& hole, const Path& around) {
  const auto [left, right] = std::ranges::minmax(hole, {}, &ClipperLib::IntPoint::X);
  const auto [low, high] = std::ranges::minmax(hole, {}, &ClipperLib::IntPoint::Y);
  const auto [west, east] = std::ranges::minmax(around, {}, &ClipperLib::IntPoint::X);
  const auto [south, north] = std::ranges::minmax(around, {}, &ClipperLib::IntPoint::Y);
  const auto box = [](cInt x0, cInt y0, cInt x1, cInt y1) {
    return Path{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
  };
  if (right.X - left.X >= high.Y - low.Y) {
    const cInt x = left.X + (right.X - left.X) / 2;
    return {box(west.X, south.Y, x, north.Y), box(x, south.Y, east.X, north.Y)};
  }
  const cInt y = low.Y + (high.Y - low.Y) / 2;
  return {box(west.X, south.Y, east.X, y), box(west.X, y, east.X, north.Y)};
}

void AddPieces(const Paths& paths, std::vector<GroundPolygon>& pieces) {
  const auto tree = Combine<ClipperLib::PolyTree>(ClipperLib::ctUnion, paths, {});
  for (const ClipperLib::PolyNode* node = tree.GetFirst(); node != nullptr;
       node = node->GetNext()) {
    if (node->IsHole()) continue;
    Paths piece{node->Contour};
    for (const ClipperLib::PolyNode* const hole : node->Childs) {
      if (AreaOfPath(hole->Contour).value() >= kSmallestHoleM2) piece.push_back(hole->Contour);
    }
    if (piece.size() == 1) {
      pieces.push_back(ToPolygon(piece.front()));
      continue;
    }
    const auto [one, other] = HalvesThrough(piece[1], piece.front());
    AddPieces(Combine<Paths>(ClipperLib::ctIntersection, piece, {one}), pieces);
    AddPieces(Combine<Paths>(ClipperLib::ctIntersection, piece, {other}), pieces);
  }
}

}  // namespace

Region RegionOf(const GroundPolygon& polygon) { return {{polygon}}; }

Region Common(const Region& a, const Region& b) {
  return Combine(ClipperLib::ctIntersection, a, b);
}

Region Without(const Region& a, const Region& b) { return Combine(ClipperLib::ctDifference, a, b); }

Region Together(const Region& a, const Region& b) { return Combine(ClipperLib::ctUnion, a, b); }

SquareMetres AreaOf(const Region& region) {
  double area = 0;  // on the grid; holes run the other way round, so they are taken off
  for (const Path& path : ToPaths(region)) area += ClipperLib::Area(path);
  return SquareMetres(std::abs(area) / (kGridPerM * kGridPerM));
}

SquareMetres OverlapOf(const GroundPolygon& a, const GroundPolygon& b) {
  return AreaOf(Common(RegionOf(a), RegionOf(b)));
}

std::vector<GroundPolygon> PiecesOf(const Region& region) {
  std::vector<GroundPolygon> pieces;
  AddPieces(ToPaths(region), pieces);
  std::ranges::stable_sort(pieces, std::ranges::greater(),
                           [](const GroundPolygon& piece) { return AreaOf(piece).value(); });
  return pieces;
}

}  // namespace throng
