// On or off, with hysteresis in time: what lasts changes it, what flickers does not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "counter/base/time.h"

namespace throng {

// What one window says of a latch.
enum class Signal : std::uint8_t {
  kFor = 1,      // at or over the limit to enter
  kBetween = 2,  // neither
  kAgainst = 3,  // at the limit to leave, or better
  kUnknown = 4,  // nothing: nobody saw, or nothing follows from it
};

// Time that speaks for a change. Only windows that say so count, each with its own length; the
// first begins it with zero.
struct Held {
  Instant since;  // end of the first such window
  Duration sum;   // >= 0, at most what passed since then
  friend bool operator==(const Held&, const Held&) = default;
};

struct Latch {
  bool on = false;
  std::optional<Held> held;  // for the change: to on if it is off, to off if it is on
  friend bool operator==(const Latch&, const Latch&) = default;
};

// How long what speaks for a change must hold before the latch is switched; >= 0.
struct LatchTimes {
  Duration on;
  Duration off;
};

struct LatchStep {
  Latch latch;
  std::optional<Held> switched;  // what switched it, if this window did
};

// The latch after a window that ends at `at` and is `length` long. What speaks for a change adds
// the window's length, what speaks against it starts anew, and what lies between counts back. So a
// latch that is on was last switched by a kFor and next switches by a kAgainst: a series whose
// noise is smaller than the gap between the two limits cannot switch it there and back. And a
// series of windows that are each worse, kFor before kBetween before kAgainst, is on whenever the
// other is.
LatchStep Advance(const Latch& latch, Signal signal, const LatchTimes& times, Instant at,
                  Duration length);

}  // namespace throng
