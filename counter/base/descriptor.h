// Owns one open file descriptor.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

namespace throng {

// Closes its descriptor at the end. Empty after a move.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, kNone)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    Close();
    fd_ = std::exchange(other.fd_, kNone);
    return *this;
  }
  ~Descriptor() { Close(); }

  explicit operator bool() const { return fd_ != kNone; }
  // The descriptor, or -1 (which every system call refuses) if empty.
  int get() const { return fd_; }
  void Close();

 private:
  static constexpr int kNone = -1;  // the system's own word for "no descriptor"
  int fd_ = kNone;
};

}  // namespace throng
