// Draws the live table with letters first, colour second.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/live_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>
#include <utility>

#include "counter/serve/style.h"

namespace throng {
namespace {

constexpr std::size_t kLongestTrend = 24;
constexpr std::size_t kShortestTrend = 6;    // less shows nothing
constexpr std::size_t kFixedColumns = 74;    // of a row, beside the name and what follows
constexpr std::size_t kDensityColumns = 12;  // of those
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

// The first `columns` characters, with "..." at the end if there are more.
std::string Cut(const std::string& text, std::size_t columns) {
  constexpr std::string_view kMore = "...";
  std::size_t characters = 0, kept = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) continue;  // within a character
    if (characters + kMore.size() == columns) kept = i;
    if (++characters > columns) return text.substr(0, kept) + std::string(kMore);
  }
  return text;
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
  bool has_density;   // the level says the same, where there is no room for both
  bool has_why;       // why it is not seen better
  bool has_outlook;   // change and time until full
  std::size_t trend;  // cells; 0 if there is no room
  bool is_indented;   // below headings

  Layout(std::size_t columns, std::size_t names, const LiveHead& head)
      : name_width(names), is_indented(!head.sections.empty()) {
    std::size_t taken = name_width + kFixedColumns;
    has_density = columns >= taken;
    if (!has_density) taken -= kDensityColumns;
    has_why = head.knows_why && columns >= taken + kWhyColumns;
    if (has_why) taken += kWhyColumns;
    has_outlook = columns >= taken + kOutlookColumns;
    if (has_outlook) taken += kOutlookColumns;
    trend = columns < taken + 2 + kShortestTrend ? 0 : std::min(columns - taken - 2, kLongestTrend);
  }
};

LiveTable::LiveTable(std::vector<WatchedPlace> places) {
  for (WatchedPlace& place : places) {
    rows_.push_back(
        {.place = std::move(place), .newest = {}, .last_fresh = {}, .old_after = {}, .trend = {}});
  }
}

void LiveTable::Take(std::span<const Situation> situations) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    TakeOne(i, situations[i], situations[i].window.end, std::nullopt);
  }
}

void LiveTable::TakeOne(std::size_t position, const Situation& situation, Instant fresh_at,
                        std::optional<Instant> old_after) {
  Row& row = rows_.at(position);
  row.newest = situation;
  row.old_after = old_after;
  if (situation.freshness == Freshness::kFresh) row.last_fresh = fresh_at;
  std::optional<int> count;
  if (situation.persons) count = static_cast<int>(std::lround(situation.persons->expected));
  row.trend.push_back(count);
  if (row.trend.size() > kLongestTrend) row.trend.pop_front();
}

// What a row says, column by column.
struct LiveTable::Cells {
  std::string persons = "-", interval = "-", density = "-", level = "-", capacity = "-";
  std::string coverage = "0%", change = "-", full_in = "-", age = {}, why = {};
  std::string_view style = kDim;
};

LiveTable::Cells LiveTable::CellsOf(const Row& row, Instant now, const Layout& layout) {
  Cells cells;
  cells.age = AgeOf(row.last_fresh, now);
  if (!row.newest) return cells;
  const Situation& known = *row.newest;
  if (row.old_after && now > *row.old_after) {
    cells.persons = "OLD";  // what it was is no answer to how many there are
    if (known.persons) cells.interval = fmt::format("was {:.0f}", known.persons->expected);
    cells.coverage = "-";
    cells.style = kAlarmStyle;
    return cells;
  }
  cells.style = StyleOf(known);
  cells.coverage = fmt::format("{}%", known.coverage_percent);
  cells.persons = "BLIND";
  cells.why = WhyOf(known);
  // Without a number there is room for the reason.
  if (!cells.why.empty() && !layout.has_why) cells.interval = cells.why;
  if (known.persons) {
    cells.persons = fmt::format("{:.0f}", known.persons->expected);
    cells.interval = fmt::format("{:.0f} - {:.0f}", std::floor(known.persons->low),
                                 std::ceil(known.persons->high));
    if (!row.last_fresh) cells.age = "in part";  // of a window, less than half
  }
  if (known.density_per_m2) cells.density = fmt::format("{:.2f}", known.density_per_m2->expected);
  if (known.level) cells.level = std::string(1, static_cast<char>(*known.level));
  if (known.capacity_percent) {
    cells.capacity = fmt::format("{:.0f}%", known.capacity_percent->expected);
  }
  cells.change = ChangeOf(known);
  cells.full_in = FullIn(known);
  return cells;
}

std::string LiveTable::RenderRow(const Row& row, Instant now, const Layout& layout, bool colour) {
  const Cells cells = CellsOf(row, now, layout);
  std::string line = fmt::format(
      "{}{:<{}}  {:>7}  {:>12}{}  {:^5}  {:>8}  {:>8}  {:>10}", layout.is_indented ? "  " : "",
      row.place.name, layout.name_width - (layout.is_indented ? 2 : 0), cells.persons,
      cells.interval, layout.has_density ? fmt::format("  {:>10}", cells.density) : "", cells.level,
      cells.capacity, cells.coverage, cells.age);
  if (layout.has_why) line += fmt::format("  {:<12}", cells.why);
  if (layout.has_outlook) line += fmt::format("  {:>7}  {:>12}", cells.change, cells.full_in);
  if (!colour || cells.style.empty()) return line;
  return fmt::format("{}{}{}", cells.style, line, kPlainStyle);
}

