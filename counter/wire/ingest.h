// What edges send, checked whole: a hello, then batches of counts and alarms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/base/result.h"
#include "counter/release/entry.h"
#include "counter/wire/place.h"
#include "counter/wire/refusal.h"

namespace throng {

namespace v1 {  // made from proto/throng/v1
class PushRequest;
}  // namespace v1

struct EdgeHello {
  SiteFacts site;
  Instant now;  // by the edge's clock
};

struct EdgeBatch {
  std::uint64_t number;
  std::vector<Entry> windows;
  std::vector<AlarmEvent> events;
};

v1::PushRequest HelloMessage(const SiteFacts& site, Instant now);
v1::PushRequest BatchMessage(std::uint64_t number, std::span<const Entry> windows,
                             std::span<const AlarmEvent> events);

// The first message of a stream, and each that follows, if all of it keeps the rules of the
// contract; else the first rule that it breaks. `now` is the hub's clock.
Result<EdgeHello, Refusal> HelloFrom(const v1::PushRequest& message, Instant now);
Result<EdgeBatch, Refusal> BatchFrom(const v1::PushRequest& message, std::size_t zones,
                                     Instant now);

}  // namespace throng
