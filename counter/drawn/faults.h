// What cameras do to a picture: blur, noise, compression, night, colour casts, glare, rain, dirt.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

#include "counter/drawn/random.h"

namespace throng {

// Mean brightness of a picture, which a camera sets its exposure by; > 0.
double MeanLevel(const cv::Mat& light);

// `light`: CV_32FC3, 0..1 and above, as it falls on the lens, at the camera's own resolution.
// Returns CV_8UC3 of the same size. What the camera is like comes from `settings`, what differs
// from one of its pictures to the next (grain, rain) from `noise`; both may be the same. `level` is
// the brightness that it is set for. `strength` scales how bad it may be: 0 none, 1 as bad as it
// gets.
cv::Mat SeeThroughCamera(Random& settings, Random& noise, const cv::Mat& light, double level,
                         float strength);

}  // namespace throng
