// Pictures of no place at all: leaves, fur, rock, windows, marks, as close as they come.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "counter/drawn/photographs.h"
#include "counter/drawn/random.h"

namespace throng {

// CV_32FC3, light of about 0..1 as on a Canvas. Its contours, sizes and colours have the statistics
// of natural pictures, so that whoever learns from it does not take a texture for people. Of its
// pieces three in five are photographs, if there are any.
cv::Mat DrawTexture(Random& random, cv::Size size_px, const Photographs* photographs = nullptr);

}  // namespace throng
