// Memory for what came from a camera: aligned, move-only, and overwritten with zeros at its end.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string.h>  // explicit_bzero: a memset that the compiler may not leave out

#include <cstddef>
#include <memory_resource>
#include <span>
#include <type_traits>
#include <utility>

namespace throng {

// `count` elements of T, zero at first, aligned to a cache line. A moved-from array is empty.
// `memory` outlives it; tests hand in one that looks at the bytes when they are given back.
template <class T>
class WipedArray {
  static_assert(std::is_trivially_copyable_v<T>, "zeros must be a valid end of each element");

 public:
  static constexpr std::size_t kAlignment = 64;

  WipedArray(std::size_t count, std::pmr::memory_resource& memory)
      : memory_(&memory),
        data_(static_cast<T*>(memory.allocate(Bytes(count), kAlignment))),
        count_(count) {
    ::explicit_bzero(data_, Bytes(count_));
  }
  WipedArray(WipedArray&& other) noexcept
      : memory_(other.memory_),
        data_(std::exchange(other.data_, nullptr)),
        count_(std::exchange(other.count_, 0)) {}
  WipedArray& operator=(WipedArray&& other) noexcept {
    WipedArray old(std::move(other));
    std::swap(memory_, old.memory_);
    std::swap(data_, old.data_);
    std::swap(count_, old.count_);
    return *this;
  }
  ~WipedArray() {
    if (data_ == nullptr) return;
    ::explicit_bzero(data_, Bytes(count_));
    memory_->deallocate(data_, Bytes(count_), kAlignment);
  }

  std::span<T> elements() { return {data_, count_}; }
  std::span<const T> elements() const { return {data_, count_}; }

 private:
  // Never nothing, so that an empty array differs from a moved-from one.
  static std::size_t Bytes(std::size_t count) { return count == 0 ? 1 : count * sizeof(T); }

  std::pmr::memory_resource* memory_;
  T* data_;
  std::size_t count_;
};

}  // namespace throng
