// A decoded picture to a Frame: blue, green, red, in memory of our own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "counter/base/time.h"
#include "counter/eye/frame.h"
#include "counter/eye/libav.h"
#include "counter/site/geometry.h"

namespace throng {

class Converter {
 public:
  // For pictures of exactly this size.
  explicit Converter(ImageSize size) : size_(size) {}

  bool Fits(int width_px, int height_px) const;

  // Nothing if the picture does not fit or its pixel format is none that swscale knows.
  std::optional<Frame> Convert(const AVFrame& picture, Duration at) const;

 private:
  ImageSize size_;
};

}  // namespace throng
