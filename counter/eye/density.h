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

// Persons per cell, and the variance of that number: finite and >= 0. The sums over cells are the
// persons in view and the variance of that. Never leaves the eye: move-only and wiped like a Frame.
class DensityMap {
 public:
  // Nobody. `memory` outlives the map.
  explicit DensityMap(ImageSize picture,
                      std::pmr::memory_resource& memory = *std::pmr::new_delete_resource());

  // `persons` >= 0 and finite (checked), who stand at `foot`. No variance: an estimator that finds
  // whole persons knows none.
  void Add(ImagePoint foot, Persons persons);

  // Both >= 0 and finite (checked), at a cell of the grid; `variance` in persons squared.
  void AddToCell(std::size_t cell, float persons, float variance);

  const CellGrid& grid() const { return grid_; }
  // At each cell, row by row.
  std::span<const float> persons() const { return persons_.elements(); }
  std::span<const float> variances() const { return variances_.elements(); }

 private:
  CellGrid grid_;
  WipedArray<float> persons_;
  WipedArray<float> variances_;
};

// An estimator. A pure function of one frame: keeps nothing of it.
class DensityModel {
 public:
  virtual ~DensityModel() = default;
  // Fault::kInternal if the library behind it fails.
  virtual Result<DensityMap> DensityOf(const Frame& frame) = 0;

  // Whether somebody who stands at `foot` is large enough to be counted at all.
  virtual bool Reaches(ImagePoint foot) const = 0;
};

// The estimator that `brief` names, for its camera and patches, ready to work without opening a
// file: make it before LockDown. `model_fd` holds a model's file where that is kOnnx; else it is
// not looked at. Faults: kBadBrief if there is no such estimator, kCameraTooLow, kBadWeights, those
// of ReadModelFile and MakeOnnxModel, kInternal if it cannot be loaded.
Result<std::unique_ptr<DensityModel>> MakeDensityModel(const Brief& brief, int model_fd);

}  // namespace throng
