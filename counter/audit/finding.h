// One promise, looked at just now.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace throng {

// Unknown: it could not be checked here, which is no pass.
enum class Outcome : std::uint8_t { kHolds, kBroken, kUnknown };

struct Finding {
  std::string promise;  // a sentence
  Outcome verdict = Outcome::kUnknown;
  std::string figure{};  // what was measured, with its unit
  std::string checked;   // how
  std::string by_hand;   // a command that anybody can run to see the same
};

}  // namespace throng
