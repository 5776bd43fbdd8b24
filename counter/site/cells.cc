// A lattice of half sides, of which each cell covers two by two.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/cells.h"

#include <algorithm>
#include <cmath>

#include "counter/base/check.h"

namespace throng {
namespace {

constexpr double kLeastShare = 0.5;
constexpr int kPoints = 8;  // along each side

}  // namespace

Cells::Cells(SquareMetres size) : half_side_m_(std::sqrt(size.value()) / 2) {
  COUNTER_CHECK(size.value() > 0);
}

std::array<CellPlace, 4> Cells::At(GroundPoint point) const {
  const auto column = static_cast<std::int64_t>(std::floor(point.x_m / half_side_m_));
  const auto row = static_cast<std::int64_t>(std::floor(point.y_m / half_side_m_));
  return {{{column - 1, row - 1}, {column, row - 1}, {column - 1, row}, {column, row}}};
}

double Cells::ShareOf(CellPlace cell, const std::function<bool(GroundPoint)>& holds) const {
  constexpr double kApart = 2.0 / kPoints;  // in half sides
  int held = 0;
  for (int i = 0; i < kPoints; ++i) {
    for (int j = 0; j < kPoints; ++j) {
      const double x = static_cast<double>(cell.column) + (i + 0.5) * kApart;
      const double y = static_cast<double>(cell.row) + (j + 0.5) * kApart;
      if (holds({x * half_side_m_, y * half_side_m_})) ++held;
    }
  }
  return static_cast<double>(held) / (kPoints * kPoints);
}

std::vector<bool> Cells::Count(std::span<const CellPlace> cells,
                               const std::function<bool(GroundPoint)>& holds) const {
  std::vector<double> shares;
  shares.reserve(cells.size());
  double most = 0;
  for (const CellPlace& cell : cells) {
    shares.push_back(ShareOf(cell, holds));
    most = std::max(most, shares.back());
  }
  std::vector<bool> count;
  count.reserve(cells.size());
  for (const double share : shares) count.push_back(share >= std::min(kLeastShare, most));
  return count;
}

}  // namespace throng
