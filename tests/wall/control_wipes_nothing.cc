// Control: an eye in which nothing is ever overwritten.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>

extern "C" {
void explicit_bzero(void*, std::size_t) {}
void __explicit_bzero_chk(void*, std::size_t, std::size_t) {}  // NOLINT(*-reserved-identifier)
}
