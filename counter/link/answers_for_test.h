// What a scripted hub says of a city of two sites.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

#include <cstdint>
#include <string>
#include <vector>

#include "counter/link/test_scripted_hub.h"

namespace throng {

inline constexpr std::int64_t kSecond = 1'000'000'000;
inline constexpr std::int64_t kNoon = 1'795'521'600 * kSecond;  // 2026-11-24T12:00:00Z

inline void SetWindow(v1::Window& window, std::int64_t start_ns, std::int64_t length_s) {
  window.set_start_ns(start_ns);
  window.set_end_ns(start_ns + length_s * kSecond);
}

// With the zones "hall" and "stairs", and the group "all".
inline v1::SiteState StateOf(const std::string& name, bool connected) {
  v1::SiteState state;
  v1::Site& site = *state.mutable_site();
  site.set_name(name);
  for (const char* const zone_name : {"hall", "stairs"}) {
    v1::Zone& zone = *site.add_zones();
    zone.set_name(zone_name);
    zone.set_kind(v1::ZONE_KIND_WALKWAY);
    zone.set_area_m2(100);
    zone.set_capacity_persons(200);
  }
  v1::Group& group = *site.add_groups();
  group.set_name("all");
  group.add_zones(0);
  group.add_zones(1);
  state.set_connected(connected);
  state.set_newest_ns(kNoon);
  return state;
}

// `persons` in a window of 15 s that begins at `start_ns`; below 0: blind.
inline v1::Situation SituationOf(const std::string& place, std::int64_t start_ns, int persons) {
  v1::Situation situation;
  situation.set_place(place);
  SetWindow(*situation.mutable_window(), start_ns, 15);
  situation.set_freshness(persons < 0 ? v1::FRESHNESS_BLIND : v1::FRESHNESS_FRESH);
  if (persons < 0) return situation;
  situation.set_coverage_percent(100);
  const auto set = [](v1::Range& range, double expected) {
    range.set_low(expected * 0.8);
    range.set_expected(expected);
    range.set_high(expected * 1.2);
  };
  set(*situation.mutable_persons(), persons);
  set(*situation.mutable_density_per_m2(), persons / 100.0);
  set(*situation.mutable_capacity_percent(), persons / 2.0);
  situation.set_level(persons < 100 ? v1::LEVEL_OF_SERVICE_B : v1::LEVEL_OF_SERVICE_E);
  return situation;
}

inline v1::WatchReply NewsOf(const std::string& site, std::vector<v1::Situation> situations) {
  v1::WatchReply news;
  news.set_site(site);
  for (v1::Situation& one : situations) *news.add_situations() = std::move(one);
  return news;
}

// Alarm 7 of "stairs" is raised, and has not ended.
inline v1::AlarmEvent RaiseOf(std::int64_t at_ns) {
  v1::AlarmEvent event;
  event.set_alarm(7);
  event.set_sequence(1);
  event.set_change(v1::ALARM_CHANGE_RAISE);
  event.set_kind(v1::ALARM_KIND_CROWDING);
  event.set_rule("too full");
  event.set_place("stairs");
  event.set_band(v1::BAND_CROWDED);
  event.set_at_ns(at_ns);
  event.set_reason("182 persons (150 - 215): 180 is crowded, for 30 s");
  return event;
}

inline v1::Row RowOf(std::uint32_t zone, std::int64_t start_ns, std::int64_t length_s,
                     std::uint32_t persons) {
  v1::Row row;
  row.set_zone(zone);
  SetWindow(*row.mutable_window(), start_ns, length_s);
  row.mutable_mean_persons()->set_low(persons * 0.75);
  row.mutable_mean_persons()->set_expected(persons);
  row.mutable_mean_persons()->set_high(persons * 1.25);
  row.mutable_highest()->set_persons(persons + 4);
  row.mutable_highest()->set_low(persons);
  row.mutable_highest()->set_high(persons + 9);
  row.set_counted_s(static_cast<std::uint32_t>(length_s));
  row.set_coverage_percent(95);
  return row;
}

// "North" is connected, "South" is not.
inline HubScript City() {
  HubScript script;
  *script.sites.add_sites() = StateOf("North", true);
  *script.sites.add_sites() = StateOf("South", false);
  script.first_news = {
      NewsOf("North", {SituationOf("hall", kNoon, 20), SituationOf("stairs", kNoon, 182),
                       SituationOf("all", kNoon, 202)}),
      NewsOf("South", {SituationOf("hall", kNoon, -1)})};
  *script.first_news[0].add_events() = RaiseOf(kNoon);
  script.first_news[0].set_connected(true);
  script.first_news[1].set_connected(false);
  return script;
}

}  // namespace throng
