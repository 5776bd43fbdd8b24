// For tests: memory that looks whether it was wiped when it comes back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory_resource>
#include <span>

namespace throng {

class WipeObserver final : public std::pmr::memory_resource {
 public:
  int given_back() const { return given_back_; }
  int not_wiped() const { return not_wiped_; }  // came back with a byte that is not zero
  int held() const { return held_; }

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    ++held_;
    return std::pmr::new_delete_resource()->allocate(bytes, alignment);
  }
  void do_deallocate(void* data, std::size_t bytes, std::size_t alignment) override {
    const std::span<const std::byte> seen(static_cast<const std::byte*>(data), bytes);
    const bool wiped = std::ranges::all_of(seen, [](std::byte b) { return b == std::byte{0}; });
    --held_;
    ++given_back_;
    if (!wiped) ++not_wiped_;
    std::pmr::new_delete_resource()->deallocate(data, bytes, alignment);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  int held_ = 0;
  int given_back_ = 0;
  int not_wiped_ = 0;
};

}  // namespace throng
