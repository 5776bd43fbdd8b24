// Draws the live table with letters first, colour second.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/live_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>

#include "counter/serve/style.h"

namespace throng {
namespace {

constexpr std::size_t kLongestTrend = 24;
constexpr std::size_t kShortestTrend = 6;  // less shows nothing
constexpr std::size_t kFixedColumns = 72;  // of a row, beside the name and what follows
constexpr std::size_t kWhyColumns = 14;
constexpr std::size_t kOutlookColumns = 23;
constexpr int kBarLength = 30;

constexpr std::string_view kDim = "\033[2m";
constexpr std::string_view kWarn = "\033[33m";  // levels C and D

std::string_view StyleOf(const Situation& situation) {
  if (!situation.level) return kAlarmStyle;
  if (*situation.level >= LevelOfService::kE) return kAlarmStyle;
  if (*situation.level >= LevelOfService::kC) return kWarn;
  return situation.freshness == Freshness::kStale ? kDim : std::string_view();
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

std::string AgeOf(std::optional<Instant> last_fresh, Instant now) {
  if (!last_fresh) return "never seen";
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now - *last_fresh).count();
  if (seconds < 120) return fmt::format("{} s", seconds);
  return seconds < 7200 ? fmt::format("{} min", seconds / 60) : fmt::format("{} h", seconds / 3600);
}

// "camera gone"; nothing where nothing is wrong, or it is not known.
std::string WhyOf(const Situation& situation) {
  if (situation.trouble.value_or(ZoneTrouble::kNone) == ZoneTrouble::kNone) return "";
  std::string why(NameOf(*situation.trouble));
  std::ranges::replace(why, '_', ' ');
  return why;
}

std::string Bar(double progress) {
  const int full = std::clamp(static_cast<int>(progress * kBarLength), 0, kBarLength);
  return fmt::format("[{:#<{}}{:-<{}}] {:3.0f}%", "", full, "", kBarLength - full,
                     100.0 * progress);
}

// "+12", "-3"; nothing is known before enough windows were seen.
std::string ChangeOf(const Situation& situation) {
  if (!situation.change_per_minute) return "-";
  return fmt::format("{:+.0f}", std::round(situation.change_per_minute->expected) + 0.0);
}

// "12 (8-20)" minutes, "12 (8-)" if the later end is not within the hour, ">60" if none is.
std::string FullIn(const Situation& situation) {
  if (!situation.to_full) return "-";
  const auto& [earliest, expected, latest] = *situation.to_full;
  if (!earliest) return ">60";
  const std::string until = latest ? fmt::format("{:.0f}", *latest) : "";
  const std::string range = fmt::format("({:.0f}-{})", *earliest, until);
  return expected ? fmt::format("{:.0f} {}", *expected, range) : ">60 " + range;
}

}  // namespace

struct LiveTable::Layout {
  std::size_t name_width;
  bool has_why;       // why it is not seen better
  bool has_outlook;   // change and time until full
  std::size_t trend;  // cells; 0 if there is no room

  Layout(std::size_t columns, std::size_t names) : name_width(names) {
    std::size_t taken = name_width + kFixedColumns;
    has_why = columns >= taken + kWhyColumns;
    if (has_why) taken += kWhyColumns;
    has_outlook = columns >= taken + kOutlookColumns;
    if (has_outlook) taken += kOutlookColumns;
    trend = columns < taken + 2 + kShortestTrend ? 0 : std::min(columns - taken - 2, kLongestTrend);
  }
};

LiveTable::LiveTable(std::vector<WatchedPlace> places) {
  for (WatchedPlace& place : places) {
    rows_.push_back({.place = std::move(place), .newest = {}, .last_fresh = {}, .trend = {}});
  }
}

void LiveTable::Take(std::span<const Situation> situations) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Situation& situation = situations[i];
    Row& row = rows_[i];
    row.newest = situation;
    if (situation.freshness == Freshness::kFresh) row.last_fresh = situation.window.end;
    std::optional<int> count;
    if (situation.persons) count = static_cast<int>(std::lround(situation.persons->expected));
    row.trend.push_back(count);
    if (row.trend.size() > kLongestTrend) row.trend.pop_front();
  }
}

