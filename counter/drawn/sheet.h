// A contact sheet: drawn pictures side by side, with their truth marked.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "counter/drawn/scene.h"

namespace throng {

// Marks each head (green: it shows, red: hidden) if `marked`.
cv::Mat ContactSheet(const std::vector<DrawnPicture>& pictures, int columns, bool marked);

}  // namespace throng
