// Where deliveries wait: what the courier asks of whoever keeps them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter/alert/delivery.h"

namespace throng {

// What becomes of a delivery after a try.
struct Settlement {
  enum class State : std::uint8_t { kDelivered = 1, kWaiting = 2, kFailed = 3 };
  State state;
  Instant at;                // of the try
  std::optional<Fault> why;  // of the newest failure
  Instant next_at;           // when it is due again, if it waits
};

// All deliveries of one way.
struct WayRecord {
  std::string way;
  std::int64_t delivered = 0;
  std::int64_t waiting = 0;
  std::int64_t failed = 0;
  std::optional<Instant> delivered_at;   // of the newest
  std::optional<Instant> waiting_since;  // of the oldest that waits
  std::optional<Fault> why;              // of the newest that waits after a failure, or has failed
};

// Kept by the ledger, so that it outlives the program. Called from the thread of Courier::Step()
// alone. Each delivery is waiting (at first, with `tries` 0, due at `since`) until it is delivered
// or failed, and is then no more changed.
class Outbox {
 public:
  virtual ~Outbox() = default;

  // Of each alarm of that way the first delivery that waits, if it is due at `now`: what follows it
  // is not due before it is settled, so an end never overtakes its raise. The `most` with the
  // smallest numbers, in that order.
  virtual Result<std::vector<Delivery>> Due(const std::string& way, Instant now,
                                            std::size_t most) = 0;

  // Durable when it returns. With kWaiting, `tries` grows by one.
  virtual Status Settle(const Delivery& delivery, const Settlement& settlement) = 0;

  // One for each way that ever had a delivery.
  virtual Result<std::vector<WayRecord>> Records() = 0;
};

}  // namespace throng
