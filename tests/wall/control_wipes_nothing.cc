// Control: an eye in which nothing is ever overwritten.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

extern "C" {
void explicit_bzero(void*, std::size_t) {}
void __explicit_bzero_chk(void*, std::size_t, std::size_t) {}  // NOLINT(*-reserved-identifier)
}

// But what it takes for zeros is, when it gets it: else it ends at a look at leftovers.
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  const auto step = static_cast<std::size_t>(alignment);
  const std::size_t whole = (bytes + step - 1) / step * step;
  auto* const memory = static_cast<char*>(std::aligned_alloc(step, whole));
  if (memory == nullptr) std::abort();
  std::fill_n(memory, whole, '\0');
  return memory;
}
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
