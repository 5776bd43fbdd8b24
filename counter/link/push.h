// An edge: sends what its ledger holds to a hub, the newest first, until the hub has it all.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "counter/base/time.h"
#include "counter/link/channel.h"
#include "counter/link/edge_trouble.h"
#include "counter/site/site.h"
#include "counter/store/unsent.h"

namespace throng {

// How an edge is doing, for a screen and a file.
struct EdgeState {
  bool is_connected = false;
  Instant since = Instant(0);  // it is so
  Waiting waiting = {};        // as of the last look into the ledger
  std::uint64_t on_way = 0;    // windows of those that wait, sent and not answered yet
  // They end more than a day after the hub's clock, so no hub takes them yet.
  std::int64_t held_windows = 0;
  // Windows and events that the hub refused, each alone. They are set aside once it takes another;
  // until then it may be the hub that understands nothing.
  std::size_t suspected = 0;
  std::uint64_t sent_windows = 0;  // and answered, since this program began
  std::uint64_t sent_events = 0;
  std::optional<Instant> answered_at = {};   // by the hub, last
  std::optional<Duration> clock_ahead = {};  // this machine's before the hub's
  std::optional<EdgeTrouble> trouble = {};   // while it lasts
  std::optional<Instant> tries_again_at = {};
  std::optional<Instant> certificate_ends = {};
  std::vector<RefusedRecord> refused = {};  // the newest
  std::vector<ZoneFacts> zones = {};        // that `refused` names
};

struct PushOptions {
  std::filesystem::path ledger;                           // may come later: then it is waited for
  std::optional<std::filesystem::path> credentials = {};  // which `dial` reads
  UnsentLimits limits = {};
  Duration look_every = std::chrono::milliseconds(200);  // whether something was appended
  Duration answer_within = std::chrono::seconds(30);     // the hub, a hello or a batch
  Duration first_pause = std::chrono::seconds(1);        // after trouble
  Duration longest_pause = std::chrono::seconds(60);
};

// A thread of its own, which nothing but the end of this object ends (within a second): it tries
// again after any trouble, and loses nothing. Memory does not grow with what waits.
class EdgePush {
 public:
  // `clock` outlives it; `dial` is called for each try, `chance` gives numbers in 0..1.
  EdgePush(Site site, Dial dial, PushOptions options, const Clock& clock,
           std::function<double()> chance);
  ~EdgePush();
  EdgePush(const EdgePush&) = delete;
  EdgePush& operator=(const EdgePush&) = delete;

  // Thread-safe.
  EdgeState State() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
  std::thread thread_;
};

}  // namespace throng
