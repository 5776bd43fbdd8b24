// Reads and writes days and hours.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/weekly_hours.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace throng {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr int kDayMin = 24 * 60;

std::optional<std::size_t> DayOf(std::string_view text) {
  const auto* const day = std::ranges::find(kDays, text);
  if (day == kDays.end()) return std::nullopt;
  return static_cast<std::size_t>(day - kDays.begin());
}

// "Mon", "Mon-Fri", "Fri-Mon".
bool AddDays(std::string_view text, std::bitset<7>& days) {
  const std::size_t dash = text.find('-');
  const auto first = DayOf(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : DayOf(text.substr(dash + 1));
  if (!first || !last) return false;
  for (std::size_t day = *first;; day = (day + 1) % kDays.size()) {
    days.set(day);
    if (day == *last) return true;
  }
}

std::optional<std::bitset<7>> ParseDays(std::string_view text) {
  std::bitset<7> days;
  if (text == "daily") return days.set();
  while (true) {
    const std::size_t comma = text.find(',');
    if (!AddDays(text.substr(0, comma), days)) return std::nullopt;
    if (comma == std::string_view::npos) return days;
    text.remove_prefix(comma + 1);
  }
}

// Minutes of "06:30", up to 24:00.
std::optional<int> ParseTime(std::string_view text) {
  const auto digit = [text](std::size_t at) { return text[at] - '0'; };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t at : {0U, 1U, 3U, 4U}) {
    if (digit(at) < 0 || digit(at) > 9) return std::nullopt;
  }
  const int minutes = 60 * (10 * digit(0) + digit(1)) + 10 * digit(3) + digit(4);
  if (digit(3) > 5 || minutes > kDayMin) return std::nullopt;
  return minutes;
}

}  // namespace

std::optional<WeeklyHours> ParseWeeklyHours(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const std::string_view times = text.substr(blank + 1);
  const std::size_t dash = times.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto days = ParseDays(text.substr(0, blank));
  const auto from = ParseTime(times.substr(0, dash));
  const auto until = ParseTime(times.substr(dash + 1));
  if (!days || !from || !until || *from == *until || *from == kDayMin) return std::nullopt;
  return WeeklyHours{.days = *days, .from_min = *from, .until_min = *until};
}

std::string FormatWeeklyHours(const WeeklyHours& hours) {
  std::string days;
  for (std::size_t day = 0; day < kDays.size(); ++day) {
    if (!hours.days.test(day)) continue;
    days += (days.empty() ? "" : ",") + std::string(kDays.at(day));
  }
  return fmt::format("{} {:02}:{:02}-{:02}:{:02}", hours.days.all() ? "daily" : days,
                     hours.from_min / 60, hours.from_min % 60, hours.until_min / 60,
                     hours.until_min % 60);
}

}  // namespace throng
