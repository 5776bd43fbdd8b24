// What is known of one site now: situations of its places, and alarms that are open.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/base/time.h"
#include "counter/meaning/situations.h"
#include "counter/release/entry.h"
#include "counter/store/archive.h"

namespace throng {

// Made of windows that come in any order; only one that is newer than the last moves it.
class LiveSite {
 public:
  explicit LiveSite(SiteFacts facts);

  const SiteFacts& facts() const { return facts_; }
  const std::vector<WatchedPlace>& places() const { return situations_.places(); }

  // Of each place at the end of the newest window; empty before there is one.
  const std::vector<Situation>& now() const { return now_; }
  // End of the newest window that ever came.
  std::optional<Instant> newest() const { return newest_; }
  const std::map<std::int64_t, std::vector<AlarmEvent>>& open() const { return open_; }

  // True if now() is another. A window counts once all of its zones are there, once a newer one
  // has come, or at Settle. `steady` is when they came.
  bool Take(std::span<const Entry> windows, Duration steady);
  // Takes what waits for its other zones since before `since`. True as above.
  bool Settle(Duration since);

  // The edge's clock says `now`: what ends much later is of a clock that was wrong, and no longer
  // keeps newer windows from counting.
  void SetClock(Instant now);

  // Alarms as the archive has them after some events. The events that are news.
  std::vector<AlarmEvent> TakeAlarms(std::span<const std::vector<AlarmEvent>> alarms);

 private:
  using Zones = std::map<std::uint16_t, Entry>;
  void Count(const Window& window, const Zones& zones);

  SiteFacts facts_;
  Situations situations_;
  std::vector<Situation> now_;
  std::optional<Instant> newest_;
  std::optional<Instant> counted_until_;  // windows that start earlier are late
  std::map<Window, Zones> waiting_;       // for more of their zones
  Duration waiting_since_{};
  std::map<std::int64_t, std::vector<AlarmEvent>> open_;
};

}  // namespace throng
