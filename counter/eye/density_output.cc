// Splits coarse cells, so that a zone's edge may run through them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/density_output.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace throng {
namespace {

bool IsIn(ImagePoint point, ImageSize picture) {
  return point.x_px >= 0 && point.y_px >= 0 && point.x_px < picture.width_px &&
         point.y_px < picture.height_px;
}

// Into so many parts a side of `cell_px` is split that each is at most a cell of a DensityMap.
int PartsOf(double cell_px) {
  return std::max(1, static_cast<int>(std::ceil(cell_px / double{CellGrid::kCellPx})));
}

}  // namespace

PixelStyle DensityPixelStyle() {
  constexpr std::array<float, 3> kMean = {0.485F, 0.456F, 0.406F};  // red, green, blue
  constexpr std::array<float, 3> kDeviation = {0.229F, 0.224F, 0.225F};
  PixelStyle style{
      .placement = Placement::kTopLeft, .red_first = true, .padding = 0, .gain = {}, .bias = {}};
  for (std::size_t channel = 0; channel < 3; ++channel) {
    style.gain[channel] = 1 / (255 * kDeviation[channel]);
    style.bias[channel] = -kMean[channel] / kDeviation[channel];
  }
  return style;
}

std::vector<CellShare> FeetOf(std::size_t rows, std::size_t columns, const Letterbox& letterbox,
                              const HeadPlane& heads, ImageSize picture) {
  const CellGrid grid(picture);
  const double width = letterbox.input.width_px / static_cast<double>(columns);
  const double height = letterbox.input.height_px / static_cast<double>(rows);
  const int across = PartsOf(width / letterbox.zoom);
  const int down = PartsOf(height / letterbox.zoom);
  std::vector<CellShare> shares;
  for (std::size_t cell = 0; cell < rows * columns; ++cell) {
    for (int part = 0; part < across * down; ++part) {
      const std::size_t cell_row = cell / columns;
      const int part_row = part / across;
      const double column = static_cast<double>(cell % columns) + (part % across + 0.5) / across;
      const double row = static_cast<double>(cell_row) + (part_row + 0.5) / down;
      const ImagePoint head = letterbox.PictureFromInput({column * width, row * height});
      if (!IsIn(head, picture)) continue;
      const Result<ImagePoint> foot = heads.FootFromHead(head);
      if (!foot) continue;
      shares.push_back({.from = static_cast<std::uint32_t>(cell),
                        .to = static_cast<std::uint32_t>(grid.CellAt(*foot)),
                        .share = 1.0F / static_cast<float>(across * down)});
    }
  }
  return shares;
}

bool ShowsHeadOf(ImagePoint foot, const HeadPlane& heads, ImageSize picture) {
  const Result<ImagePoint> head = heads.HeadFromFoot(foot);
  return head && IsIn(*head, picture);
}

Result<DensityMap> CrowdIn(std::span<const float> answer, std::span<const CellShare> shares,
                           ImageSize picture, std::pmr::memory_resource& memory) {
  // More people than this in one cell are no crowd; much more could not be added up.
  constexpr float kMostInACell = 1e6F;
  DensityMap density(picture, memory);
  for (const CellShare& share : shares) {
    const float persons = answer[share.from];
    if (!(std::abs(persons) < kMostInACell)) return Fault::kModelNotNumbers;
    density.AddToCell(share.to, share.share * std::max(persons, 0.0F), 0);
  }
  return density;
}

}  // namespace throng
