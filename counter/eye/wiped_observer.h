// For tests: memory that looks whether it is wiped, now and when it comes back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory_resource>
#include <span>

namespace throng {

class WipeObserver final : public std::pmr::memory_resource {
 public:
  int given_back() const { return given_back_; }
  int not_wiped() const { return not_wiped_; }  // came back with a byte that is not zero
  int held() const { return static_cast<int>(held_.size()); }

  // Bytes that are not zero, of those that are held now.
  std::size_t not_zero() const {
    std::size_t count = 0;
    for (const auto& [data, bytes] : held_) {
      const std::span<const std::byte> seen(static_cast<const std::byte*>(data), bytes);
      count += bytes - static_cast<std::size_t>(std::ranges::count(seen, std::byte{0}));
    }
    return count;
  }

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    void* const data = std::pmr::new_delete_resource()->allocate(bytes, alignment);
    held_[data] = bytes;
    return data;
  }
  void do_deallocate(void* data, std::size_t bytes, std::size_t alignment) override {
    const std::span<const std::byte> seen(static_cast<const std::byte*>(data), bytes);
    const bool wiped = std::ranges::all_of(seen, [](std::byte b) { return b == std::byte{0}; });
    held_.erase(data);
    ++given_back_;
    if (!wiped) ++not_wiped_;
    std::pmr::new_delete_resource()->deallocate(data, bytes, alignment);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  std::map<const void*, std::size_t> held_;  // bytes of each block
  int given_back_ = 0;
  int not_wiped_ = 0;
};

}  // namespace throng
