// Skips what is not known here, then holds the rest against the contract.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/answers.h"

#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

#include <limits>
#include <unordered_set>
#include <utility>

#include "counter/wire/alarm.h"
#include "counter/wire/check.h"
#include "counter/wire/limits.h"
#include "counter/wire/place.h"
#include "counter/wire/situation.h"

namespace throng {
namespace {

constexpr std::size_t kMostSites = 10'000;
constexpr std::chrono::milliseconds kMostClockAhead = std::chrono::days(3650);

// The clock of whoever reads may be wrong by days, so no time is too far ahead of it.
constexpr Instant kAnyTime(std::numeric_limits<std::int64_t>::max());

// A kind that is not known here is no reason not to show the zone.
std::vector<int> TakeUnknownKinds(v1::Site& site) {
  std::vector<int> unknown;
  for (int i = 0; i < site.zones_size(); ++i) {
    if (site.zones(i).kind() <= v1::ZoneKind_MAX) continue;
    unknown.push_back(i);
    site.mutable_zones(i)->set_kind(v1::ZONE_KIND_WALKWAY);
  }
  return unknown;
}

Result<SiteNow, Refusal> SiteStateFrom(v1::SiteState& message) {
  if (!message.has_site()) return Refusal{.field = "site", .rule = "is missing"};
  const std::vector<int> unknown = TakeUnknownKinds(*message.mutable_site());
  const Result<SiteFacts, Refusal> facts = SiteFrom(message.site());
  if (!facts) return facts.error();
  SiteNow site{.name = facts->name,
               .places = PlacesOf(facts->zones, facts->groups),
               .zones = facts->zones.size(),
               .connected = message.connected()};
  for (const int zone : unknown) site.places[static_cast<std::size_t>(zone)].kind = "unknown";
  if (message.has_newest_ns()) {
    if (message.newest_ns() < 0) return Refusal{.field = "newest_ns", .rule = "is before 1970"};
    if (const Refused odd = CheckTime("newest_ns", message.newest_ns(), kAnyTime)) return *odd;
    site.newest = Instant(message.newest_ns());
  }
  if (message.has_clock_ahead_ms()) {
    const std::int64_t ahead_ms = message.clock_ahead_ms();
    if (ahead_ms > kMostClockAhead.count() || ahead_ms < -kMostClockAhead.count()) {
      return Refusal{.field = "clock_ahead_ms", .rule = "is more than ten years"};
    }
    site.clock_ahead = std::chrono::milliseconds(ahead_ms);
  }
  return site;
}

bool IsKnown(const v1::Situation& situation) { return situation.freshness() <= v1::Freshness_MAX; }

bool IsKnown(const v1::AlarmEvent& event) {
  return event.change() <= v1::AlarmChange_MAX && event.kind() <= v1::AlarmKind_MAX &&
         event.band() <= v1::Band_MAX;
}

Result<AlarmEvent, Refusal> EventToRead(const v1::AlarmEvent& message) {
  if (message.at_ns() < 0) return Refusal{.field = "at_ns", .rule = "is before 1970"};
  return EventFrom(message, kAnyTime);
}

}  // namespace

Result<std::vector<SiteNow>, Refusal> SitesFrom(v1::ListSitesReply message) {
  message.DiscardUnknownFields();
  if (static_cast<std::size_t>(message.sites_size()) > kMostSites) {
    return Refusal{.field = "sites", .rule = "are more than 10000"};
  }
  std::vector<SiteNow> sites;
  std::unordered_set<std::string> names;
  for (v1::SiteState& state : *message.mutable_sites()) {
    Result<SiteNow, Refusal> site = SiteStateFrom(state);
    if (!site) return At("sites", sites.size(), site.error());
    if (!names.insert(site->name).second) {
      return At("sites", sites.size(), {.field = "site.name", .rule = "is that of another site"});
    }
    sites.push_back(*std::move(site));
  }
  return sites;
}

Result<SiteNews, Refusal> NewsFrom(v1::WatchReply message) {
  message.DiscardUnknownFields();
  if (const Refused odd = CheckName("site", message.site())) return *odd;
  SiteNews news{.site = message.site(), .missed = message.missed(), .is_all = message.missed() > 0};
  if (message.has_connected()) news.connected = message.connected();
  for (int i = 0; i < message.situations_size(); ++i) {
    const v1::Situation& one = message.situations(i);
    if (!IsKnown(one)) {
      ++news.unknown;
      continue;
    }
    const auto at = static_cast<std::size_t>(i);
    if (const Refused odd = CheckName("place", one.place())) return At("situations", at, *odd);
    Result<Situation, Refusal> situation = SituationFrom(one);
    if (!situation) return At("situations", at, situation.error());
    news.situations.push_back({.place = one.place(), .situation = *situation});
  }
  for (int i = 0; i < message.events_size(); ++i) {
    if (!IsKnown(message.events(i))) {
      ++news.unknown;
      continue;
    }
    Result<AlarmEvent, Refusal> event = EventToRead(message.events(i));
    if (!event) return At("events", static_cast<std::size_t>(i), event.error());
    news.events.push_back(*std::move(event));
  }
  return news;
}

Result<std::vector<AlarmEvent>, Refusal> AlarmFrom(v1::ListAlarmsReply message) {
  message.DiscardUnknownFields();
  std::vector<AlarmEvent> alarm;
  for (int i = 0; i < message.events_size(); ++i) {
    if (!IsKnown(message.events(i))) continue;
    const auto at = static_cast<std::size_t>(i);
    Result<AlarmEvent, Refusal> event = EventToRead(message.events(i));
    if (!event) return At("events", at, event.error());
    const bool follows = alarm.empty() || (alarm.back().alarm == event->alarm &&
                                           alarm.back().sequence < event->sequence);
    if (!follows) {
      return At("events", at, {.field = "sequence", .rule = "does not follow the event before"});
    }
    alarm.push_back(*std::move(event));
  }
  return alarm;
}

Result<std::vector<HistoryRow>, Refusal> HistoryAnswer::Take(v1::QueryReply message) {
  message.DiscardUnknownFields();
  if (!has_begun_) {
    if (static_cast<std::size_t>(message.zones_size()) > kMostZones) {
      return Refusal{.field = "zones", .rule = "are more than 4096"};
    }
    for (const std::string& name : message.zones()) {
      if (const Refused odd = CheckName("zones", name)) return *odd;
      zones_.push_back(name);
    }
    has_begun_ = true;
  }
  std::vector<HistoryRow> rows;
  rows.reserve(static_cast<std::size_t>(message.rows_size()));
  for (const v1::Row& one : message.rows()) {
    const Result<HistoryRow, Refusal> row = RowFrom(one, zones_.size());
    if (!row) return At("rows", rows.size(), row.error());
    if (newest_ && row->window.start < *newest_) {
      return At("rows", rows.size(),
                {.field = "window", .rule = "is before that of the row before"});
    }
    newest_ = row->window.start;
    rows.push_back(*row);
  }
  return rows;
}

}  // namespace throng