std::string LiveTable::RenderRow(const Row& row, Instant now, const Layout& layout, bool colour) {
  std::string persons = "-", interval = "-", density = "-", level = "-", capacity = "-";
  std::string coverage = "0%", change = "-", full_in = "-", age = AgeOf(row.last_fresh, now), why;
  std::string_view style = kDim;
  if (row.newest) {
    const Situation& now_known = *row.newest;
    style = StyleOf(now_known);
    coverage = fmt::format("{}%", now_known.coverage_percent);
    persons = "BLIND";
    why = WhyOf(now_known);
    // Without a number there is room for the reason.
    if (!why.empty() && !layout.has_why) interval = why;
    if (now_known.persons) {
      persons = fmt::format("{:.0f}", now_known.persons->expected);
      interval = fmt::format("{:.0f} - {:.0f}", std::floor(now_known.persons->low),
                             std::ceil(now_known.persons->high));
      if (!row.last_fresh) age = "in part";  // of a window, less than half
    }
    if (now_known.density_per_m2) {
      density = fmt::format("{:.2f}", now_known.density_per_m2->expected);
    }
    if (now_known.level) level = std::string(1, static_cast<char>(*now_known.level));
    if (now_known.capacity_percent) {
      capacity = fmt::format("{:.0f}%", now_known.capacity_percent->expected);
    }
    change = ChangeOf(now_known);
    full_in = FullIn(now_known);
  }
  std::string line =
      fmt::format("{:<{}}  {:>7}  {:>12}  {:>10}  {:^5}  {:>8}  {:>8}  {:>10}", row.place.name,
                  layout.name_width, persons, interval, density, level, capacity, coverage, age);
  if (layout.has_why) line += fmt::format("  {:<12}", why);
  if (layout.has_outlook) line += fmt::format("  {:>7}  {:>12}", change, full_in);
  if (!colour || style.empty()) return line;
  return fmt::format("{}{}{}", style, line, kPlainStyle);
}

// In the order of the site file.
std::vector<const LiveTable::Row*> LiveTable::MostUrgent(std::size_t most) const {
  std::vector<const Row*> chosen;
  for (const Row& row : rows_) chosen.push_back(&row);
  if (chosen.size() <= most) return chosen;
  const auto urgency = [](const Row* row) {
    if (!row->newest) return 0.0;
    constexpr double kBlind = 1e6;
    if (!row->newest->level || !row->newest->density_per_m2) return kBlind;
    return 1.0 + static_cast<double>(*row->newest->level) * 100 +
           row->newest->density_per_m2->expected;
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
        row.place.name, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    name_width = std::max(name_width, static_cast<std::size_t>(code_points));
  }
  const Layout layout(paper.columns, name_width);
  std::vector<std::string> lines;
  lines.push_back(fmt::format("{}  |  {}  |  {}", head.title, head.activity, FormatUtc(head.at)));
  if (head.progress) lines.push_back(Bar(*head.progress));
  lines.push_back(fmt::format("{:<{}}  {:>7}  {:>12}  {:>10}  {:^5}  {:>8}  {:>8}  {:>10}{}{}{}",
                              "zone", name_width, "persons", "90% interval", "persons/m2", "level",
                              "capacity", "coverage", "age", layout.has_why ? "  why         " : "",
                              layout.has_outlook ? "  per min  full in, min" : "",
                              layout.trend > 0 ? "  trend" : ""));
  constexpr std::size_t kMostNotes = 3;
  const std::size_t notes = std::min(head.notes.size(), kMostNotes);
  const std::size_t taken = lines.size() + notes;
  const std::size_t room = std::max(paper.rows, taken + 2) - taken;
  const std::size_t most = rows_.size() <= room ? rows_.size() : room - 1;
  for (const Row* row : MostUrgent(most)) {
    lines.push_back(RenderRow(*row, head.at, layout, paper.colour));
    if (layout.trend > 0) lines.back() += "  " + Sparkline(row->trend, layout.trend);
  }
  if (most < rows_.size()) {
    lines.push_back(
        fmt::format("... and {} more zones, none fuller than these; a taller window shows them",
                    rows_.size() - most));
  }
  for (std::size_t i = 0; i < notes; ++i) {
    const std::size_t hidden = i + 1 == notes ? head.notes.size() - notes : 0;
    const std::string more = hidden > 0 ? fmt::format(" (and {} more: throng status)", hidden) : "";
    lines.push_back(fmt::format("{}{}{}{}", paper.colour ? kAlarmStyle : "", head.notes[i], more,
                                paper.colour ? kPlainStyle : ""));
  }
  return lines;
}

}  // namespace throng