// In the order of the site file.
std::vector<const LiveTable::Row*> LiveTable::MostUrgent(std::size_t most, Instant now) const {
  std::vector<const Row*> chosen;
  for (const Row& row : rows_) chosen.push_back(&row);
  if (chosen.size() <= most) return chosen;
  const auto urgency = [now](const Row* row) {
    if (!row->newest) return 0.0;
    constexpr double kBlind = 1e6;
    const bool is_old = row->old_after && now > *row->old_after;
    if (is_old || !row->newest->level || !row->newest->density_per_m2) return kBlind;
    return 1.0 + static_cast<double>(*row->newest->level) * 100 +
           row->newest->density_per_m2->expected;
  };
  std::ranges::stable_sort(chosen, std::greater(), urgency);
  chosen.resize(most);
  std::ranges::sort(chosen);  // they lie in one array
  return chosen;
}

std::size_t LiveTable::NameWidth(bool is_indented) const {
  std::size_t width = 4;
  for (const Row& row : rows_) {
    const auto code_points = std::ranges::count_if(
        row.place.name, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    width = std::max(width, static_cast<std::size_t>(code_points) + (is_indented ? 2 : 0));
  }
  return width;
}

// At most `room` lines, at least 2: the most urgent places, below the headings of their sections.
std::vector<std::string> LiveTable::RenderRows(const LiveHead& head, const LivePaper& paper,
                                               const Layout& layout, std::size_t room) const {
  const auto section_of = [&](const Row* row) {
    const auto position = static_cast<std::size_t>(row - rows_.data());
    std::size_t section = 0;  // one behind its position, 0 if there is none
    while (section < head.sections.size() && head.sections[section].first <= position) ++section;
    return section;
  };
  std::vector<const Row*> chosen;
  for (std::size_t most = std::min(room, rows_.size());; --most) {
    chosen = MostUrgent(most, head.at);
    std::size_t lines = most + (most < rows_.size() ? 1 : 0);
    std::size_t last = 0;
    for (const Row* row : chosen) lines += std::exchange(last, section_of(row)) != last ? 1 : 0;
    if (lines <= room || most <= 1) break;
  }
  std::vector<std::string> lines;
  std::size_t last = 0;
  for (const Row* row : chosen) {
    const std::size_t section = section_of(row);
    if (section != last) {
      const LiveSection& told = head.sections[section - 1];
      const bool is_marked = paper.colour && told.is_alarm;
      lines.push_back(fmt::format("{}{}{}", is_marked ? kAlarmStyle : "",
                                  Cut(told.heading, paper.columns), is_marked ? kPlainStyle : ""));
      last = section;
    }
    lines.push_back(RenderRow(*row, head.at, layout, paper.colour));
    if (layout.trend > 0) lines.back() += "  " + Sparkline(row->trend, layout.trend);
  }
  if (chosen.size() < rows_.size()) {
    lines.push_back(
        fmt::format("... and {} more zones, none fuller than these; a taller window shows them",
                    rows_.size() - chosen.size()));
  }
  return lines;
}

std::vector<std::string> LiveTable::Render(const LiveHead& head, const LivePaper& paper) const {
  const Layout layout(paper.columns, NameWidth(!head.sections.empty()), head);
  std::vector<std::string> lines;
  lines.push_back(
      Cut(fmt::format("{}  |  {}  |  {}", head.title, head.activity, FormatUtc(head.at)),
          paper.columns));
  if (head.progress) lines.push_back(Bar(*head.progress));
  lines.push_back(fmt::format(
      "{:<{}}  {:>7}  {:>12}{}  {:^5}  {:>8}  {:>8}  {:>10}{}{}{}", "zone", layout.name_width,
      "persons", "90% interval", layout.has_density ? "  persons/m2" : "", "level", "capacity",
      "coverage", "age", layout.has_why ? "  why         " : "",
      layout.has_outlook ? "  per min  full in, min" : "", layout.trend > 0 ? "  trend" : ""));
  constexpr std::size_t kMostNotes = 3;
  const std::size_t notes = std::min(head.notes.size(), kMostNotes);
  const std::size_t taken = lines.size() + notes;
  const std::size_t room = std::max(paper.rows, taken + 2) - taken;
  for (std::string& line : RenderRows(head, paper, layout, room)) lines.push_back(std::move(line));
  for (std::size_t i = 0; i < notes; ++i) {
    const std::size_t hidden = i + 1 == notes ? head.notes.size() - notes : 0;
    const std::string more =
        hidden > 0 ? fmt::format(" (and {} more: {})", hidden, head.more_notes) : "";
    const std::size_t room_for_it = paper.columns - std::min(more.size(), paper.columns);
    lines.push_back(fmt::format("{}{}{}{}", paper.colour ? kAlarmStyle : "",
                                Cut(head.notes[i], room_for_it), more,
                                paper.colour ? kPlainStyle : ""));
  }
  return lines;
}

}  // namespace throng
