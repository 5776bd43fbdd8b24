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
#include "counter/site/wording.h"
#include "counter/watch/stop.h"

namespace throng {
namespace {

using std::chrono::seconds;

using AlarmsOfSites = std::map<std::string, std::vector<std::vector<AlarmEvent>>>;

// What a hub tells of the present it knows at once; the past takes a while, but no site keeps the
// others waiting.
constexpr seconds kLongestForOpen{10};
constexpr seconds kLongestForOne{20};
constexpr seconds kLongestForAll{60};

// Until somebody asks to stop, or a time is over.
class Patience {
 public:
  Patience(const Stop& stop, const Clock& clock) : stop_(stop), clock_(clock) {}

  bool GoesOn() const { return !stop_.Asked() && !IsOver(); }
  void Until(Duration steady) { until_ = steady; }
  // Whether it was the time that ended a call with this trouble, and nobody's wish.
  bool Ended(const HubTrouble& trouble) const {
    return trouble.fault == Fault::kStopped && IsOver() && !stop_.Asked();
  }

 private:
  bool IsOver() const { return until_ && clock_.Steady() >= *until_; }

  const Stop& stop_;
  const Clock& clock_;
  std::optional<Duration> until_;
};

struct ToldAlarms {
  AlarmsOfSites alarms;
  std::set<std::string> untold;  // sites of which nothing came in time
};

// What is open is told to whoever begins to watch.
Heard<ToldAlarms> OpenAlarms(Reader& reader, const std::vector<std::string>& sites,
                             const Clock& clock, Patience& patience) {
  ToldAlarms told{.alarms = {}, .untold = {sites.begin(), sites.end()}};
  patience.Until(clock.Steady() + kLongestForOpen);
  const Heard<Done> watched =
      reader.Watch({.sites = sites, .places = {}},
                   {.on_sites = [](std::span<const SiteNow>) {},
                    .on_news =
                        [&told](const SiteNews& news) {
                          std::map<std::int64_t, std::vector<AlarmEvent>> alarms;
                          for (const AlarmEvent& event : news.events) {
                            alarms[event.alarm].push_back(event);
                          }
                          if (told.untold.erase(news.site) > 0) {
                            for (auto& [number, events] : alarms) {
                              told.alarms[news.site].push_back(std::move(events));
                            }
                          }
                          return !told.untold.empty();
                        }});
  if (!watched && !patience.Ended(watched.error())) return watched.error();
  return told;
}

Heard<ToldAlarms> AlarmsSince(Reader& reader, const std::vector<std::string>& sites, Instant since,
                              const Clock& clock, Patience& patience) {
  ToldAlarms told;
  const Duration end = clock.Steady() + kLongestForAll;
  for (const std::string& site : sites) {
    const Duration end_of_one = clock.Steady() + kLongestForOne;
    patience.Until(sites.size() == 1 ? end : std::min(end, end_of_one));
    // An edge's clock may be ahead of ours.
    auto alarms = reader.ListAlarms(site, since, clock.Now() + std::chrono::hours(24));
    const bool is_late =
        !alarms && (patience.Ended(alarms.error()) || alarms.error().fault == Fault::kHubSlow);
    if (!alarms && !is_late) return alarms.error();
    if (is_late) told.untold.insert(site);
    if (alarms && !alarms->empty()) told.alarms[site] = *std::move(alarms);
  }
  return told;
}

// What the alarms cannot say, on standard error.
void TellGaps(const ToldAlarms& told, std::span<const SiteNow> known,
              const std::vector<std::string>& asked) {
  for (const SiteNow& site : known) {
    if (site.connected || std::ranges::count(asked, site.name) == 0) continue;
    fmt::print(stderr,
               "throng: {}: its edge is not on the line; these are its alarms as they were then\n",
               Printable(site.name));
  }
  for (const std::string& site : told.untold) {
    fmt::print(stderr, "throng: {}: the hub did not tell its alarms in time; they are not known\n",
               Printable(site));
  }
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
  Patience patience(*stop, clock);
  Result<Reader> reader =
      OpenOrTell(command.hub, clock, {.go_on = [&patience] { return patience.GoesOn(); }});
  if (!reader) return ExitCode::kUsage;
  ExitCode end = ExitCode::kOk;
  const auto known = SitesOrTell(*reader, *hub, command.sites, end);
  if (!known) return end;
  std::vector<std::string> sites = command.sites;
  for (const SiteNow& site : *known) {
    if (command.sites.empty()) sites.push_back(site.name);
  }
  Heard<ToldAlarms> told = ToldAlarms();
  if (!sites.empty()) {
    told = command.since ? AlarmsSince(*reader, sites, *command.since, clock, patience)
                         : OpenAlarms(*reader, sites, clock, patience);
  }
  if (!told) return TellTrouble(*hub, told.error());
  Print(told->alarms, command.json);
  const bool is_whole = told->untold.empty();
  if (told->alarms.empty() && is_whole && !command.json) {
    fmt::print("no alarm is open{}\n", command.since ? ", and none has ended since" : "");
  }
  TellGaps(*told, *known, sites);
  return is_whole ? ExitCode::kOk : ExitCode::kHub;
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
