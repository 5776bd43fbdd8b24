// throng alarms and acknowledge, of a hub.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "counter/apps/command.h"
#include "counter/apps/hub_reader.h"
#include "counter/serve/alarm_lines.h"
#include "counter/watch/stop.h"

namespace throng {
namespace {

using AlarmsOfSites = std::map<std::string, std::vector<std::vector<AlarmEvent>>>;

// What is open is told to whoever begins to watch.
Heard<AlarmsOfSites> OpenAlarms(Reader& reader, const std::vector<std::string>& sites) {
  AlarmsOfSites open;
  std::set<std::string> left(sites.begin(), sites.end());
  const Heard<Done> watched = reader.Watch(
      {.sites = sites, .places = {}}, {.on_sites = [](std::span<const SiteNow>) {},
                                       .on_news =
                                           [&](const SiteNews& news) {
                                             std::map<std::int64_t, std::vector<AlarmEvent>> alarms;
                                             for (const AlarmEvent& event : news.events) {
                                               alarms[event.alarm].push_back(event);
                                             }
                                             if (left.erase(news.site) > 0) {
                                               for (auto& [number, events] : alarms) {
                                                 open[news.site].push_back(std::move(events));
                                               }
                                             }
                                             return !left.empty();
                                           }});
  if (!watched) return watched.error();
  return open;
}

Heard<AlarmsOfSites> AlarmsSince(Reader& reader, const std::vector<std::string>& sites,
                                 Instant since, Instant now) {
  AlarmsOfSites all;
  for (const std::string& site : sites) {
    // An edge's clock may be ahead of ours.
    auto alarms = reader.ListAlarms(site, since, now + std::chrono::hours(24));
    if (!alarms) return alarms.error();
    if (!alarms->empty()) all[site] = *std::move(alarms);
  }
  return all;
}

void Print(const AlarmsOfSites& all, bool json) {
  bool is_first = true;
  for (const auto& [site, alarms] : all) {
    if (!json) {
      fmt::print("{}{}:\n", is_first ? "" : "\n", site);
      for (const std::string& line : AlarmTable(alarms)) fmt::print("{}\n", line);
    }
    is_first = false;
    for (const std::vector<AlarmEvent>& alarm : alarms) {
      for (const AlarmEvent& event : alarm) {
        if (json) fmt::print("{}\n", SiteAlarmJson(site, event));
      }
    }
  }
}

}  // namespace

ExitCode ShowAlarmsOfHub(const AlarmsCommand& command) {
  SystemClock clock;
  const Result<Stop> stop = Stop::Make();
  if (!stop) return Tell("signals", stop.error());
  const std::optional<std::string> hub = HubOrTell(command.hub);
  if (!hub) return ExitCode::kUsage;
  Result<Reader> reader = OpenOrTell(command.hub, clock, {.go_on = [&] { return !stop->Asked(); }});
  if (!reader) return ExitCode::kUsage;
  ExitCode end = ExitCode::kOk;
  const auto known = SitesOrTell(*reader, *hub, command.sites, end);
  if (!known) return end;
  std::vector<std::string> sites = command.sites;
  for (const SiteNow& site : *known) {
    if (command.sites.empty()) sites.push_back(site.name);
  }
  Heard<AlarmsOfSites> all = AlarmsOfSites();
  if (!sites.empty()) {
    all = command.since ? AlarmsSince(*reader, sites, *command.since, clock.Now())
                        : OpenAlarms(*reader, sites);
  }
  if (!all) return TellTrouble(*hub, all.error());
  Print(*all, command.json);
  if (all->empty() && !command.json) {
    fmt::print("no alarm is open{}\n", command.since ? ", and none has ended since" : "");
  }
  return ExitCode::kOk;
}

ExitCode AcknowledgeAtHub(const AcknowledgeCommand& command) {
  SystemClock clock;
  const Result<Stop> stop = Stop::Make();
  if (!stop) return Tell("signals", stop.error());
  const std::optional<std::string> hub = HubOrTell(command.hub);
  if (!hub) return ExitCode::kUsage;
  Result<Reader> reader = OpenOrTell(command.hub, clock, {.go_on = [&] { return !stop->Asked(); }});
  if (!reader) return ExitCode::kUsage;
  const std::vector<std::string> wanted{command.site.value_or("")};
  ExitCode end = ExitCode::kOk;
  if (!SitesOrTell(*reader, *hub, wanted, end)) return end;
  const Heard<Done> asked = reader->Acknowledge(wanted.front(), command.alarm);
  if (!asked && asked.error().fault == Fault::kHubHasNone) {
    fmt::print(stderr,
               "throng: no alarm {} is open at {}. `throng alarms --site \"{}\"` lists those that "
               "are.\n",
               command.alarm, wanted.front(), wanted.front());
    return ExitCode::kUsage;
  }
  if (!asked) return TellTrouble(*hub, asked.error());
  fmt::print("the edge of {} is asked to acknowledge alarm {}\n", wanted.front(), command.alarm);
  return ExitCode::kOk;
}

}  // namespace throng
