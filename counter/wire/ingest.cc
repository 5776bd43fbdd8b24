// Checks and copies hellos and batches.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/ingest.h"

#include <throng/v1/ingest.pb.h>

#include <unordered_map>
#include <utility>

#include "counter/wire/alarm.h"
#include "counter/wire/check.h"
#include "counter/wire/count.h"
#include "counter/wire/limits.h"
#include "counter/wire/place.h"

namespace throng {
namespace {

Refused CheckSizes(const v1::Batch& batch) {
  if (static_cast<std::size_t>(batch.windows_size()) > kMostWindows) {
    return Refusal{.field = "windows", .rule = "are more than 2000"};
  }
  if (static_cast<std::size_t>(batch.events_size()) > kMostEvents) {
    return Refusal{.field = "events", .rule = "are more than 200"};
  }
  return {};
}

// That the events of each alarm come in their order.
Refused CheckOrder(std::span<const AlarmEvent> events) {
  std::unordered_map<std::int64_t, int> newest;
  for (std::size_t i = 0; i < events.size(); ++i) {
    int& sequence = newest[events[i].alarm];
    if (events[i].sequence <= sequence) {
      return At("events", i,
                {.field = "sequence", .rule = "is not above that of the alarm's event before"});
    }
    sequence = events[i].sequence;
  }
  return {};
}

}  // namespace

v1::PushRequest HelloMessage(const SiteFacts& site, Instant now) {
  v1::PushRequest message;
  *message.mutable_hello()->mutable_site() = MessageOf(site);
  message.mutable_hello()->set_now_ns(now.utc_ns());
  return message;
}

v1::PushRequest BatchMessage(std::uint64_t number, std::span<const Entry> windows,
                             std::span<const AlarmEvent> events) {
  v1::PushRequest message;
  v1::Batch& batch = *message.mutable_batch();
  batch.set_number(number);
  batch.mutable_windows()->Reserve(static_cast<int>(windows.size()));
  for (const Entry& entry : windows) *batch.add_windows() = MessageOf(entry);
  for (const AlarmEvent& event : events) *batch.add_events() = MessageOf(event);
  return message;
}

Result<EdgeHello, Refusal> HelloFrom(const v1::PushRequest& message, Instant now) {
  if (const Refused unknown = CheckKnown("", message)) return *unknown;
  if (!message.has_hello()) return Refusal{.rule = "the first message must be a hello"};
  const v1::Hello& hello = message.hello();
  if (const Refused unknown = CheckKnown("hello", hello)) return *unknown;
  if (const Refused odd = CheckTime("now_ns", hello.now_ns(), now)) return *odd;
  if (!hello.has_site()) return Refusal{.field = "site", .rule = "is missing"};
  Result<SiteFacts, Refusal> site = SiteFrom(hello.site());
  if (!site) return site.error();
  return EdgeHello{.site = *std::move(site), .now = Instant(hello.now_ns())};
}

Result<EdgeBatch, Refusal> BatchFrom(const v1::PushRequest& message, std::size_t zones,
                                     Instant now) {
  if (const Refused unknown = CheckKnown("", message)) return *unknown;
  if (!message.has_batch()) return Refusal{.rule = "after the hello, each message is a batch"};
  const v1::Batch& batch = message.batch();
  if (const Refused unknown = CheckKnown("batch", batch)) return *unknown;
  if (const Refused odd = CheckSizes(batch)) return *odd;
  EdgeBatch taken{.number = batch.number(), .windows = {}, .events = {}};
  taken.windows.reserve(static_cast<std::size_t>(batch.windows_size()));
  for (const v1::ZoneWindow& window : batch.windows()) {
    const Result<Entry, Refusal> entry = EntryFrom(window, zones, now);
    if (!entry) return At("windows", taken.windows.size(), entry.error());
    taken.windows.push_back(*entry);
  }
  taken.events.reserve(static_cast<std::size_t>(batch.events_size()));
  for (const v1::AlarmEvent& event : batch.events()) {
    Result<AlarmEvent, Refusal> checked = EventFrom(event, now);
    if (!checked) return At("events", taken.events.size(), checked.error());
    taken.events.push_back(*std::move(checked));
  }
  if (const Refused odd = CheckOrder(taken.events)) return *odd;
  return taken;
}

}  // namespace throng
