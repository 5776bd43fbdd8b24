// All sites that are watched at a hub: one table of them, and what is new there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/base/time.h"
#include "counter/serve/live_table.h"
#include "counter/wire/answers.h"

namespace throng {

// "12 s", "3 min", "5 h", "4 days".
std::string AgeText(Duration age);

// `end` of a window of `site`, by the hub's clock instead of the edge's, if it is known how far
// they are apart.
Instant ByHubClock(Instant end, const SiteNow& site);

// "its clock is 3 min ahead"; empty if it is less than five seconds off, or not known.
std::string ClockText(const SiteNow& site);

// What stands above and below the sites.
struct CityHead {
  std::string hub;
  std::optional<std::string> trouble;  // of the line to the hub
  Instant now;
  std::string more_notes;  // the command that tells all alarms
};

class CityTable {
 public:
  // Only these; of which there are none: all.
  CityTable(std::vector<std::string> sites, std::vector<std::string> places);

  void TakeSites(std::span<const SiteNow> sites);

  // What was not taken before. Pointers are good until the next call.
  struct Taken {
    struct One {
      const WatchedPlace* place;
      const Situation* situation;
    };
    std::vector<One> windows;
    std::vector<std::string> notes;  // alarms, an edge that came or went: a line each
  };
  // Of sites and places that TakeSites knows (link/reader.h); others are left out.
  Taken Take(const SiteNews& news);

  // A heading for each site: whether it is connected, and how old its newest window is; its places,
  // where a count that is older than it should be is no number any more; then open alarms, the
  // worst first.
  std::vector<std::string> Render(const CityHead& head, const LivePaper& paper) const;

 private:
  struct PlaceView {
    WatchedPlace place;
    std::size_t row;  // of the table
    std::optional<Situation> newest = {};
  };
  struct SiteView {
    SiteNow site;
    std::vector<PlaceView> places;
    std::map<std::int64_t, std::vector<AlarmEvent>> alarms = {};  // that are open
  };
  bool IsWanted(const WatchedPlace& place) const;
  void Show(const SiteView& view, const PlaceView& place);
  void TakeEvents(const SiteNews& news, SiteView& view, Taken& taken);
  std::vector<std::string> AlarmNotes() const;
  static LiveSection SectionOf(const SiteView& view, Instant now);

  std::vector<std::string> sites_wanted_;
  std::vector<std::string> places_wanted_;
  std::map<std::string, SiteView> sites_;
  LiveTable table_{{}};
  std::size_t unknown_ = 0;  // things that are not known here
};

}  // namespace throng
