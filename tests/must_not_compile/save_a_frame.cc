// A frame cannot be handed to the library that writes files.
// SPDX-License-Identifier: Apache-2.0
// must say: (no match(ing function)? for|no matching function|invalid operands)
// must say: Frame
#include <opencv2/core/persistence.hpp>

#include "counter/eye/frame.h"

namespace throng {

#ifdef FORBIDDEN
void Try(cv::FileStorage& file, const Frame& frame) { cv::write(file, "frame", frame); }
#else
void Try(cv::FileStorage& file, const Frame&) { cv::write(file, "frame", 1); }
#endif

}  // namespace throng
