// throng replay: which alarms the site file's rules would have raised on counts of the past.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>

#include "counter/apps/alarm_desk.h"
#include "counter/apps/command.h"
#include "counter/meaning/gather.h"
#include "counter/serve/alarm_lines.h"
#include "counter/serve/chart.h"
#include "counter/serve/counts_csv.h"

namespace throng {
namespace {

using AlarmList = std::map<std::int64_t, std::vector<AlarmEvent>>;

// What a replay saw.
struct Replayed {
  AlarmList alarms;
  std::vector<Panel> panels;  // of places with a rule
  std::optional<Window> span;
};

class Player {
 public:
  Player(const Site& site, const TimeZone& zone)
      : site_(site),
        situations_(FactsOf(site), site.groups),
        alarms_(site.alarms, Names(), zone, 1) {
    for (const WatchedPlace& place : situations_.places()) {
      seen_.panels.push_back(
          {.zone = place.name, .capacity = place.capacity, .entries = {}, .known = {}});
    }
  }

  void Take(const Window& window, std::span<const Entry> entries) {
    const std::vector<Situation> now = situations_.Take(window, entries);
    for (std::size_t i = 0; i < now.size(); ++i) Draw(now[i], seen_.panels[i]);
    for (AlarmEvent& event : alarms_.Take(now)) {
      seen_.alarms[event.alarm].push_back(std::move(event));
    }
    seen_.span = Window{seen_.span ? seen_.span->start : window.start, window.end};
  }

  Replayed Finish() {
    for (const auto& [number, alarm] : seen_.alarms) {
      const AlarmEvent& raise = alarm.front();
      const bool is_over = alarm.back().change == AlarmChange::kEnd;
      Band worst = Band::kClear;
      for (const AlarmEvent& event : alarm) worst = std::max(worst, event.band);
      const auto panel = std::ranges::find(seen_.panels, raise.place, &Panel::zone);
      panel->alarms.push_back(
          {.from = raise.at, .until = is_over ? alarm.back().at : seen_.span->end, .band = worst});
    }
    std::erase_if(seen_.panels, [this](const Panel& panel) {
      return std::ranges::none_of(site_.alarms, [&panel](const AlarmRule& rule) {
        return std::ranges::find(rule.places, panel.zone) != rule.places.end();
      });
    });
    return std::move(seen_);
  }

 private:
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const WatchedPlace& place : situations_.places()) names.push_back(place.name);
    return names;
  }

  static void Draw(const Situation& situation, Panel& panel) {
    Entry entry{.zone = ZoneIndex(0),
                .window = situation.window,
                .count = std::nullopt,
                .coverage_percent = situation.coverage_percent,
                .freshness = situation.freshness};
    if (situation.persons) {
      const auto whole = [](double persons) {
        return static_cast<std::uint16_t>(std::clamp(std::round(persons), 0.0, 65535.0));
      };
      entry.count = WholeCount{.persons = whole(situation.persons->expected),
                               .low = whole(situation.persons->low),
                               .high = whole(situation.persons->high)};
    }
    panel.entries.push_back(entry);
  }

  const Site& site_;
  Situations situations_;
  Alarms alarms_;
  Replayed seen_;
};

Status PlayLedger(const ReplayCommand& command, const Site& site, Player& player) {
  const Result<Ledger> ledger = Ledger::OpenToRead(*command.ledger);
  if (!ledger) return ledger.error();
  Gather gather([&player](const Window& window, std::span<const Entry> entries) {
    player.Take(window, entries);
  });
  const Span span{.from = command.from, .until = command.until};
  const Status read =
      ForEachOfSite(*ledger, span, site, [&gather](const Entry& entry) { gather.Take(entry); });
  gather.Finish();
  return read;
}

Status PlayCounts(const ReplayCommand& command, const Site& site, Player& player) {
  std::ifstream in(*command.counts, std::ios::binary);
  if (!in) return Fault::kNotFound;
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::vector<Complaint> complaints;
  const auto entries = ParseCounts(text, site, complaints);
  TellComplaints(command.counts->string(), complaints);
  if (!entries) return entries.error();
  Gather gather(
      [&player](const Window& window, std::span<const Entry> all) { player.Take(window, all); });
  for (const Entry& entry : *entries) {
    const bool is_in = (!command.from || entry.window.start >= *command.from) &&
                       (!command.until || entry.window.start < *command.until);
    if (is_in) gather.Take(entry);
  }
  gather.Finish();
  return Done{};
}

