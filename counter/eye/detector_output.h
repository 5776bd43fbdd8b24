// What a person detector answers, reduced to persons at their feet.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>

#include "counter/base/result.h"
#include "counter/eye/density.h"
#include "counter/eye/letterbox.h"

namespace throng {

// Two families, which both look at places of 8, 16 and 32 pixels, row by row; class 0 is a person.
// YOLOX: (1, places, 5 + classes), places as offsets in cells, sizes as logarithms, a score that
// anything is there. YOLOv8 and 11: (1, 4 + classes, places), in pixels.
enum class DetectorLayout : std::uint8_t { kYolox, kYolov8 };

// Of an answer (1, rows, columns) to a picture of size `input`; nothing if it is of neither family.
std::optional<DetectorLayout> DetectorLayoutOf(ImageSize input, std::size_t rows,
                                               std::size_t columns);

// What each family was trained on.
PixelStyle PixelStyleOf(DetectorLayout layout);

// One person at each foot point: the middle of a box's lower edge. A box is a local of this
// function. `answer` has the layout's shape for the letterbox's input. Pure, but for `memory`,
// which outlives the map. Fault::kModelNotNumbers.
Result<DensityMap> PeopleIn(std::span<const float> answer, DetectorLayout layout,
                            const Letterbox& letterbox, ImageSize picture,
                            std::pmr::memory_resource& memory = *std::pmr::new_delete_resource());

}  // namespace throng
