// Replaces free() and realloc() of the whole program: what is given back is overwritten first.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/wiping_free.h"

#include <malloc.h>
#include <string.h>  // explicit_bzero

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "counter/door/unsafe.h"

// The sanitizers have a free() of their own.
#ifndef THRONG_UNSAFE_BUILD

// glibc's own, under the names that it exports for whoever replaces free().
extern "C" void __libc_free(void* memory);  // NOLINT(bugprone-reserved-identifier,cert-dcl51-cpp)

namespace {

void WipeAndFree(void* memory) {
  if (memory == nullptr) return;
  const int kept = errno;  // free() keeps it
  ::explicit_bzero(memory, ::malloc_usable_size(memory));
  __libc_free(memory);
  errno = kept;
}

}  // namespace

extern "C" {

void free(void* memory) { WipeAndFree(memory); }

// Always moves, so that no old copy stays behind.
void* realloc(void* memory, std::size_t bytes) {
  if (memory == nullptr) return std::malloc(bytes);
  if (bytes == 0) {
    WipeAndFree(memory);
    return nullptr;
  }
  void* const moved = std::malloc(bytes);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, memory, std::min(bytes, ::malloc_usable_size(memory)));
  WipeAndFree(memory);
  return moved;
}

void* reallocarray(void* memory, std::size_t count, std::size_t bytes) {
  std::size_t all = 0;
  if (__builtin_mul_overflow(count, bytes, &all)) {
    errno = ENOMEM;
    return nullptr;
  }
  return realloc(memory, all);
}

}  // extern "C"

#endif

namespace throng {

bool FreeWipes() { return !kUnsafeBuild; }

}  // namespace throng
