// Control: an eye whose free() does not wipe.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>

// Defined here first, so that the linker takes none of counter/eye/wiping_free.cc.
extern "C" {
void __libc_free(void* memory);                         // NOLINT(*-reserved-identifier)
void* __libc_realloc(void* memory, std::size_t bytes);  // NOLINT(*-reserved-identifier)
void free(void* memory) { __libc_free(memory); }
void* realloc(void* memory, std::size_t bytes) { return __libc_realloc(memory, bytes); }
void* reallocarray(void* memory, std::size_t count, std::size_t bytes) {
  return __libc_realloc(memory, count * bytes);
}
}

namespace throng {
bool FreeWipes() { return false; }
}  // namespace throng
