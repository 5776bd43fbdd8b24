// Cells of a picture, and the choice of an estimator.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/density.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "counter/base/check.h"
#include "counter/eye/default_weights.h"
#include "counter/eye/density_hog.h"
#include "counter/eye/density_net.h"
#include "counter/eye/density_onnx.h"
#include "counter/eye/model_file.h"

namespace throng {
namespace {

std::size_t CellsAlong(std::uint16_t length_px) {
  return (length_px + CellGrid::kCellPx - 1) / CellGrid::kCellPx;
}

// 0..count-1
std::size_t Along(double px, std::size_t count) {
  const double cell = std::floor(px / double{CellGrid::kCellPx});
  return static_cast<std::size_t>(std::clamp(cell, 0.0, static_cast<double>(count - 1)));
}

// Never ends: OpenCV may hold matrices until the process does.
WipedMats& MatsOfThisProcess() {
  static WipedMats* const mats =
      std::make_unique<WipedMats>(*std::pmr::new_delete_resource()).release();
  return *mats;
}

}  // namespace

CellGrid::CellGrid(ImageSize picture)
    : columns(CellsAlong(picture.width_px)), rows(CellsAlong(picture.height_px)) {
  COUNTER_CHECK(cells() > 0);
}

ImagePoint CellGrid::CentreOf(std::size_t cell) const {
  const std::size_t column = cell % columns;
  const std::size_t row = cell / columns;
  return {(static_cast<double>(column) + 0.5) * kCellPx,
          (static_cast<double>(row) + 0.5) * kCellPx};
}

std::size_t CellGrid::CellAt(ImagePoint point) const {
  return Along(point.y_px, rows) * columns + Along(point.x_px, columns);
}

DensityMap::DensityMap(ImageSize picture, std::pmr::memory_resource& memory)
    : grid_(picture), persons_(grid_.cells(), memory), variances_(grid_.cells(), memory) {}

void DensityMap::Add(ImagePoint foot, Persons persons) {
  COUNTER_CHECK(std::isfinite(foot.x_px) && std::isfinite(foot.y_px));
  COUNTER_CHECK(std::isfinite(persons.value()) && persons.value() >= 0.0);
  persons_.elements()[grid_.CellAt(foot)] += static_cast<float>(persons.value());
}

void DensityMap::AddToCell(std::size_t cell, float persons, float variance) {
  COUNTER_CHECK(std::isfinite(persons) && persons >= 0);
  COUNTER_CHECK(std::isfinite(variance) && variance >= 0);
  persons_.elements()[cell] += persons;
  variances_.elements()[cell] += variance;
}

Result<std::unique_ptr<DensityModel>> MakeDensityModel(const Brief& brief, int model_fd) {
  switch (brief.model) {
    case Model::kHog:
      return MakeHogModel();
    case Model::kNet: {
      const Result<Weights> weights = ReadWeights(DefaultWeights());
      if (!weights) return weights.error();
      return MakeNetModel(*weights, brief);
    }
    case Model::kOnnx: {
      const Result<std::vector<std::byte>> file = ReadModelFile(model_fd);
      if (!file) return file.error();
      return MakeOnnxModel(*file, brief, MatsOfThisProcess());
    }
  }
  return Fault::kBadBrief;
}

}  // namespace throng
