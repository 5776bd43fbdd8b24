// The live state of all sites, and what is new there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/hub/live_site.h"
#include "counter/store/archive.h"

namespace throng {

// A part of a WatchReply (wire/watch_part.h), and the place that it is about.
struct Told {
  std::string place;  // empty: the site itself
  std::string bytes;
};

// What is new at one site.
struct HubNews {
  std::int64_t site;
  std::string name;        // its name
  std::uint64_t sequence;  // grows with everything that is new anywhere
  std::vector<Told> told;  // empty: all of the site is new
};

// A site and its edge.
struct SiteView {
  std::int64_t number;
  SiteFacts facts;
  bool connected = false;
  std::optional<Instant> newest;
  std::optional<Duration> clock_ahead;
};

// Thread-safe.
class Sites {
 public:
  // `tell` is called with all that is new, in its order, from any thread; it must return at once
  // and not call back.
  Sites(const Clock& clock, std::function<void(HubNews)> tell)
      : clock_(clock), tell_(std::move(tell)) {}

  // What the archive knows, with the last minutes of counts for the trends.
  Status Load(Archive& archive);

  // The number of a site that is known by exactly these facts.
  std::optional<std::int64_t> FindSame(const SiteFacts& facts) const;
  // The archive knows the site by these facts now.
  void Enter(std::int64_t site, const SiteFacts& facts);

  // Its edge has said hello, with a clock that is ahead by so much; or is gone.
  void Connect(std::int64_t site, Duration clock_ahead);
  void Disconnect(std::int64_t site);

  // What is durable. `alarms`: those that had an event, as the archive has them.
  void Take(std::int64_t site, std::span<const Entry> windows,
            std::span<const std::vector<AlarmEvent>> alarms);
  // Windows of which zones are missing for seconds count without them. Call it each second.
  void Settle();

  std::vector<SiteView> List() const;  // by name
  std::optional<SiteView> Find(const std::string& name) const;
  bool IsOpen(std::int64_t site, std::int64_t alarm) const;
  // Whether a site of `names` (none: any) has a place of this name.
  bool HasPlace(std::span<const std::string> names, const std::string& place) const;

  // All of a site as it is now, and the sequence of what was new last.
  struct Present {
    std::string name;
    std::uint64_t sequence;
    std::vector<std::string> places;
    std::vector<Told> told;
  };
  std::optional<Present> Now(std::int64_t site) const;
  std::uint64_t SequenceOf(std::int64_t site) const;  // 0: no such site

 private:
  struct State {
    LiveSite live;
    bool connected = false;
    std::optional<Duration> clock_ahead = {};
    std::uint64_t sequence = 0;
  };
  static void AddSituations(const LiveSite& live, std::vector<Told>& told);
  void TellNews(std::int64_t site, State& state, std::vector<Told> told);
  Status LoadOne(Archive& archive, const KnownSite& known);

  const Clock& clock_;
  std::function<void(HubNews)> tell_;
  mutable std::mutex mutex_;
  std::map<std::int64_t, State> states_;         // these are GUARDED_BY mutex_
  std::map<std::string, std::int64_t> numbers_;  // by name
  std::uint64_t sequence_ = 0;
};

}  // namespace throng
