// throng query: what was at a site of a hub, as a table, CSV, JSON lines or a chart.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <map>

#include "counter/apps/command.h"
#include "counter/apps/hub_reader.h"
#include "counter/apps/outputs.h"
#include "counter/base/file_fault.h"
#include "counter/serve/chart.h"
#include "counter/serve/city_table.h"
#include "counter/serve/history_lines.h"
#include "counter/watch/stop.h"

namespace throng {
namespace {

constexpr Duration kUsualSpan = std::chrono::hours(24);
constexpr std::size_t kMostPanels = 24;
constexpr std::size_t kMostDrawn = 500'000;  // rows

Resolution ResolutionOf(const std::string& word) {
  static const std::map<std::string, Resolution> kWords{{"released", Resolution::kReleased},
                                                        {"minute", Resolution::kMinute},
                                                        {"quarter", Resolution::kQuarterHour},
                                                        {"hour", Resolution::kHour},
                                                        {"day", Resolution::kDay}};
  return kWords.at(word);
}

ExitCode PrintSites(const std::vector<SiteNow>& sites, Instant now) {
  std::size_t width = 4;
  for (const SiteNow& site : sites) width = std::max(width, site.name.size());
  fmt::print("{:<{}}  {:>5}  {:<13}  {:<14}  {}\n", "site", width, "zones", "edge", "newest count",
             "clock");
  for (const SiteNow& site : sites) {
    const std::string newest =
        site.newest ? AgeText(now - ByHubClock(*site.newest, site)) + " ago" : "none yet";
    const std::string clock = ClockText(site);
    fmt::print("{:<{}}  {:>5}  {:<13}  {:<14}  {}\n", site.name, width, site.zones,
               site.connected ? "connected" : "NOT CONNECTED", newest,
               !clock.empty()     ? clock
               : site.clock_ahead ? "right"
                                  : "not known");
  }
  if (sites.empty()) fmt::print("the hub knows no site yet: no edge has called it\n");
  return ExitCode::kOk;
}

// How far a long answer has come, where somebody sees it and the rows do not show it.
class Progress {
 public:
  Progress(bool has_chart, const Clock& clock)
      : clock_(clock),
        is_shown_(::isatty(STDERR_FILENO) == 1 && (has_chart || ::isatty(STDOUT_FILENO) == 0)),
        next_(clock.Steady() + std::chrono::seconds(1)) {}

  void Take(const HistoryRow& row) {
    ++rows_;
    if (!is_shown_ || rows_ % 256 != 0 || clock_.Steady() < next_) return;
    next_ = clock_.Steady() + std::chrono::milliseconds(500);
    was_shown_ = true;
    fmt::print(stderr, "\r{} rows, up to {} ", rows_, FormatUtc(row.window.start).substr(0, 16));
    std::fflush(stderr);
  }
  void Finish() const {
    if (was_shown_) fmt::print(stderr, "\r\033[K");
  }
  std::size_t rows() const { return rows_; }

 private:
  const Clock& clock_;
  bool is_shown_;
  bool was_shown_ = false;
  Duration next_;
  std::size_t rows_ = 0;
};

// Puts rows onto standard output, or into a chart.
class Answer {
 public:
  Answer(const QueryCommand& command, const SiteNow& site, const std::vector<std::string>& zones)
      : command_(command), site_(site), table_(zones, ResolutionOf(command.by)) {
    for (std::size_t i = 0; command.chart && i < site.zones; ++i) {
      const WatchedPlace& zone = site.places[i];
      if (std::ranges::find(zones, zone.name) == zones.end()) continue;
      panels_.push_back({.zone = zone.name, .capacity = zone.capacity, .entries = {}, .known = {}});
    }
    if (command.csv) Put(HistoryCsvHeader());
    if (!command.csv && !command.json && !command.chart) Put(table_.Titles() + "\n");
  }

  // False if no more can be taken.
  bool Take(const HistoryRow& row, const std::string& zone) {
    if (command_.csv) return Put(HistoryCsv(site_.name, zone, row));
    if (command_.json) return Put(HistoryJson(site_.name, zone, row) + "\n");
    if (!command_.chart) return Put(table_.Line(zone, row) + "\n");
    const auto panel = std::ranges::find(panels_, zone, &Panel::zone);
    if (panel == panels_.end()) return true;
    panel->means.push_back({.window = row.window,
                            .persons = row.mean,
                            .highest = row.highest ? int{row.highest->persons} : 0});
    is_too_long_ = ++drawn_ > kMostDrawn;
    return !is_too_long_;
  }

  // What became of it.
  ExitCode Finish(const std::string& span) {
    if (is_too_long_) {
      fmt::print(stderr,
                 "throng: more than {} rows are no chart: ask for fewer zones, less time, or a "
                 "coarser --by\n",
                 kMostDrawn);
      return ExitCode::kUsage;
    }
    if (command_.chart) {
      const Status drawn = DrawChart(
          *command_.chart, fmt::format("{}, {} (times in UTC)", site_.name, span), panels_);
      if (!drawn) return Tell(command_.chart->string(), drawn.error());
      fmt::print(stderr, "chart: {}\n", command_.chart->string());
      return ExitCode::kOk;
    }
    if (!fault_ && std::fflush(stdout) != 0) fault_ = FaultOfErrno();
    if (!fault_) return ExitCode::kOk;
    // `throng query ... | head` has seen enough.
    return is_reader_gone_ ? ExitCode::kOutput : Tell("standard output", *fault_);
  }

