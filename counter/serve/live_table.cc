// Draws the live table with letters first, colour second.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/live_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

#include "counter/meaning/meaning.h"

namespace throng {
namespace {

constexpr std::size_t kLongestTrend = 24;
constexpr std::size_t kShortestTrend = 6;  // less shows nothing
constexpr std::size_t kFixedColumns = 72;  // of a row, beside the name and the trend
constexpr int kBarLength = 30;

constexpr std::string_view kPlain = "\033[0m";
constexpr std::string_view kDim = "\033[2m";
constexpr std::string_view kWarn = "\033[33m";    // levels C and D
constexpr std::string_view kAlarm = "\033[1;7m";  // levels E and F, blind: reversed, not only red

std::string_view StyleOf(const Entry& entry, const std::optional<Meaning>& meaning) {
  if (!meaning) return kAlarm;
  if (meaning->level >= LevelOfService::kE) return kAlarm;
  if (meaning->level >= LevelOfService::kC) return kWarn;
  return entry.freshness == Freshness::kStale ? kDim : std::string_view();
}

// The last `length` counts in eighths of a block, lowest to highest (U+2581..U+2588); a dot where
// the zone was blind.
std::string Sparkline(const std::deque<std::optional<int>>& trend, std::size_t length) {
  const auto first = trend.end() - static_cast<std::ptrdiff_t>(std::min(length, trend.size()));
  int top = 1;
  for (auto at = first; at != trend.end(); ++at) top = std::max(top, at->value_or(0));
  std::string line;
  for (auto at = first; at != trend.end(); ++at) {
    const std::optional<int>& count = *at;
    line += count ? fmt::format("\xE2\x96{}", static_cast<char>('\x81' + *count * 7 / top)) : ".";
  }
  return line;
}

// Cells that are left for the trend; 0 if too few.
std::size_t TrendLength(std::size_t columns, std::size_t name_width) {
  const std::size_t taken = name_width + kFixedColumns + 2;
  if (columns < taken + kShortestTrend) return 0;
  return std::min(columns - taken, kLongestTrend);
}

std::string AgeOf(std::optional<Instant> last_fresh, Instant now) {
  if (!last_fresh) return "never seen";
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now - *last_fresh).count();
  if (seconds < 120) return fmt::format("{} s", seconds);
  return seconds < 7200 ? fmt::format("{} min", seconds / 60) : fmt::format("{} h", seconds / 3600);
}

std::string Bar(double progress) {
  const int full = std::clamp(static_cast<int>(progress * kBarLength), 0, kBarLength);
  return fmt::format("[{:#<{}}{:-<{}}] {:3.0f}%", "", full, "", kBarLength - full,
                     100.0 * progress);
}

}  // namespace

LiveTable::LiveTable(std::vector<ZoneFacts> zones) {
  for (ZoneFacts& zone : zones) {
    rows_.push_back({.zone = std::move(zone), .newest = {}, .last_fresh = {}, .trend = {}});
  }
}

void LiveTable::Take(const Entry& entry) {
  Row& row = rows_.at(entry.zone.value());
  row.newest = entry;
  if (entry.freshness == Freshness::kFresh) row.last_fresh = entry.window.end;
  std::optional<int> count;
  if (entry.count) count = entry.count->persons;
  row.trend.push_back(count);
  if (row.trend.size() > kLongestTrend) row.trend.pop_front();
}

