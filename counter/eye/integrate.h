// DensityMap and patch masks to a Tally.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "counter/base/units.h"
#include "counter/door/tally.h"
#include "counter/eye/density.h"
#include "counter/eye/sight.h"
#include "counter/site/geometry.h"

namespace throng {

// The cells of a picture whose centre lies in a patch. Patches that share an edge share no cell and
// leave none out, also where the edge runs through cell centres.
class PatchMask {
 public:
  // `outline` is simple; the part outside the picture is nothing.
  PatchMask(const ImagePolygon& outline, ImageSize picture);

  // In ascending order.
  std::span<const std::size_t> cells() const { return cells_; }

 private:
  std::vector<std::size_t> cells_;
};

// One mask for each outline of a Brief, in its order.
std::vector<PatchMask> MasksOf(std::span<const ImagePolygon> outlines, ImageSize picture);

// A number of persons, >= 0, and its variance in persons squared, as the model sees it: 0 from a
// model that knows none.
struct PatchCount {
  Persons persons;
  double variance;
};

// Inside `mask`, which was made for the map's picture. Pure.
PatchCount CountIn(const DensityMap& density, const PatchMask& mask);

// How well each of `masks` is seen at best: Dim where `model` does not reach one cell in ten, Blind
// where it does not reach one in two; the reason is then kOutOfReach.
std::vector<Seen> SightsOf(std::span<const PatchMask> masks, const CellGrid& grid,
                           const DensityModel& model);

// The counts of at most kPatchesPerTally masks, as well as each is seen; places without a mask stay
// Blind. Pure.
Tally Integrate(const DensityMap& density, std::span<const PatchMask> masks,
                std::span<const Seen> sights);

}  // namespace throng