 private:
  bool Put(const std::string& text) {
    errno = 0;
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return true;
    is_reader_gone_ = errno == EPIPE;
    fault_ = FaultOfErrno();
    return false;
  }

  const QueryCommand& command_;
  const SiteNow& site_;
  HistoryTable table_;
  std::vector<Panel> panels_;
  std::size_t drawn_ = 0;
  bool is_too_long_ = false;
  bool is_reader_gone_ = false;
  std::optional<Fault> fault_;
};

// Names of the zones that are asked for; nothing, and told, if the site lacks one.
std::optional<std::vector<std::string>> ZonesOrTell(const QueryCommand& command,
                                                    const SiteNow& site) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < site.zones; ++i) names.push_back(site.places[i].name);
  for (const WatchedPlace& place : site.places) {
    if (!place.is_group || std::ranges::find(command.zones, place.name) == command.zones.end()) {
      continue;
    }
    std::string its;
    for (const std::size_t zone : place.zones) its += fmt::format(" --zone \"{}\"", names[zone]);
    fmt::print(stderr, "throng: --zone {}: it is a group, and history is kept of its zones:{}\n",
               place.name, its);
    return std::nullopt;
  }
  if (!HasAllOrTell("--zone", command.zones, site.name, names)) return std::nullopt;
  const std::vector<std::string>& chosen = command.zones.empty() ? names : command.zones;
  if (command.chart && chosen.size() > kMostPanels) {
    fmt::print(stderr,
               "throng: {} zones do not fit into one chart: choose at most {} with --zone\n",
               chosen.size(), kMostPanels);
    return std::nullopt;
  }
  return chosen;
}

ExitCode TellHistory(Reader& reader, const QueryCommand& command, const std::string& hub,
                     const SiteNow& site, const Clock& clock) {
  const auto zones = ZonesOrTell(command, site);
  if (!zones) return ExitCode::kUsage;
  const Instant until = command.until.value_or(clock.Now());
  const Instant from = command.from.value_or(until + -command.last.value_or(kUsualSpan));
  if (from >= until) {
    fmt::print(stderr, "throng: from {} until {} is no time at all\n", FormatUtc(from),
               FormatUtc(until));
    return ExitCode::kUsage;
  }
  const std::string span =
      fmt::format("{} to {}", FormatUtc(from).substr(0, 16), FormatUtc(until).substr(0, 16));
  Answer answer(command, site, *zones);
  Progress progress(command.chart.has_value(), clock);
  const Heard<Done> heard = reader.Query({.site = site.name,
                                          .zones = command.zones,
                                          .from = from,
                                          .until = until,
                                          .resolution = ResolutionOf(command.by)},
                                         [&](const HistoryRow& row, const std::string& zone) {
                                           progress.Take(row);
                                           return answer.Take(row, zone);
                                         });
  progress.Finish();
  if (!heard) {
    std::fflush(stdout);
    if (progress.rows() > 0) {
      fmt::print(stderr, "throng: the answer is not whole: {} rows came\n", progress.rows());
    }
    return TellTrouble(hub, heard.error());
  }
  if (progress.rows() == 0) {
    fmt::print(stderr, "throng: {} has no count by the {} from {}\n", site.name, command.by, span);
  }
  return answer.Finish(span);
}

}  // namespace

ExitCode Query(const QueryCommand& command) {
  SystemClock clock;
  const Result<Stop> stop = Stop::Make();
  if (!stop) return Tell("signals", stop.error());
  const std::optional<std::string> hub = HubOrTell(command.hub);
  if (!hub) return ExitCode::kUsage;
  if (command.chart) {
    const Status possible = CanMake(*command.chart);
    if (!possible) return Tell(command.chart->string(), possible.error());
  }
  Result<Reader> reader =
      OpenOrTell(command.hub, clock,
                 {.go_on = [&] { return !stop->Asked(); },
                  .on_broken =
                      [&](const HubTrouble& trouble, std::chrono::seconds pause) {
                        fmt::print(stderr, "throng: {}: {}; it is asked for the rest in {} s\n",
                                   *hub, Describe(trouble.fault), pause.count());
                      }});
  if (!reader) return ExitCode::kUsage;
  std::vector<std::string> wanted;
  if (command.site) wanted.push_back(*command.site);
  ExitCode end = ExitCode::kOk;
  const auto sites = SitesOrTell(*reader, *hub, wanted, end);
  if (!sites) return end;
  if (command.list) return PrintSites(*sites, clock.Now());
  const auto site = std::ranges::find(*sites, *command.site, &SiteNow::name);
  return TellHistory(*reader, command, *hub, *site, clock);
}

}  // namespace throng