std::string LiveTable::RenderRow(const Row& row, Instant now, std::size_t name_width, bool colour) {
  std::string persons = "-", interval = "-", density = "-", level = "-", capacity = "-";
  std::string coverage = "0%", age = AgeOf(row.last_fresh, now);
  std::string_view style = kDim;
  if (row.newest) {
    const std::optional<Meaning> meaning = MeaningOf(*row.newest, row.zone);
    style = StyleOf(*row.newest, meaning);
    coverage = fmt::format("{}%", row.newest->coverage_percent);
    if (row.newest->count) {
      persons = fmt::format("{}", row.newest->count->persons);
      interval = fmt::format("{} - {}", row.newest->count->low, row.newest->count->high);
      if (!row.last_fresh) age = "in part";  // of a window, less than half
    } else {
      persons = "BLIND";
    }
    if (meaning) {
      density = fmt::format("{:.2f}", meaning->density.value());
      level = std::string(1, static_cast<char>(meaning->level));
      if (meaning->capacity_percent) capacity = fmt::format("{:.0f}%", *meaning->capacity_percent);
    }
  }
  std::string line =
      fmt::format("{:<{}}  {:>7}  {:>12}  {:>10}  {:^5}  {:>8}  {:>8}  {:>10}", row.zone.name,
                  name_width, persons, interval, density, level, capacity, coverage, age);
  if (!colour || style.empty()) return line;
  return fmt::format("{}{}{}", style, line, kPlain);
}

// In the order of the site file.
std::vector<const LiveTable::Row*> LiveTable::MostUrgent(std::size_t most) const {
  std::vector<const Row*> chosen;
  for (const Row& row : rows_) chosen.push_back(&row);
  if (chosen.size() <= most) return chosen;
  const auto urgency = [](const Row* row) {
    if (!row->newest) return 0.0;
    const std::optional<Meaning> meaning = MeaningOf(*row->newest, row->zone);
    constexpr double kBlind = 1e6;
    return meaning ? 1.0 + static_cast<double>(meaning->level) * 100 + meaning->density.value()
                   : kBlind;
  };
  std::ranges::stable_sort(chosen, std::greater(), urgency);
  chosen.resize(most);
  std::ranges::sort(chosen);  // they lie in one array
  return chosen;
}

std::vector<std::string> LiveTable::Render(const LiveHead& head, const LivePaper& paper) const {
  std::size_t name_width = 4;
  for (const Row& row : rows_) {
    const auto code_points = std::ranges::count_if(
        row.zone.name, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    name_width = std::max(name_width, static_cast<std::size_t>(code_points));
  }
  const std::size_t trend = TrendLength(paper.columns, name_width);
  std::vector<std::string> lines;
  lines.push_back(fmt::format("{}  |  {}  |  {}", head.title, head.activity, FormatUtc(head.at)));
  if (head.progress) lines.push_back(Bar(*head.progress));
  lines.push_back(fmt::format("{:<{}}  {:>7}  {:>12}  {:>10}  {:^5}  {:>8}  {:>8}  {:>10}{}",
                              "zone", name_width, "persons", "90% interval", "persons/m2", "level",
                              "capacity", "coverage", "age", trend > 0 ? "  trend" : ""));
  constexpr std::size_t kMostNotes = 3;
  const std::size_t notes = std::min(head.notes.size(), kMostNotes);
  const std::size_t taken = lines.size() + notes;
  const std::size_t room = std::max(paper.rows, taken + 2) - taken;
  const std::size_t most = rows_.size() <= room ? rows_.size() : room - 1;
  for (const Row* row : MostUrgent(most)) {
    lines.push_back(RenderRow(*row, head.at, name_width, paper.colour));
    if (trend > 0) lines.back() += "  " + Sparkline(row->trend, trend);
  }
  if (most < rows_.size()) {
    lines.push_back(
        fmt::format("... and {} more zones, none fuller than these; a taller window shows them",
                    rows_.size() - most));
  }
  for (std::size_t i = 0; i < notes; ++i) {
    const std::size_t hidden = i + 1 == notes ? head.notes.size() - notes : 0;
    const std::string more = hidden > 0 ? fmt::format(" (and {} more: throng status)", hidden) : "";
    lines.push_back(fmt::format("{}{}{}{}", paper.colour ? kAlarm : "", head.notes[i], more,
                                paper.colour ? kPlain : ""));
  }
  return lines;
}

}  // namespace throng
