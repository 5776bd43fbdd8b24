// Ways out that a taken-over eye would try: each must end it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace throng {

struct EscapeAttempt {
  std::string_view what;
  void (*act)();
};

// Sockets, memory that others can read, other processes, programs, threads, and the kernel's side
// doors. Harmless where they succeed.
std::span<const EscapeAttempt> EscapeAttempts();

// Tries one in a child process that has locked itself as an eye does. Only with one thread. False
// if the child outlived it, or could not be locked.
bool EndsLockedProcess(const EscapeAttempt& attempt);

}  // namespace throng
