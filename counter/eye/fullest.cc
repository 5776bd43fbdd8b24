// Which parts of the map make up which cell of ground, and the fullest of those cells.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>

#include "counter/base/check.h"
#include "counter/eye/integrate.h"
#include "counter/site/cells.h"
#include "counter/site/polygon.h"

namespace throng {
namespace {

// Along each side of one of the map's cells; as many as take steps of an eighth of a cell of
// ground.
constexpr int kFewestPoints = 4;
constexpr int kMostPoints = 32;
constexpr double kStepsInACell = 8;

using PartsAt = std::map<CellPlace, std::vector<CellMasks::Part>>;

void AddShare(std::vector<CellMasks::Part>& parts, std::uint32_t cell, float share) {
  if (parts.empty() || parts.back().cell != cell) parts.push_back({.cell = cell, .share = 0});
  parts.back().share += share;
}

// How many points, from one middle of a side to that of the other side.
int PointsBetween(ImagePoint one, ImagePoint other, const Camera& camera, double step_m) {
  const Result<GroundPoint> from = camera.GroundFromImage(one);
  const Result<GroundPoint> to = camera.GroundFromImage(other);
  if (!from || !to) return kMostPoints;
  const double steps = std::hypot(to->x_m - from->x_m, to->y_m - from->y_m) / step_m;
  return static_cast<int>(std::ceil(std::clamp<double>(steps, kFewestPoints, kMostPoints)));
}

// One cell of the map, point by point, to the cells of ground that those lie in. Whoever is found
// at the horizon is somewhere; where, nobody can say, so in none.
void AddCell(std::size_t cell, ImagePoint centre, const Camera& camera, const Cells& cells,
             PartsAt& parts) {
  constexpr double kSidePx = CellGrid::kCellPx;
  const auto [x, y] = centre;
  const double left = x - kSidePx / 2;
  const double top = y - kSidePx / 2;
  const double step_m = cells.side().value() / kStepsInACell;
  const int across = PointsBetween({left, y}, {left + kSidePx, y}, camera, step_m);
  const int down = PointsBetween({x, top}, {x, top + kSidePx}, camera, step_m);
  for (int i = 0; i < down; ++i) {
    for (int j = 0; j < across; ++j) {
      const Result<GroundPoint> ground = camera.GroundFromImage(
          {left + (j + 0.5) / across * kSidePx, top + (i + 0.5) / down * kSidePx});
      if (!ground) continue;
      for (const CellPlace& place : cells.At(*ground)) {
        AddShare(parts[place], static_cast<std::uint32_t>(cell),
                 1.0F / static_cast<float>(across * down));
      }
    }
  }
}

}  // namespace

CellMasks::CellMasks(const ImagePolygon& outline, const Camera& camera, SquareMetres size) {
  const ImageSize picture = camera.pose().picture;
  const CellGrid grid(picture);
  const Cells cells(size);
  const PatchMask mask(outline, picture);
  PartsAt parts;
  for (const std::size_t cell : mask.cells())
    AddCell(cell, grid.CentreOf(cell), camera, cells, parts);
  std::vector<CellPlace> places;
  places.reserve(parts.size());
  for (const auto& [place, held] : parts) places.push_back(place);
  const std::vector<bool> count = cells.Count(places, [&](GroundPoint point) {
    const Result<ImagePoint> seen = camera.ImageFromGround(point);
    return seen && Contains(outline, *seen);
  });
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!count[i]) continue;
    const std::vector<Part>& held = parts.at(places[i]);
    parts_.insert(parts_.end(), held.begin(), held.end());
    ends_.push_back(parts_.size());
  }
}

std::span<const CellMasks::Part> CellMasks::parts(std::size_t cell) const {
  const std::size_t begin = cell == 0 ? 0 : ends_[cell - 1];
  return std::span(parts_).subspan(begin, ends_[cell] - begin);
}

std::vector<std::optional<CellMasks>> CellMasksOf(const Brief& brief) {
  std::vector<std::optional<CellMasks>> masks(brief.patches.size());
  const Result<Camera> camera = Camera::Make(brief.camera);
  COUNTER_CHECK(camera || brief.cells.empty());  // ReadBrief refuses others
  for (std::size_t i = 0; i < brief.cells.size(); ++i) {
    if (brief.cells[i]) masks[i].emplace(brief.patches[i], *camera, *brief.cells[i]);
  }
  return masks;
}

PatchCount FullestIn(const DensityMap& density, const CellMasks& masks) {
  const std::span<const float> persons = density.persons();
  const std::span<const float> variances = density.variances();
  PatchCount fullest{.persons = Persons(0), .variance = 0};
  for (std::size_t i = 0; i < masks.size(); ++i) {
    PatchCount count{.persons = Persons(0), .variance = 0};
    for (const CellMasks::Part& part : masks.parts(i)) {
      COUNTER_CHECK(part.cell < persons.size());
      count.persons += Persons(double{part.share} * double{persons[part.cell]});
      count.variance += double{part.share} * double{variances[part.cell]};
    }
    if (i == 0 || count.persons > fullest.persons) fullest = count;
  }
  return fullest;
}

}  // namespace throng
