// UTC text and the machine's clocks.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/time.h"

#include <cstdio>
#include <thread>

namespace throng {
namespace {

using std::chrono::duration_cast;
using std::chrono::sys_days;
using std::chrono::system_clock;

// The digits [at, at+count) of `text` as a number; nothing if one is no digit.
std::optional<int> Digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

// Reads "SEPARATOR DIGITS" at the front of `text` and drops it; 0 where `text` has ended.
std::optional<int> TakeField(std::string_view& text, char separator, std::size_t count) {
  if (text.empty()) return 0;
  const std::optional<int> number = Digits(text, 1, count);
  if (text.front() != separator || !number) return std::nullopt;
  text.remove_prefix(1 + count);
  return number;
}

}  // namespace

std::string FormatUtc(Instant at) {
  const std::chrono::sys_time<Duration> time{Duration(at.utc_ns())};
  const sys_days day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(time - day).count();
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int{date.year()},
                unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(ms / 3'600'000),
                static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60),
                static_cast<int>(ms % 1000));
  return text;
}

std::optional<Instant> ParseUtc(std::string_view text) {
  if (text.ends_with('Z')) text.remove_suffix(1);
  const std::optional<int> year = Digits(text, 0, 4);
  if (!year) return std::nullopt;
  text.remove_prefix(4);
  if (text.size() != 6 && text.size() < 12) return std::nullopt;  // a date, or at least hh:mm more
  const std::optional<int> month = TakeField(text, '-', 2);
  const std::optional<int> day = month ? TakeField(text, '-', 2) : std::nullopt;
  const std::optional<int> hour = day ? TakeField(text, 'T', 2) : std::nullopt;
  const std::optional<int> minute = hour ? TakeField(text, ':', 2) : std::nullopt;
  const std::optional<int> second = minute ? TakeField(text, ':', 2) : std::nullopt;
  const std::optional<int> ms = second ? TakeField(text, '.', 3) : std::nullopt;
  if (!ms || !text.empty()) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *year < 1678 || *year > 2261) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const auto since_1970 = sys_days(date).time_since_epoch() + std::chrono::hours(*hour) +
                          std::chrono::minutes(*minute) + std::chrono::seconds(*second) +
                          std::chrono::milliseconds(*ms);
  return Instant(duration_cast<Duration>(since_1970).count());
}

Instant SystemClock::Now() const {
  return Instant(duration_cast<Duration>(system_clock::now().time_since_epoch()).count());
}

Duration SystemClock::Steady() const {
  return duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

void SystemClock::SleepUntil(Duration steady) {
  std::this_thread::sleep_until(std::chrono::steady_clock::time_point(
      duration_cast<std::chrono::steady_clock::duration>(steady)));
}

}  // namespace throng
