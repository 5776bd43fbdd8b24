// What cameras do to a picture: blur, noise, compression, night, colour casts, glare, rain, dirt.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "counter/drawn/random.h"

namespace throng {

// `light`: CV_32FC3, 0..1 and above, as it falls on the lens, at the camera's own resolution.
// Returns CV_8UC3 of the same size. `strength` scales how bad it may be: 0 none, 1 as bad as it
// gets.
cv::Mat SeeThroughCamera(Random& random, const cv::Mat& light, float strength);

}  // namespace throng
