// Local time by Howard Hinnant's date library, and weekly hours by the wall's clock.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/schedule.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <stdexcept>

namespace throng {
namespace {

constexpr int kDays = 7;

bool Holds(const WeeklyHours& span, const LocalTime& local) {
  const auto today = static_cast<std::size_t>(local.weekday);
  const std::size_t yesterday = (today + kDays - 1) % kDays;
  if (span.from_min < span.until_min) {
    return span.days[today] && span.from_min <= local.minute && local.minute < span.until_min;
  }
  return (span.days[today] && span.from_min <= local.minute) ||
         (span.days[yesterday] && local.minute < span.until_min);
}

const date::time_zone& ZoneOf(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

date::sys_seconds UtcSecondOf(Instant at) {
  return date::sys_seconds(std::chrono::floor<std::chrono::seconds>(Duration(at.utc_ns())));
}

}  // namespace

std::optional<TimeZone> TimeZone::Make(std::string_view iana_name) {
  if (iana_name.empty()) return TimeZone(nullptr);
  try {
    const date::time_zone* const zone = date::locate_zone(iana_name);
    static_cast<void>(zone->get_info(date::sys_seconds{}));  // reads its file now, not in At()
    return TimeZone(zone);
  } catch (const std::runtime_error&) {  // no such zone, or no data for it
    return std::nullopt;
  }
}

std::chrono::seconds TimeZone::AheadAt(Instant at) const {
  if (zone_ == nullptr) return std::chrono::seconds(0);
  return ZoneOf(zone_).get_info(UtcSecondOf(at)).offset;
}

Instant TimeZone::StartOf(std::chrono::sys_days day) const {
  const std::chrono::seconds shown = day.time_since_epoch();  // by the clocks
  if (zone_ == nullptr) return Instant(0) + shown;
  const date::local_info info = ZoneOf(zone_).get_info(date::local_seconds(shown));
  if (info.result == date::local_info::nonexistent) {
    return Instant(0) + info.first.end.time_since_epoch();
  }
  return Instant(0) + (shown - info.first.offset);
}

std::string_view TimeZone::name() const {
  return zone_ == nullptr ? "UTC" : std::string_view(ZoneOf(zone_).name());
}

LocalTime TimeZone::At(Instant at) const {
  const date::local_seconds local(UtcSecondOf(at).time_since_epoch() + AheadAt(at));
  const auto midnight = date::floor<date::days>(local);
  const date::year_month_day day(midnight);
  return {.year = static_cast<int>(day.year()),
          .month = static_cast<int>(static_cast<unsigned>(day.month())),
          .day = static_cast<int>(static_cast<unsigned>(day.day())),
          .weekday = static_cast<int>(date::weekday(midnight).iso_encoding()) - 1,
          .minute = static_cast<int>(date::floor<std::chrono::minutes>(local - midnight).count())};
}

bool AnyHolds(const std::vector<WeeklyHours>& spans, const LocalTime& local) {
  return std::ranges::any_of(spans, [&](const WeeklyHours& span) { return Holds(span, local); });
}

std::optional<std::string> SilenceOf(const AlarmRule& rule, const LocalTime& local) {
  if (!rule.hours.empty() && !AnyHolds(rule.hours, local)) return "outside its hours";
  if (AnyHolds(rule.quiet, local)) return "quiet hours";
  return std::nullopt;
}

std::string FormatLocal(const LocalTime& at, const LocalTime& now) {
  std::string text = fmt::format("{:02}:{:02}", at.minute / 60, at.minute % 60);
  if (at.year == now.year && at.month == now.month && at.day == now.day) return text;
  return fmt::format("{:04}-{:02}-{:02} {}", at.year, at.month, at.day, text);
}

}  // namespace throng
