// Pictures that look like a place to statistics: many overlapping boxes of all sizes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

#include "counter/base/time.h"
#include "counter/eye/frame.h"

namespace throng::test_picture {

// Another place for each `seed`.
cv::Mat Place(std::uint64_t seed);

// Each pixel's brightness normal around 128.
cv::Mat Noise(double sigma);

// Each pixel a little different than in `picture`, as a sensor gives it.
cv::Mat WithGrain(const cv::Mat& picture, std::uint64_t seed);

Frame FrameOf(const cv::Mat& picture, Duration at = Duration(0));

}  // namespace throng::test_picture
