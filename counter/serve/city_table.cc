// Keeps the newest of each place, and draws it with the live table.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/city_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

#include "counter/serve/alarm_lines.h"

namespace throng {
namespace {

constexpr Duration kLeastGrace = std::chrono::seconds(30);

bool IsAmong(const std::vector<std::string>& wanted, const std::string& name) {
  return wanted.empty() || std::ranges::find(wanted, name) != wanted.end();
}

// The next window should have come by then: it is as long as this one, and on its way for a while.
Instant OldAfter(Instant end, const Window& window) {
  const Duration length = window.end - window.start;
  return end + length + std::max(kLeastGrace, length / 2);
}

}  // namespace

std::string AgeText(Duration age) {
  const auto seconds =
      std::max<std::int64_t>(0, std::chrono::floor<std::chrono::seconds>(age).count());
  if (seconds < 120) return fmt::format("{} s", seconds);
  if (seconds < 7200) return fmt::format("{} min", seconds / 60);
  return seconds < 172'800 ? fmt::format("{} h", seconds / 3600)
                           : fmt::format("{} days", seconds / 86'400);
}

Instant ByHubClock(Instant end, const SiteNow& site) {
  const Duration ahead = site.clock_ahead.value_or(std::chrono::milliseconds(0));
  // Of a clock that is years off, only so much that no time leaves its range.
  constexpr Duration kMost = std::chrono::days(90);
  return end + -std::clamp(ahead, -kMost, kMost);
}

std::string ClockText(const SiteNow& site) {
  if (!site.clock_ahead) return "";
  const Duration ahead = *site.clock_ahead;
  if (ahead < std::chrono::seconds(5) && ahead > -std::chrono::seconds(5)) return "";
  return fmt::format("its clock is {} {}", AgeText(ahead < Duration(0) ? -ahead : ahead),
                     ahead < Duration(0) ? "behind" : "ahead");
}

CityTable::CityTable(std::vector<std::string> sites, std::vector<std::string> places)
    : sites_wanted_(std::move(sites)), places_wanted_(std::move(places)) {}

bool CityTable::IsWanted(const WatchedPlace& place) const {
  return IsAmong(places_wanted_, place.name);
}

void CityTable::TakeSites(std::span<const SiteNow> sites) {
  std::map<std::string, SiteView> before = std::exchange(sites_, {});
  std::vector<WatchedPlace> rows;
  bool is_same = true;
  for (const SiteNow& site : sites) {
    if (!IsAmong(sites_wanted_, site.name)) continue;
    const auto old = before.find(site.name);
    SiteView& view = sites_[site.name];
    view.site = site;
    if (old != before.end()) view.alarms = std::move(old->second.alarms);
    for (const WatchedPlace& place : site.places) {
      if (IsWanted(place)) view.places.push_back({.place = place, .row = 0});
    }
    is_same = is_same && old != before.end() &&
              std::ranges::equal(
                  view.places, old->second.places, {},
                  [](const PlaceView& one) { return one.place.name; },
                  [](const PlaceView& one) { return one.place.name; });
    if (old == before.end()) continue;
    for (PlaceView& place : view.places) {
      const auto known = std::ranges::find(old->second.places, place.place.name,
                                           [](const PlaceView& one) { return one.place.name; });
      if (known != old->second.places.end()) place.newest = known->newest;
    }
  }
  for (auto& [name, view] : sites_) {
    for (PlaceView& place : view.places) {
      place.row = rows.size();
      rows.push_back(place.place);
    }
  }
  if (is_same && sites_.size() == before.size()) return;  // and trends are kept
  table_ = LiveTable(std::move(rows));
  for (const auto& [name, view] : sites_) {
    for (const PlaceView& place : view.places) {
      if (place.newest) Show(view, place);
    }
  }
}

void CityTable::Show(const SiteView& view, const PlaceView& place) {
  const Instant end = ByHubClock(place.newest->window.end, view.site);
  table_.TakeOne(place.row, *place.newest, end, OldAfter(end, place.newest->window));
}

void CityTable::TakeEvents(const SiteNews& news, SiteView& view, Taken& taken) {
  std::map<std::int64_t, std::vector<AlarmEvent>> before;
  if (news.is_all) before = std::exchange(view.alarms, {});  // those not told have ended
  for (const AlarmEvent& event : news.events) {
    std::vector<AlarmEvent>& alarm = view.alarms[event.alarm];
    if (!alarm.empty() && event.sequence <= alarm.back().sequence) continue;
    alarm.push_back(event);
    const auto known = before.find(event.alarm);
    const bool is_news = known == before.end() || event.sequence > known->second.back().sequence;
    if (is_news) taken.notes.push_back(news.site + ": " + AlarmLine(alarm.front(), event));
    if (event.change == AlarmChange::kEnd) view.alarms.erase(event.alarm);
  }
}

CityTable::Taken CityTable::Take(const SiteNews& news) {
  Taken taken;
  const auto found = sites_.find(news.site);
  if (found == sites_.end()) return taken;
  SiteView& view = found->second;
  if (news.connected && *news.connected != view.site.connected) {
    view.site.connected = *news.connected;
    taken.notes.push_back(news.site + (view.site.connected ? ": its edge is on the line again"
                                                           : ": its edge has left the line"));
  }
  if (news.missed > 0) {
    taken.notes.push_back(
        fmt::format("{}: {} replies were missed, since whoever reads this is too slow", news.site,
                    news.missed));
  }
  if (news.unknown > 0 && std::exchange(unknown_, unknown_ + news.unknown) == 0) {
    taken.notes.emplace_back("the hub tells things that this throng does not know: update it");
  }
  for (const PlaceNow& now : news.situations) {
    const auto place = std::ranges::find(view.places, now.place,
                                         [](const PlaceView& one) { return one.place.name; });
    if (place == view.places.end()) continue;
    if (place->newest && now.situation.window.end <= place->newest->window.end) continue;
    place->newest = now.situation;
    Show(view, *place);
    taken.windows.push_back({.place = &place->place, .situation = &*place->newest});
  }
  TakeEvents(news, view, taken);
  return taken;
}

LiveSection CityTable::SectionOf(const SiteView& view, Instant now) {
  std::optional<Instant> newest = view.site.newest;
  for (const PlaceView& place : view.places) {
    if (place.newest) newest = std::max(newest, std::optional(place.newest->window.end));
  }
  std::string heading = view.site.name + (view.site.connected ? ":" : ": NOT CONNECTED,");
  heading +=
      newest ? fmt::format(" newest count {} ago", AgeText(now - ByHubClock(*newest, view.site)))
             : " no count yet";
  const std::string clock = ClockText(view.site);
  if (!clock.empty()) heading += ", " + clock;
  return {.first = view.places.front().row,
          .heading = std::move(heading),
          .is_alarm = !view.site.connected};
}

std::vector<std::string> CityTable::AlarmNotes() const {
  using Alarm = std::pair<const std::string*, const std::vector<AlarmEvent>*>;
  std::vector<Alarm> alarms;
  for (const auto& [name, view] : sites_) {
    for (const auto& [number, events] : view.alarms) alarms.emplace_back(&name, &events);
  }
  std::ranges::stable_sort(alarms, {}, [](const Alarm& alarm) {
    return std::tuple(-static_cast<int>(alarm.second->back().band), alarm.second->front().at);
  });
  std::vector<std::string> notes;
  notes.reserve(alarms.size());
  for (const auto& [site, events] : alarms) {
    notes.push_back(*site + ": " + AlarmLine(events->front(), events->back()));
  }
  return notes;
}

std::vector<std::string> CityTable::Render(const CityHead& head, const LivePaper& paper) const {
  LiveHead live{.title = head.hub,
                .activity = {},
                .progress = {},
                .at = head.now,
                .notes = {},
                .more_notes = head.more_notes,
                .sections = {},
                .knows_why = false};
  std::size_t away = 0;
  for (const auto& [name, view] : sites_) {
    away += view.site.connected ? 0 : 1;
    if (!view.places.empty()) live.sections.push_back(SectionOf(view, head.now));
  }
  live.activity = fmt::format("{} site{}", sites_.size(), sites_.size() == 1 ? "" : "s");
  if (away > 0) live.activity += fmt::format(", {} not connected", away);
  if (head.trouble) {
    live.activity = "NO CONNECTION TO THE HUB";
    live.notes.push_back(*head.trouble);
  }
  for (std::string& note : AlarmNotes()) live.notes.push_back(std::move(note));
  if (sites_.empty()) live.notes.emplace_back("the hub knows no site yet: no edge has called it");
  if (unknown_ > 0) {
    live.notes.emplace_back("the hub tells things that this throng does not know: update it");
  }
  return table_.Render(live, paper);
}

}  // namespace throng
