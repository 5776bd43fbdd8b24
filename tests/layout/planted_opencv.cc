// Planted: a library that calls OpenCV, so that a program which links it links OpenCV unseen.
// SPDX-License-Identifier: Apache-2.0
#include <opencv2/core.hpp>

namespace throng {

int Threads() { return cv::getNumThreads(); }

}  // namespace throng
