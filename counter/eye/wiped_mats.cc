// One wiped array for each matrix that owns its bytes.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/wiped_mats.h"

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "counter/base/check.h"

namespace throng {
namespace {

std::size_t HashOf(std::span<const std::uint8_t> bytes) {
  return std::hash<std::string_view>()({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

void WipedMats::Remember() {
  for (auto& [data, block] : blocks_) block.remembered = HashOf(block.bytes.elements());
}

void WipedMats::MarkChanged() {
  for (auto& [data, block] : blocks_) {
    if (block.remembered != HashOf(block.bytes.elements())) block.of_a_frame = true;
  }
  marked_ = true;
}

void WipedMats::Wipe() {
  for (auto& [data, block] : blocks_) {
    const std::span<std::uint8_t> bytes = block.bytes.elements();
    if (block.of_a_frame) ::explicit_bzero(bytes.data(), bytes.size());
  }
}

cv::UMatData* WipedMats::allocate(int dimensions, const int* sizes, int type, void* data,
                                  std::size_t* step, cv::AccessFlag, cv::UMatUsageFlags) const {
  std::size_t total = CV_ELEM_SIZE(type);
  for (int i = dimensions - 1; i >= 0; --i) {
    if (step != nullptr) {
      if (data != nullptr && step[i] != cv::Mat::AUTO_STEP) {
        COUNTER_CHECK(total <= step[i]);
        total = step[i];
      } else {
        step[i] = total;
      }
    }
    total *= static_cast<std::size_t>(sizes[i]);
  }
  auto mat = std::make_unique<cv::UMatData>(this);
  mat->size = total;
  if (data != nullptr) {  // a header over the caller's bytes
    mat->data = mat->origdata = static_cast<std::uint8_t*>(data);
    mat->flags |= cv::UMatData::USER_ALLOCATED;
    return mat.release();
  }
  WipedArray<std::uint8_t> bytes(total, *memory_);
  mat->data = mat->origdata = bytes.elements().data();
  blocks_.emplace(mat->data,
                  Block{.bytes = std::move(bytes), .remembered = 0, .of_a_frame = marked_});
  return mat.release();  // deallocate owns it from here
}

bool WipedMats::allocate(cv::UMatData* mat, cv::AccessFlag, cv::UMatUsageFlags) const {
  return mat != nullptr;
}

void WipedMats::deallocate(cv::UMatData* mat) const {
  if (mat == nullptr) return;
  const std::unique_ptr<cv::UMatData> ended(mat);
  if ((mat->flags & cv::UMatData::USER_ALLOCATED) == 0) blocks_.erase(mat->origdata);
}

}  // namespace throng
