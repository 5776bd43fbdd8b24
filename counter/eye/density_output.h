// What a density network answers, moved from the heads to the feet.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory_resource>
#include <span>
#include <vector>

#include "counter/base/result.h"
#include "counter/eye/bands.h"
#include "counter/eye/density.h"
#include "counter/eye/letterbox.h"
#include "counter/site/heads.h"

namespace throng {

// ImageNet's mean and standard deviation, which the field uses; nothing is shown in the padding.
PixelStyle DensityPixelStyle();

// Where the persons of each cell stand whose heads it shows: an answer (1, 1, rows, columns) covers
// the letterbox's input evenly. Cells in the padding and above the horizon show nobody.
std::vector<CellShare> FeetOf(std::size_t rows, std::size_t columns, const Letterbox& letterbox,
                              const HeadPlane& heads, ImageSize picture);

// Whether the head of somebody who stands at `foot` is in the picture.
bool ShowsHeadOf(ImagePoint foot, const HeadPlane& heads, ImageSize picture);

// The sum over the shares. A cell below zero counts as nobody. Pure, but for `memory`, which
// outlives the map. Fault::kModelNotNumbers.
Result<DensityMap> CrowdIn(std::span<const float> answer, std::span<const CellShare> shares,
                           ImageSize picture,
                           std::pmr::memory_resource& memory = *std::pmr::new_delete_resource());

}  // namespace throng
