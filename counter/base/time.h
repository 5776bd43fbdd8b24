// Instant (UTC nanoseconds), Window [start, end), and the Clock that tests replace.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace throng {

using Duration = std::chrono::nanoseconds;

// A moment in UTC, nanoseconds since 1970-01-01; reaches from 1677 to 2262.
class Instant {
 public:
  constexpr explicit Instant(std::int64_t utc_ns) : utc_ns_(utc_ns) {}
  constexpr std::int64_t utc_ns() const { return utc_ns_; }
  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant at, Duration d) {
    return Instant(at.utc_ns_ + d.count());
  }
  friend constexpr Duration operator-(Instant a, Instant b) {
    return Duration(a.utc_ns_ - b.utc_ns_);
  }

 private:
  std::int64_t utc_ns_;
};

// Half-open: `start` belongs to it, `end` does not. Made only with start < end.
struct Window {
  Instant start;
  Instant end;
  friend constexpr auto operator<=>(const Window&, const Window&) = default;
};

// RFC 3339 with milliseconds: "2026-11-24T08:30:00.000Z". Leap seconds do not exist.
std::string FormatUtc(Instant at);

// "2026-11-24", "2026-11-24T08:30", "...:00", "...:00.250", each with or without a final Z.
// Nothing for any other text, for a day that is not in the calendar, or outside 1678..2261.
std::optional<Instant> ParseUtc(std::string_view text);

// The only source of time. Given to whoever needs it, so that tests can stop it.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;      // UTC; may jump when somebody sets the clock
  virtual Duration Steady() const = 0;  // never jumps, never goes back; for ages and pauses
  virtual void SleepUntil(Duration steady) = 0;  // returns at once if `steady` is past
};

// The machine's clocks. Thread-safe.
class SystemClock final : public Clock {
 public:
  Instant Now() const override;
  Duration Steady() const override;
  void SleepUntil(Duration steady) override;
};

}  // namespace throng
