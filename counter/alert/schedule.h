// The site's local time, and whether a rule holds at it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/time.h"
#include "counter/site/alarm_rule.h"

namespace throng {

// What clocks on the wall show.
struct LocalTime {
  int year;
  int month;    // 1..12
  int day;      // 1..31
  int weekday;  // 0 is Monday
  int minute;   // after midnight, 0..1439
  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

// Local time of one place, by the system's time zone data (package tzdata). If you hold one, the
// system knows it; the data are read once and stay.
class TimeZone {
 public:
  // "Europe/Paris": an IANA name; UTC if empty. Nothing if the system does not know it.
  static std::optional<TimeZone> Make(std::string_view iana_name);

  LocalTime At(Instant at) const;

  // How far clocks on the wall are ahead of UTC at `at`; below 0 in the west.
  std::chrono::seconds AheadAt(Instant at) const;

  // When `day` begins by clocks on the wall: if they show midnight twice, at the first; if they
  // skip it, where they skip.
  Instant StartOf(std::chrono::sys_days day) const;

  // As it was made; "UTC" if that was empty. Owned by its library.
  std::string_view name() const;

 private:
  explicit TimeZone(const void* zone) : zone_(zone) {}
  const void* zone_;  // a date::time_zone, owned by its library for good; null is UTC
};

// Whether one of `spans` holds at `local`. By clocks on the wall: what they show twice in autumn
// holds twice, what they skip in spring does not hold.
bool AnyHolds(const std::vector<WeeklyHours>& spans, const LocalTime& local);

// Why a rule sees nothing at `local`: "outside its hours", "quiet hours"; nothing if it holds.
std::optional<std::string> SilenceOf(const AlarmRule& rule, const LocalTime& local);

// "14:00"; with the day, "2026-11-27 14:00", if that is not the day of `now`.
std::string FormatLocal(const LocalTime& at, const LocalTime& now);

}  // namespace throng
