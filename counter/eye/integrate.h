// DensityMap and patch masks to a Tally.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "counter/base/units.h"
#include "counter/door/brief.h"
#include "counter/door/tally.h"
#include "counter/eye/density.h"
#include "counter/eye/sight.h"
#include "counter/site/camera.h"
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

// The overlapping cells of ground of a patch, each with what of the map belongs to it.
class CellMasks {
 public:
  // `outline` as of a PatchMask, `size` that of a cell, both in the picture of `camera`. Small
  // cells of the map lie in one cell of ground as a whole; those far away, which cover much ground,
  // lie in each by the share that they have of it.
  CellMasks(const ImagePolygon& outline, const Camera& camera, SquareMetres size);

  // Of the map's cells that belong to one cell of ground.
  struct Part {
    std::uint32_t cell;
    float share;  // 0..1
  };
  std::size_t size() const { return ends_.size(); }
  std::span<const Part> parts(std::size_t cell) const;

 private:
  std::vector<Part> parts_;        // of one cell of ground after the other
  std::vector<std::size_t> ends_;  // where each ends among them
};

// For each outline of a Brief, in its order: of what is counted in its fullest cell.
std::vector<std::optional<CellMasks>> CellMasksOf(const Brief& brief);

// In the cell that holds most persons, with its own variance; nobody where there is no cell. The
// most of several numbers that err is too high on average, more so in a thin crowd: the side on
// which to err. Pure, and allocates nothing.
PatchCount FullestIn(const DensityMap& density, const CellMasks& masks);

// How well each of `masks` is seen at best: Dim where `model` does not reach one cell in ten, Blind
// where it does not reach one in two; the reason is then kOutOfReach.
std::vector<Seen> SightsOf(std::span<const PatchMask> masks, const CellGrid& grid,
                           const DensityModel& model);

// The counts of at most kPatchesPerTally masks, as well as each is seen; places without a mask stay
// Blind. Where `fullest` (empty, or one for each mask) has cells, the count of the fullest. Pure.
Tally Integrate(const DensityMap& density, std::span<const PatchMask> masks,
                std::span<const Seen> sights,
                std::span<const std::optional<CellMasks>> fullest = {});

}  // namespace throng
