// Three system calls.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/capture_driver.h"

#include <sys/ioctl.h>
#include <sys/mman.h>

#include <cerrno>

namespace throng {

int OpenDevice::Control(unsigned long request, void* argument) {
  int done = 0;
  do {
    done = ::ioctl(fd_, request, argument);
  } while (done < 0 && errno == EINTR);
  return done < 0 ? errno : 0;
}

std::span<std::uint8_t> OpenDevice::Map(std::size_t bytes, off_t offset) {
  void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd_, offset);
  if (memory == MAP_FAILED) return {};
  return {static_cast<std::uint8_t*>(memory), bytes};
}

void OpenDevice::Unmap(std::span<std::uint8_t> memory) { ::munmap(memory.data(), memory.size()); }

}  // namespace throng
