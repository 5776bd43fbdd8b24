// A contact sheet: drawn pictures side by side, with their truth marked.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <vector>

#include "counter/base/result.h"
#include "counter/drawn/scene.h"

namespace throng {

// Marks each head (green: it shows, red: hidden) if `marked`.
cv::Mat ContactSheet(const std::vector<DrawnPicture>& pictures, int columns, bool marked);

// Whether WriteSheet knows how to write such a file: its name ends in .png, .jpg or .jpeg.
bool IsSheetName(const std::filesystem::path& file);

// Fault::kNotAFolder, kNotPermitted or kDiskFull if it cannot. `file` satisfies IsSheetName.
Status WriteSheet(const std::filesystem::path& file, const cv::Mat& sheet);

}  // namespace throng
