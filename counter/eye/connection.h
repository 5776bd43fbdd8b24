// The bytes of a live camera's connection, as far as they have come and are not used.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "counter/base/time.h"
#include "counter/eye/wiped.h"

namespace throng {

// Only reads; the descriptor stays the caller's. What is used is overwritten at once.
class Connection {
 public:
  static constexpr std::size_t kMost = std::size_t{4} << 20U;  // a picture of 4K as JPEG

  explicit Connection(int fd);

  std::span<const std::uint8_t> unread() const {
    return bytes_.elements().subspan(begin_, end_ - begin_);
  }
  std::string_view text() const;  // the same

  // They are used. At most as many as are unread.
  void Take(std::size_t bytes);

  // Reads some of what has come, at most as much as fits into kMost. Does not wait.
  enum class Came : std::uint8_t { kSome, kNothing, kEnd };
  Came Read();

  // Until something has come, or the camera has hung up, or so long.
  void Await(Duration at_most) const;

 private:
  void MakeRoom();

  int fd_;
  WipedArray<std::uint8_t> bytes_;  // zero but for what is unread
  std::size_t begin_ = 0;           // unread: [begin_, end_)
  std::size_t end_ = 0;
};

}  // namespace throng
