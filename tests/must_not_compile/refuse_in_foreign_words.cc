// A refusal cannot repeat what came in: its words are known to the compiler.
// SPDX-License-Identifier: Apache-2.0
// must say: not a constant expression|call to consteval function
#include <string>

#include "counter/wire/refusal.h"

namespace throng {

Refusal Refuse(const std::string& name) {
#ifdef FORBIDDEN
  return {.field = "name", .rule = name.c_str()};
#else
  return {.field = "name", .rule = name.empty() ? StaticText("is empty") : StaticText("is odd")};
#endif
}

}  // namespace throng
