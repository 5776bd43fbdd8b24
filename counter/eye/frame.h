// One decoded picture in memory for less than two seconds; cannot be copied, printed or saved.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>

#include "counter/base/time.h"
#include "counter/eye/wiped.h"
#include "counter/site/geometry.h"

namespace cv {
class Mat;
}

namespace throng {

// Blue, green, red; 8 bit each; rows from the top. Owns its bytes and wipes them at its end. A
// moved-from frame is empty: no rows, no bytes.
class Frame {
 public:
  // Black. `at` is media time since the first picture. `memory` outlives the frame.
  Frame(ImageSize size, Duration at,
        std::pmr::memory_resource& memory = *std::pmr::new_delete_resource());
  Frame(Frame&& other) noexcept;
  Frame& operator=(Frame&& other) noexcept;
  ~Frame() = default;

  ImageSize size() const { return size_; }
  Duration at() const { return at_; }

  // Bytes from one row to the next; a multiple of 64, as swscale's fast paths want it.
  std::size_t stride_bytes() const { return stride_bytes_; }

  // For whoever fills the picture. Longer than rows x stride: swscale may write past the last row.
  std::span<std::uint8_t> bytes() { return bytes_.elements(); }

  // A header over the bytes, for looking: do not write through it, do not let it outlive the frame.
  // Never nothing but for a moved-from frame.
  cv::Mat Bgr() const;

 private:
  ImageSize size_;
  Duration at_;
  std::size_t stride_bytes_;
  WipedArray<std::uint8_t> bytes_;
};

}  // namespace throng
