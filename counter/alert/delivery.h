// One event of an alarm on its way out, and what came of a try to tell it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/base/result.h"
#include "counter/base/time.h"

namespace throng {

struct Delivery {
  std::int64_t number;            // an event that happened later has a larger one
  std::string way;                // its name
  std::vector<AlarmEvent> alarm;  // from the raise to what is to be told, the last; never empty
  std::vector<int> told;          // sequences of those before that were delivered this way, rising
  int tries;                      // so far, without success
  Instant since;                  // when it was first due

  const AlarmEvent& event() const { return alarm.back(); }
};

// What came of one try.
struct Reply {
  enum class Verdict : std::uint8_t {
    kDelivered = 1,  // with a `why`: but not to all receivers
    kLater,          // not this one now; others may pass
    kDown,           // nothing passes now
    kRefused,        // never this one
  };
  Verdict verdict;
  std::optional<Fault> why;
  std::optional<std::chrono::seconds> not_before = std::nullopt;  // the other end's own wish
};

}  // namespace throng
