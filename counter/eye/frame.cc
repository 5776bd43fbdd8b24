// A picture's bytes and a header over them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/frame.h"

#include <opencv2/core.hpp>
#include <utility>

namespace throng {
namespace {

constexpr std::size_t kTail = 64;  // the widest vector that swscale may write past the last pixel

std::size_t StrideOf(ImageSize size) {
  return (std::size_t{size.width_px} * 3 + kTail - 1) / kTail * kTail;
}

}  // namespace

Frame::Frame(ImageSize size, Duration at, std::pmr::memory_resource& memory)
    : size_(size),
      at_(at),
      stride_bytes_(StrideOf(size)),
      bytes_(StrideOf(size) * size.height_px + kTail, memory) {}

Frame::Frame(Frame&& other) noexcept
    : size_(std::exchange(other.size_, ImageSize{0, 0})),
      at_(other.at_),
      stride_bytes_(std::exchange(other.stride_bytes_, 0)),
      bytes_(std::move(other.bytes_)) {}

Frame& Frame::operator=(Frame&& other) noexcept {
  size_ = std::exchange(other.size_, ImageSize{0, 0});
  at_ = other.at_;
  stride_bytes_ = std::exchange(other.stride_bytes_, 0);
  bytes_ = std::move(other.bytes_);
  return *this;
}

cv::Mat Frame::Bgr() const {
  if (size_.height_px == 0) return {};
  // OpenCV has no header over constant bytes; the contract says not to write.
  auto* const data = const_cast<std::uint8_t*>(bytes_.elements().data());
  return {int{size_.height_px}, int{size_.width_px}, CV_8UC3, data, stride_bytes_};
}

}  // namespace throng
