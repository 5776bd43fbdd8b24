// An eye has nothing to say but tallies, and one thread.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/opencv_setup.h"

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

namespace throng {
namespace {

int SayNothing(int, const char*, const char*, const char*, int, void*) { return 0; }

}  // namespace

void SetUpOpenCv() {
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  cv::redirectError(SayNothing);
  cv::setNumThreads(1);
}

}  // namespace throng
