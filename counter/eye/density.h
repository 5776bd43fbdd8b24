// DensityMap: persons per cell of a picture; DensityModel: Frame to DensityMap.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <span>

#include "counter/base/result.h"
#include "counter/base/units.h"
#include "counter/door/brief.h"
#include "counter/eye/frame.h"
#include "counter/eye/wiped.h"
#include "counter/site/geometry.h"

namespace throng {

// Square cells of kCellPx that cover a picture from its top-left corner; the last column and row
// may reach beyond it.
struct CellGrid {
  static constexpr std::size_t kCellPx = 8;

  explicit CellGrid(ImageSize picture);
  std::size_t cells() const { return columns * rows; }
  ImagePoint CentreOf(std::size_t cell) const;
  // Of the cell that holds `point`; a point outside counts as the nearest one inside.
  std::size_t CellAt(ImagePoint point) const;

  std::size_t columns;
  std::size_t rows;
};

// Persons per cell, each finite and >= 0; their sum is the persons in view. Never leaves the eye:
// move-only and wiped like a Frame.
class DensityMap {
 public:
  // Nobody. `memory` outlives the map.
  explicit DensityMap(ImageSize picture,
                      std::pmr::memory_resource& memory = *std::pmr::new_delete_resource());

  // `persons` >= 0 and finite (checked), who stand at `foot`.
  void Add(ImagePoint foot, Persons persons);

  const CellGrid& grid() const { return grid_; }
  std::span<const float> persons() const {
    return persons_.elements();
  }  // at each cell, row by row

 private:
  CellGrid grid_;
  WipedArray<float> persons_;
};

// An estimator. A pure function of one frame: keeps nothing of it.
class DensityModel {
 public:
  virtual ~DensityModel() = default;
  // Fault::kInternal if the library behind it fails.
  virtual Result<DensityMap> DensityOf(const Frame& frame) = 0;
};

// The estimator that a Brief names, ready to work without opening a file: make it before LockDown.
// Fault::kBadBrief if there is no such estimator, kInternal if it cannot be loaded.
Result<std::unique_ptr<DensityModel>> MakeDensityModel(Model model);

}  // namespace throng
