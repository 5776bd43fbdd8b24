// Square cells of ground that overlap, so that a crowd need not lie well to fill one of them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "counter/base/units.h"
#include "counter/site/geometry.h"

namespace throng {

inline constexpr SquareMetres kSmallestCell{9};  // room for a crowd, not for a group of friends
inline constexpr SquareMetres kLargestCell{25};

// Where a cell begins, in halves of its side from the origin of the metres.
struct CellPlace {
  std::int64_t column;
  std::int64_t row;
  friend auto operator<=>(const CellPlace&, const CellPlace&) = default;
};

// Four grids of cells, shifted by half a side: each point lies in one cell of each. A crowd of a
// cell's size has at least 9/16 of its ground in one of them, wherever it stands.
class Cells {
 public:
  // `size` > 0 (checked): of one cell.
  explicit Cells(SquareMetres size);

  Metres side() const { return Metres(2 * half_side_m_); }

  // The four that hold `point`.
  std::array<CellPlace, 4> At(GroundPoint point) const;

  // Share of the cell that lies where `holds` says so, 0..1, in steps of 1/64.
  double ShareOf(CellPlace cell, const std::function<bool(GroundPoint)>& holds) const;

  // At each of `cells`, whether it counts in an area that `holds` knows: if at least half of it
  // lies there; where no cell does, as along a narrow corridor, those do of which most lies there.
  std::vector<bool> Count(std::span<const CellPlace> cells,
                          const std::function<bool(GroundPoint)>& holds) const;

 private:
  double half_side_m_;
};

}  // namespace throng
