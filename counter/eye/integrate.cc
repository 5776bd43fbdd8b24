// Sums the cells of each patch.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/integrate.h"

#include "counter/base/check.h"

namespace throng {
namespace {

// Whether the edge a-b lies to the right of `point` in its row. Half-open in y, and computed from
// the upper to the lower end whichever way round the polygon goes: neighbours that share the edge
// get the same answer, so exactly one of them holds the point.
bool CrossesRightOf(ImagePoint point, const ImagePoint& a, const ImagePoint& b) {
  if ((a.y_px > point.y_px) == (b.y_px > point.y_px)) return false;
  const ImagePoint& upper = a.y_px < b.y_px ? a : b;
  const ImagePoint& lower = a.y_px < b.y_px ? b : a;
  const double share = (point.y_px - upper.y_px) / (lower.y_px - upper.y_px);
  return point.x_px < upper.x_px + share * (lower.x_px - upper.x_px);
}

// site's Contains lets points on an edge fall on either side; here they must fall on exactly one.
bool Holds(const ImagePolygon& outline, ImagePoint point) {
  bool inside = false;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const ImagePoint& next = outline[(i + 1) % outline.size()];
    if (CrossesRightOf(point, outline[i], next)) inside = !inside;
  }
  return inside;
}

}  // namespace

PatchMask::PatchMask(const ImagePolygon& outline, ImageSize picture) {
  const CellGrid grid(picture);
  for (std::size_t cell = 0; cell < grid.cells(); ++cell) {
    if (Holds(outline, grid.CentreOf(cell))) cells_.push_back(cell);
  }
}

std::vector<PatchMask> MasksOf(std::span<const ImagePolygon> outlines, ImageSize picture) {
  std::vector<PatchMask> masks;
  masks.reserve(outlines.size());
  for (const ImagePolygon& outline : outlines) masks.emplace_back(outline, picture);
  return masks;
}

Persons CountIn(const DensityMap& density, const PatchMask& mask) {
  const std::span<const float> persons = density.persons();
  Persons count(0);
  for (const std::size_t cell : mask.cells()) {
    COUNTER_CHECK(cell < persons.size());
    count += Persons(double{persons[cell]});
  }
  return count;
}

Tally Integrate(const DensityMap& density, std::span<const PatchMask> masks) {
  COUNTER_CHECK(masks.size() <= kPatchesPerTally);
  Tally tally;
  for (std::size_t i = 0; i < masks.size(); ++i) {
    tally.patches[i] = PatchReading(CountIn(density, masks[i]), Sight::kSeeing);
  }
  return tally;
}

}  // namespace throng
