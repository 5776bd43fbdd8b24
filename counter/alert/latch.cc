// One timer for the next change; the state of the latch says which change that is.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/latch.h"

namespace throng {
namespace {

// `toward` and `away` are the signals for and against the next change.
std::optional<Held> Add(const std::optional<Held>& held, Signal signal, Signal toward, Signal away,
                        Instant at, Duration length) {
  if (signal == Signal::kUnknown) return held;
  if (signal == away) return std::nullopt;
  if (signal == toward) {
    if (!held) return Held{.since = at, .sum = Duration(0)};
    return Held{.since = held->since, .sum = held->sum + length};
  }
  if (!held || held->sum < length) return std::nullopt;
  return Held{.since = held->since, .sum = held->sum - length};
}

}  // namespace

LatchStep Advance(const Latch& latch, Signal signal, const LatchTimes& times, Instant at,
                  Duration length) {
  const Signal toward = latch.on ? Signal::kAgainst : Signal::kFor;
  const Signal away = latch.on ? Signal::kFor : Signal::kAgainst;
  const std::optional<Held> held = Add(latch.held, signal, toward, away, at, length);
  // Only by a window that says so: what is left of a timer does not switch it.
  if (signal == toward && held->sum >= (latch.on ? times.off : times.on)) {
    return {.latch = {.on = !latch.on, .held = std::nullopt}, .switched = held};
  }
  return {.latch = {.on = latch.on, .held = held}, .switched = std::nullopt};
}

}  // namespace throng
