// COUNTER_CHECK: stops the process on a broken invariant, with static text only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace throng {

// Prints file and line on standard error and aborts. Never prints a value.
[[noreturn]] void CheckFailed(const char* file, int line, const char* condition);

}  // namespace throng

#define COUNTER_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::throng::CheckFailed(__FILE__, __LINE__, #condition))
