// Control: an eye that takes memory without end while it holds a frame.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <opencv2/core.hpp>

#include "counter/eye/picture_quality.h"

namespace throng {

// The linker takes this one, since it comes first. Each piece of memory begins with the frame. With
// STARVES_IN_C it does as a C library may that does not look whether it got any.
PictureQuality QualityOf(const Frame& frame, int /*detail_px*/) {
  const cv::Mat picture = frame.Bgr();
  const std::size_t bytes = picture.cols * std::size_t{3} * static_cast<std::size_t>(picture.rows);
  while (true) {
    constexpr std::size_t kPiece = std::size_t{64} << 20U;
#ifdef STARVES_IN_C
    auto* const piece = static_cast<unsigned char*>(std::malloc(kPiece));
#else
    auto* const piece = new unsigned char[kPiece];
#endif
    std::memcpy(piece, picture.data, std::min(bytes, kPiece));
  }
}

}  // namespace throng