// A line for each rule and place: how often, how long.
void PrintSums(const Site& site, const Replayed& seen) {
  const double days =
      std::chrono::duration<double, std::ratio<86400>>(seen.span->end - seen.span->start).count();
  const std::string length =
      days < 2 ? fmt::format("{:.1f} hours", 24 * days) : fmt::format("{:.1f} days", days);
  fmt::print("{} to {}, {}\n", FormatUtc(seen.span->start), FormatUtc(seen.span->end), length);
  fmt::print("{:<24}  {:<16}  {:>6}  {:>7}  {:>8}  {:>10}  {:>5}\n", "rule", "place", "alarms",
             "per day", "in alarm", "longest", "blind");
  for (const AlarmRule& rule : site.alarms) {
    for (const std::string& place : rule.places) {
      int crowding = 0, blind = 0;
      double sum_min = 0, longest_min = 0;
      for (const auto& [number, alarm] : seen.alarms) {
        if (alarm.front().rule != rule.name || alarm.front().place != place) continue;
        if (alarm.front().kind != AlarmKind::kCrowding) {
          ++blind;
          continue;
        }
        ++crowding;
        const Instant end =
            alarm.back().change == AlarmChange::kEnd ? alarm.back().at : seen.span->end;
        const double minutes =
            std::chrono::duration<double, std::ratio<60>>(end - alarm.front().at).count();
        sum_min += minutes;
        longest_min = std::max(longest_min, minutes);
      }
      const std::string per_day = days < 1 ? "-" : fmt::format("{:.2f}", crowding / days);
      fmt::print("{:<24}  {:<16}  {:>6}  {:>7}  {:>7.1f}%  {:>6.0f} min  {:>5}\n", rule.name, place,
                 crowding, per_day, 100 * sum_min / (days * 1440), longest_min, blind);
    }
  }
}

}  // namespace

ExitCode Replay(const ReplayCommand& command) {
  const Result<Site> site = LoadSiteOrTell(command.site);
  if (!site) return ExitCode::kSite;
  if (site->alarms.empty()) {
    fmt::print(stderr,
               "throng: {} has no rule. Add one: an [[alarm]] with name, places and a limit, such "
               "as crowded = 2.0 (persons per m2); the README shows more.\n",
               command.site.string());
    return ExitCode::kSite;
  }
  Player player(*site, ZoneOf(*site));
  const Path& file = command.ledger ? *command.ledger : *command.counts;
  const Status played =
      command.ledger ? PlayLedger(command, *site, player) : PlayCounts(command, *site, player);
  if (!played) {
    const ExitCode code = Tell(file.string(), played.error());
    return command.ledger ? ExitCode::kOutput : code;
  }
  const Replayed seen = player.Finish();
  if (!seen.span) {
    fmt::print(stderr, "throng: {} has no counts of this site's zones in that time\n",
               file.string());
    return ExitCode::kOutput;
  }
  if (command.json) {
    for (const auto& [number, alarm] : seen.alarms) {
      for (const AlarmEvent& event : alarm) fmt::print("{}\n", AlarmJson(event));
    }
  } else {
    PrintSums(*site, seen);
    std::vector<std::vector<AlarmEvent>> alarms;
    for (const auto& [number, alarm] : seen.alarms) alarms.push_back(alarm);
    fmt::print("\n");
    for (const std::string& line : AlarmTable(alarms)) fmt::print("{}\n", line);
  }
  if (!command.chart) return ExitCode::kOk;
  const Status drawn = DrawChart(
      *command.chart,
      site->name + " (times in UTC; bars: yellow busy, orange crowded, red critical, grey blind)",
      seen.panels);
  if (!drawn) return Tell(command.chart->string(), drawn.error());
  fmt::print(stderr, "chart: {}\n", command.chart->string());
  return ExitCode::kOk;
}

}  // namespace throng
