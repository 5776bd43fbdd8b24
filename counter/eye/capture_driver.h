// What a camera in this machine can be asked: a seam between Capture and Video4Linux.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace throng {

class CaptureDriver {
 public:
  virtual ~CaptureDriver() = default;

  // ioctl(), with one of the requests of linux/videodev2.h and what it takes: 0, or the error.
  virtual int Control(unsigned long request, void* argument) = 0;

  // Memory of the driver's, at what VIDIOC_QUERYBUF says; empty if it cannot be had.
  virtual std::span<std::uint8_t> Map(std::size_t bytes, off_t offset) = 0;
  virtual void Unmap(std::span<std::uint8_t> memory) = 0;
};

// The device that is open at `fd` (the caller's).
class OpenDevice final : public CaptureDriver {
 public:
  explicit OpenDevice(int fd) : fd_(fd) {}
  int Control(unsigned long request, void* argument) override;
  std::span<std::uint8_t> Map(std::size_t bytes, off_t offset) override;
  void Unmap(std::span<std::uint8_t> memory) override;

 private:
  int fd_;
};

}  // namespace throng
