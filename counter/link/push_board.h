// What an edge's thread says of itself, for whoever looks; and whether it is to stop.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "counter/base/time.h"
#include "counter/link/edge_trouble.h"
#include "counter/link/push.h"

namespace throng {

// What a look into the ledger found.
struct CountedOutbox {
  Waiting waiting;
  std::uint64_t on_way;
  std::int64_t held_windows;
  std::vector<RefusedRecord> refused;
  std::vector<ZoneFacts> zones;
};

// Thread-safe. The fields of EdgeState say what each of these is about.
class PushBoard {
 public:
  explicit PushBoard(Instant now) { state_.since = now; }

  EdgeState State() const;

  void Connected(Instant now, Duration clock_ahead);
  void Settled(std::size_t windows, std::size_t events, std::size_t suspected, Instant now);
  void Counted(CountedOutbox counted);
  void CertificateEnds(std::optional<Instant> ends);
  void NoTrouble();
  // It is tried again after `pause`.
  void Disconnected(EdgeTrouble trouble, std::size_t suspected, Instant now, Duration pause);

  void Stop();
  bool IsStopped() const;
  // So long, or until Stop.
  void Rest(Duration pause);

 private:
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  bool is_stopped_ = false;  // these are GUARDED_BY mutex_
  EdgeState state_;
};

}  // namespace throng
