// Memory for OpenCV's matrices that is wiped before it goes back, and between frames.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory_resource>
#include <opencv2/core/mat.hpp>

#include "counter/eye/wiped.h"

namespace throng {

// OpenCV's network code keeps its tensors from one frame to the next. Which of them are of a frame,
// and not weights, shows when it looks at two pictures: they differ. For one thread.
class WipedMats final : public cv::MatAllocator {
 public:
  // `memory` outlives it, and it outlives every matrix that is made while it serves.
  explicit WipedMats(std::pmr::memory_resource& memory) : memory_(&memory) {}

  // From now on it serves every cv::Mat of this process.
  void Serve() { cv::Mat::setDefaultAllocator(this); }

  // Remembers what the matrices hold; then takes those that have changed, or come later, for
  // frame-class.
  void Remember();
  void MarkChanged();

  // Fills all that is frame-class with zeros.
  void Wipe();

 private:
  struct Block {
    WipedArray<std::uint8_t> bytes;
    std::size_t remembered;  // a hash of the bytes
    bool of_a_frame;
  };

  cv::UMatData* allocate(int dimensions, const int* sizes, int type, void* data, std::size_t* step,
                         cv::AccessFlag flags, cv::UMatUsageFlags usage) const override;
  bool allocate(cv::UMatData* mat, cv::AccessFlag flags, cv::UMatUsageFlags usage) const override;
  void deallocate(cv::UMatData* mat) const override;

  std::pmr::memory_resource* memory_;
  mutable std::map<const std::uint8_t*, Block> blocks_;  // OpenCV's interface is const
  bool marked_ = false;
};

}  // namespace throng
