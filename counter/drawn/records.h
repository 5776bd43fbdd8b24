// Drawn pictures with their truth in a file that the trainer maps into memory.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

#include "counter/base/result.h"
#include "counter/drawn/scene.h"

namespace throng {

// Writes pictures first..first+count-1 of `seed` (each depends on seed and number only) to
// FOLDER/pictures.bgr (bytes, blue green red, row by row, one picture after another),
// FOLDER/scale.f32 (a picture's scale, row by row: see DrawnPicture) and FOLDER/persons.f32 (7
// numbers each: number of the picture from 0 in this folder, head x, y, foot x, y, visible, head
// visible). Makes the folder if need be. Fault::kNotPermitted if it cannot open a file there,
// kDiskFull if it cannot go on writing.
Status WriteRecords(const std::filesystem::path& folder, const PictureOptions& options,
                    std::uint64_t seed, std::uint64_t first, std::uint64_t count);

// Picture `number` of `seed`.
DrawnPicture NumberedPicture(const PictureOptions& options, std::uint64_t seed,
                             std::uint64_t number);

}  // namespace throng
