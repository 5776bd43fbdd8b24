// Checks and copies hellos and batches.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/ingest.h"

#include <throng/v1/ingest.pb.h>

#include <algorithm>
#include <limits>
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

// Of another's clock it is only asked that its time can be said.
constexpr Instant kNoMatterWhen(std::numeric_limits<std::int64_t>::max());

Result<HubReply, Refusal> DoneFrom(const v1::BatchDone& message,
                                   std::span<const SentBatch> waiting) {
  const auto batch = std::ranges::find(waiting, message.number(), &SentBatch::number);
  if (batch == waiting.end()) {
    return Refusal{.field = "done.number", .rule = "is none of a batch that waits"};
  }
  std::vector<bool> seen(batch->windows);
  for (const std::uint32_t position : message.refused()) {
    if (position >= seen.size()) {
      return Refusal{.field = "done.refused", .rule = "names no window of the batch"};
    }
    if (seen[position]) return Refusal{.field = "done.refused", .rule = "names one twice"};
    seen[position] = true;
  }
  const std::uint64_t told = std::uint64_t{message.written()} + message.known() +
                             static_cast<std::uint64_t>(message.refused_size());
  if (told != batch->windows) {
    return Refusal{.field = "done", .rule = "does not add up to the windows of the batch"};
  }
  return HubReply(
      HubDone{.number = message.number(),
              .written = {.written = message.written(),
                          .known = message.known(),
                          .refused = {message.refused().begin(), message.refused().end()}}});
}

Result<HubReply, Refusal> AcknowledgesFrom(const v1::AcknowledgeAlarm& message) {
  if (message.alarm() < 1 || message.alarm() > std::numeric_limits<std::int64_t>::max()) {
    return Refusal{.field = "acknowledge.alarm", .rule = "is not from 1 to 2^63 - 1"};
  }
  if (const Refused odd = CheckRole("acknowledge.by_role", message.by_role())) return *odd;
  if (const Refused odd = CheckTime("acknowledge.at_ns", message.at_ns(), kNoMatterWhen)) {
    return *odd;
  }
  return HubReply(HubAcknowledges{.alarm = static_cast<std::int64_t>(message.alarm()),
                                  .by = message.by_role(),
                                  .at = Instant(message.at_ns())});
}

}  // namespace

v1::PushRequest HelloMessage(const SiteFacts& site, Instant now,
                             std::optional<std::int64_t> ledger) {
  v1::PushRequest message;
  if (ledger) message.mutable_hello()->set_ledger(static_cast<std::uint64_t>(*ledger));
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
  if (hello.has_ledger() &&
      (hello.ledger() < 1 || hello.ledger() > std::numeric_limits<std::int64_t>::max())) {
    return Refusal{.field = "ledger", .rule = "is not from 1 to 2^63 - 1"};
  }
  Result<SiteFacts, Refusal> site = SiteFrom(hello.site());
  if (!site) return site.error();
  EdgeHello taken{.site = *std::move(site), .now = Instant(hello.now_ns())};
  if (hello.has_ledger()) taken.ledger = static_cast<std::int64_t>(hello.ledger());
  return taken;
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

v1::PushReply WelcomeMessage(Instant now) {
  v1::PushReply message;
  message.mutable_welcome()->set_now_ns(now.utc_ns());
  return message;
}

v1::PushReply DoneMessage(std::uint64_t number, const BatchWritten& written) {
  v1::PushReply message;
  v1::BatchDone& done = *message.mutable_done();
  done.set_number(number);
  done.set_written(written.written);
  done.set_known(written.known);
  done.mutable_refused()->Assign(written.refused.begin(), written.refused.end());
  return message;
}

v1::PushReply AcknowledgeMessage(std::int64_t alarm, std::string_view by_role, Instant at) {
  v1::PushReply message;
  v1::AcknowledgeAlarm& acknowledge = *message.mutable_acknowledge();
  acknowledge.set_alarm(static_cast<std::uint64_t>(alarm));
  acknowledge.set_by_role(std::string(by_role));
  acknowledge.set_at_ns(at.utc_ns());
  return message;
}

Result<HubReply, Refusal> ReplyFrom(const v1::PushReply& message,
                                    std::span<const SentBatch> waiting) {
  if (message.has_done()) return DoneFrom(message.done(), waiting);
  if (message.has_acknowledge()) return AcknowledgesFrom(message.acknowledge());
  if (!message.has_welcome()) return HubReply();
  const std::int64_t now_ns = message.welcome().now_ns();
  if (const Refused odd = CheckTime("welcome.now_ns", now_ns, kNoMatterWhen)) return *odd;
  return HubReply(HubWelcome{.now = Instant(now_ns)});
}

}  // namespace throng
