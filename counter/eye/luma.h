// The brightness of one pixel, without a copy of the picture.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

namespace throng {

// 0..255 (ITU-R BT.601), of a picture of three bytes a pixel; the place lies in it.
inline int LumaAt(const cv::Mat& bgr, int x, int y) {
  const auto& pixel = bgr.ptr<cv::Vec3b>(y)[x];
  return (29 * pixel[0] + 150 * pixel[1] + 77 * pixel[2] + 128) >> 8;
}

}  // namespace throng
