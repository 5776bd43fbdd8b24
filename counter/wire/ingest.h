// What edges send and hubs answer, checked whole: a hello, then batches of counts and alarms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/base/result.h"
#include "counter/release/entry.h"
#include "counter/store/archive.h"
#include "counter/wire/place.h"
#include "counter/wire/refusal.h"

namespace throng {

namespace v1 {  // made from proto/throng/v1
class PushReply;
class PushRequest;
}  // namespace v1

struct EdgeHello {
  SiteFacts site;
  Instant now;                              // by the edge's clock
  std::optional<std::int64_t> ledger = {};  // its number, above 0
};

struct EdgeBatch {
  std::uint64_t number;
  std::vector<Entry> windows;
  std::vector<AlarmEvent> events;
};

v1::PushRequest HelloMessage(const SiteFacts& site, Instant now,
                             std::optional<std::int64_t> ledger = std::nullopt);
v1::PushRequest BatchMessage(std::uint64_t number, std::span<const Entry> windows,
                             std::span<const AlarmEvent> events);

// The first message of a stream, and each that follows, if all of it keeps the rules of the
// contract; else the first rule that it breaks. `now` is the hub's clock.
Result<EdgeHello, Refusal> HelloFrom(const v1::PushRequest& message, Instant now);
Result<EdgeBatch, Refusal> BatchFrom(const v1::PushRequest& message, std::size_t zones,
                                     Instant now);

struct HubWelcome {
  Instant now;  // by the hub's clock
};
struct HubDone {
  std::uint64_t number;
  BatchWritten written;  // written, known and refused add up to the batch's windows
};
struct HubAcknowledges {
  std::int64_t alarm;  // by its number at the edge
  std::string by;      // a role
  Instant at;          // by the hub's clock
};
// Of a hub that says something newer: nothing.
using HubReply = std::variant<std::monostate, HubWelcome, HubDone, HubAcknowledges>;

v1::PushReply WelcomeMessage(Instant now);
v1::PushReply DoneMessage(std::uint64_t number, const BatchWritten& written);
v1::PushReply AcknowledgeMessage(std::int64_t alarm, std::string_view by_role, Instant at);

// A batch that waits for its answer.
struct SentBatch {
  std::uint64_t number;
  std::size_t windows;
};
// What the hub says, if it keeps the rules; fields that are new are skipped. An answer has to be to
// one of `waiting`.
Result<HubReply, Refusal> ReplyFrom(const v1::PushReply& message,
                                    std::span<const SentBatch> waiting);

}  // namespace throng
