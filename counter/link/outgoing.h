// What an edge has to send: read from its ledger, checked, kept until it is answered.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/batches.h"
#include "counter/link/edge_ledger.h"
#include "counter/store/unsent.h"
#include "counter/wire/ingest.h"

namespace throng {

namespace v1 {  // made from proto/throng/v1
class PushRequest;
}  // namespace v1

// Faults of all: as of EdgeLedger::Open.
class Outgoing {
 public:
  // `clock` outlives it.
  Outgoing(std::filesystem::path ledger, const UnsentLimits& limits, const Clock& clock)
      : ledger_(std::move(ledger), limits), clock_(clock) {}

  // Before each connection.
  Status Open();
  bool IsThere() const { return ledger_.IsThere(); }
  Result<std::vector<ZoneFacts>> Zones() { return ledger_.unsent().Zones(); }
  Result<std::int64_t> Ledger() { return ledger_.unsent().Ledger(); }
  Result<Waiting> Count() { return ledger_.unsent().Count(); }
  Result<std::vector<RefusedRecord>> Refused() { return ledger_.unsent().Refused(); }

  // Whether somebody has written to the ledger since this was asked last.
  Result<bool> HasNews();
  // One step of taking up what was there before; true if there was something.
  Result<bool> MarkSome();

  // The next batch for a hub with such a clock; nothing if all is on its way or held back.
  Result<std::optional<v1::PushRequest>> Next(std::size_t zones, Instant hub_now);

  // Strikes out what the hub has answered, and what it will never take.
  Status Settle(const HubDone& done);

  Status Acknowledge(const HubAcknowledges& asked);

  Batches& batches() { return batches_; }
  const Batches& batches() const { return batches_; }

 private:
  Status SetAside(const Refusal& refusal, std::vector<UnsentWindow>& windows,
                  std::vector<UnsentEvent>& events);

  EdgeLedger ledger_;
  const Clock& clock_;
  Batches batches_;
  bool is_marking_ = true;
  std::optional<std::int64_t> version_;
};

}  // namespace throng
