// Sums the cells of each patch.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/integrate.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "counter/base/check.h"

namespace throng {
namespace {

// Of a patch's cells that the model reaches.
constexpr double kDimShare = 0.9;
constexpr double kBlindShare = 0.5;

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

std::optional<Persons> SigmaOf(const PatchCount& count) {
  if (!(count.variance > 0)) return std::nullopt;  // a model that knows none
  return Persons(std::sqrt(count.variance));
}

PatchReading ReadingOf(const PatchCount& count, const Seen& seen) {
  switch (seen.sight) {
    case Sight::kBlind:
      return PatchReading::Blind(seen.reason);
    case Sight::kDim:
      return PatchReading::Dim(count.persons, seen.reason);
    case Sight::kSeeing:
      break;
  }
  return PatchReading(count.persons, SigmaOf(count));
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

PatchCount CountIn(const DensityMap& density, const PatchMask& mask) {
  const std::span<const float> persons = density.persons();
  const std::span<const float> variances = density.variances();
  PatchCount count{.persons = Persons(0), .variance = 0};
  for (const std::size_t cell : mask.cells()) {
    COUNTER_CHECK(cell < persons.size());
    count.persons += Persons(double{persons[cell]});
    count.variance += double{variances[cell]};
  }
  return count;
}

std::vector<Seen> SightsOf(std::span<const PatchMask> masks, const CellGrid& grid,
                           const DensityModel& model) {
  std::vector<Seen> sights;
  for (const PatchMask& mask : masks) {
    const auto reached = static_cast<double>(std::ranges::count_if(
        mask.cells(), [&](std::size_t cell) { return model.Reaches(grid.CentreOf(cell)); }));
    const double share = reached / std::max(1.0, static_cast<double>(mask.cells().size()));
    const Sight sight = share < kBlindShare ? Sight::kBlind
                        : share < kDimShare ? Sight::kDim
                                            : Sight::kSeeing;
    const bool sees = sight == Sight::kSeeing;
    sights.push_back(
        {.sight = sight, .reason = sees ? SightReason::kNone : SightReason::kOutOfReach});
  }
  return sights;
}

Tally Integrate(const DensityMap& density, std::span<const PatchMask> masks,
                std::span<const Seen> sights, std::span<const std::optional<CellMasks>> fullest) {
  COUNTER_CHECK(masks.size() <= kPatchesPerTally && sights.size() == masks.size());
  COUNTER_CHECK(fullest.empty() || fullest.size() == masks.size());
  Tally tally;
  for (std::size_t i = 0; i < masks.size(); ++i) {
    const bool in_cells = !fullest.empty() && fullest[i];
    const PatchCount count =
        in_cells ? FullestIn(density, *fullest[i]) : CountIn(density, masks[i]);
    tally.patches[i] = ReadingOf(count, sights[i]);
  }
  return tally;
}

}  // namespace throng
