// Replaces mprotect() of the whole program, to know where code is written.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/sealed_code.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstddef>

namespace throng {
namespace {

struct Part {
  void* begin;  // nullptr: none
  std::size_t bytes;
};

constexpr std::size_t kMost = 4096;  // the network's layers for each size of picture are below 100
constexpr int kBoth = PROT_WRITE | PROT_EXEC;

// Static, since a library may call before main(). One thread.
struct Parts {
  std::array<Part, kMost> parts{};
  bool overflowed = false;

  void Note(void* begin, std::size_t bytes, bool both) {
    Part* free_place = nullptr;
    for (Part& part : parts) {
      if (part.begin == begin) {
        part = both ? Part{begin, bytes} : Part{};
        return;
      }
      if (part.begin == nullptr && free_place == nullptr) free_place = &part;
    }
    if (!both) return;
    if (free_place == nullptr) {
      overflowed = true;
    } else {
      *free_place = {begin, bytes};
    }
  }
};

constinit Parts writable_code;

}  // namespace

Status SealCode() {
  if (writable_code.overflowed) return Fault::kEyeLocked;
  for (Part& part : writable_code.parts) {
    if (part.begin == nullptr) continue;
    const long sealed = ::syscall(SYS_mprotect, part.begin, part.bytes, PROT_READ | PROT_EXEC);
    if (sealed != 0) return Fault::kEyeLocked;
    part = {};
  }
  return Done{};
}

}  // namespace throng

extern "C" int mprotect(void* begin, std::size_t bytes, int protection) noexcept {
  const long done = ::syscall(SYS_mprotect, begin, bytes, protection);
  const bool both = (protection & throng::kBoth) == throng::kBoth;
  if (done == 0) throng::writable_code.Note(begin, bytes, both);
  return static_cast<int>(done);
}
