// Writes alarms down.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/alarm_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "counter/base/check.h"

namespace throng {
namespace {

using Json = nlohmann::ordered_json;

// "2026-11-24 08:30:15".
std::string Short(Instant at) {
  std::string text = FormatUtc(at).substr(0, 19);
  text[10] = ' ';
  return text;
}

std::string LastedOf(Duration time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).count();
  if (seconds < 120) return fmt::format("{} s", seconds);
  return seconds < 7200 ? fmt::format("{} min", seconds / 60) : fmt::format("{} h", seconds / 3600);
}

std::string_view WordOf(const AlarmEvent& event) {
  switch (event.kind) {
    case AlarmKind::kCrowding:
      return NameOf(event.band);
    case AlarmKind::kBlind:
      return "blind";
    case AlarmKind::kStale:
      return "stale";
  }
  COUNTER_CHECK(false);
}

std::string HourOf(Instant at) { return FormatUtc(at).substr(11, 5) + " UTC"; }

struct Cells {
  std::string number, what, place, rule, raised, ended, lasted, by, reason;
};

Cells CellsOf(const std::vector<AlarmEvent>& alarm) {
  const AlarmEvent& raise = alarm.front();
  const AlarmEvent& last = alarm.back();
  Band worst = Band::kClear;
  std::string by = "nobody yet";
  for (const AlarmEvent& event : alarm) {
    worst = std::max(worst, event.band);
    if (!event.by.empty()) by = event.by;
  }
  const bool is_over = last.change == AlarmChange::kEnd;
  if (is_over && by == "nobody yet") by = "nobody";
  return {
      .number = fmt::format("{}", raise.alarm),
      .what = std::string(raise.kind == AlarmKind::kCrowding ? NameOf(worst) : NameOf(raise.kind)),
      .place = raise.place,
      .rule = raise.rule,
      .raised = Short(raise.at),
      .ended = is_over ? Short(last.at) : "open",
      .lasted = is_over ? LastedOf(last.at - raise.at) : "",
      .by = by,
      .reason = raise.reason};
}

Json FieldsIn(const AlarmEvent& event) {
  Json line = {{"alarm", event.alarm},
               {"sequence", event.sequence},
               {"change", NameOf(event.change)},
               {"kind", NameOf(event.kind)},
               {"rule", event.rule},
               {"place", event.place},
               {"band", NameOf(event.band)},
               {"at", FormatUtc(event.at)},
               {"persons", nullptr},
               {"low", nullptr},
               {"high", nullptr},
               {"reason", event.reason},
               {"by", nullptr}};
  if (event.count) {
    line["persons"] = event.count->persons;
    line["low"] = event.count->low;
    line["high"] = event.count->high;
  }
  if (!event.by.empty()) line["by"] = event.by;
  return line;
}

}  // namespace

std::vector<std::string> AlarmTable(std::span<const std::vector<AlarmEvent>> alarms) {
  std::vector<Cells> rows{{"alarm", "worst", "place", "rule", "raised (UTC)", "ended (UTC)",
                           "lasted", "acknowledged by", "why"}};
  for (const std::vector<AlarmEvent>& alarm : alarms) rows.push_back(CellsOf(alarm));
  std::size_t place = 0, rule = 0, by = 0;
  for (const Cells& row : rows) {
    place = std::max(place, row.place.size());
    rule = std::max(rule, row.rule.size());
    by = std::max(by, row.by.size());
  }
  std::vector<std::string> lines;
  lines.reserve(rows.size());
  for (const Cells& row : rows) {
    lines.push_back(fmt::format("{:>5}  {:<8}  {:<{}}  {:<{}}  {:<19}  {:<19}  {:>7}  {:<{}}  {}",
                                row.number, row.what, row.place, place, row.rule, rule, row.raised,
                                row.ended, row.lasted, row.by, by, row.reason));
  }
  return lines;
}

std::string AlarmJson(const AlarmEvent& event) {
  return FieldsIn(event).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string SiteAlarmJson(std::string_view site, const AlarmEvent& event) {
  Json fields = {{"site", site}};
  fields.update(FieldsIn(event));
  return fields.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string AlarmLine(const AlarmEvent& raise, const AlarmEvent& last) {
  std::string line = fmt::format("alarm {}, {}: {} ({}), since {}: {}", last.alarm, WordOf(last),
                                 last.place, last.rule, HourOf(raise.at), last.reason);
  if (last.change == AlarmChange::kEnd) {
    line = fmt::format("alarm {} has ended at {}: {} ({}), raised at {}: {}", last.alarm,
                       HourOf(last.at), last.place, last.rule, HourOf(raise.at), last.reason);
  }
  if (!last.by.empty()) line += fmt::format("; acknowledged by {}", last.by);
  return line;
}

}  // namespace throng
