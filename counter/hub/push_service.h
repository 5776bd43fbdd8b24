// Takes counts and alarms from edges.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "counter/base/time.h"
#include "counter/hub/gate.h"
#include "counter/hub/service.h"
#include "counter/hub/sites.h"
#include "counter/hub/trail.h"
#include "counter/hub/writer.h"

namespace throng {

class PushService : public HubService {
 public:
  // Tells the edge of an alarm that somebody has seen, as `archive` has it, if the edge that knows
  // it is on the line.
  virtual void Acknowledge(std::int64_t site, std::int64_t alarm, Archive& archive) = 0;

  // Windows that came since the start, also those that were known.
  virtual std::uint64_t WindowsTaken() const = 0;
};

// All of them must outlive it; a `trail` may be absent.
std::unique_ptr<PushService> MakePushService(Gate& gate, Writer& writer, Sites& sites, Trail* trail,
                                             const Clock& clock);

}  // namespace throng
