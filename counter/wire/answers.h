// What a hub answers, checked before our own clients show or pass on any of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/meaning/situations.h"
#include "counter/store/archive.h"
#include "counter/wire/refusal.h"

namespace throng {

namespace v1 {  // made from proto/throng/v1
class ListAlarmsReply;
class ListSitesReply;
class QueryReply;
class WatchReply;
}  // namespace v1

// A hub may be newer than its reader: fields that are not known here are skipped. All texts are
// UTF-8 in one line without control characters, all times in the years 1970 to 2261, and all
// numbers finite: fit for a terminal, and for arithmetic.

// A site as the hub knows it.
struct SiteNow {
  std::string name;
  // Zones in their order, then groups. The kind of a zone that is not known here is "unknown".
  std::vector<WatchedPlace> places;
  std::size_t zones = 0;  // how many of `places`
  bool connected = false;
  std::optional<Instant> newest = {};  // by the edge's clock
  // The edge's clock, ahead of the hub's; at most ten years. Absent: not known.
  std::optional<std::chrono::milliseconds> clock_ahead = {};
};

// At most one of each name. At most 10,000.
Result<std::vector<SiteNow>, Refusal> SitesFrom(v1::ListSitesReply message);

struct PlaceNow {
  std::string place;
  Situation situation;
};

// What is new at one site.
struct SiteNews {
  std::string site;
  std::vector<PlaceNow> situations = {};
  std::vector<AlarmEvent> events = {};
  std::optional<bool> connected = {};
  std::uint32_t missed = 0;
  // What is told is all there is: of a first reply, and where some were missed. Of the first reply
  // the reader knows.
  bool is_all = false;
  // Situations and events that say something which is not known here; they are left out.
  std::size_t unknown = 0;
};
Result<SiteNews, Refusal> NewsFrom(v1::WatchReply message);

// One alarm, in order of its events; empty if none of them is known here.
Result<std::vector<AlarmEvent>, Refusal> AlarmFrom(v1::ListAlarmsReply message);

// The replies to one question about history, in their order.
class HistoryAnswer {
 public:
  // The rows of the next reply, in order of time; their zones are positions in zones().
  Result<std::vector<HistoryRow>, Refusal> Take(v1::QueryReply message);

  // Names, from the first reply on.
  const std::vector<std::string>& zones() const { return zones_; }

 private:
  std::vector<std::string> zones_;
  bool has_begun_ = false;
  std::optional<Instant> newest_;  // start of the last row
};

}  // namespace throng
