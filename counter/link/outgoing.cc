// Puts batches together, and takes them apart when they are answered.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/outgoing.h"

#include <throng/v1/ingest.pb.h>

#include <algorithm>
#include <utility>

#include "counter/wire/limits.h"

namespace throng {
namespace {

// A hub's clock may be so much behind what this edge thinks it is.
constexpr Duration kClockMargin = std::chrono::minutes(1);

v1::PushRequest MessageFor(std::span<const UnsentWindow> windows,
                           std::span<const UnsentEvent> events) {
  std::vector<Entry> entries;
  std::vector<AlarmEvent> happened;
  for (const UnsentWindow& window : windows) entries.push_back(window.entry);
  for (const UnsentEvent& event : events) happened.push_back(event.event);
  return BatchMessage(0, entries, happened);
}

}  // namespace

Status Outgoing::Open() {
  version_.reset();
  batches_.Lost();
  const Result<bool> opened = ledger_.Open();
  if (!opened) return opened.error();
  if (*opened) {
    batches_ = Batches();
    is_marking_ = true;
  }
  return Done{};
}

Result<bool> Outgoing::HasNews() {
  const Result<std::int64_t> version = ledger_.unsent().Version();
  if (!version) return version.error();
  return std::exchange(version_, *version) != *version;
}

Result<bool> Outgoing::MarkSome() {
  if (!is_marking_) return false;
  const Result<bool> more = ledger_.unsent().MarkSome();
  if (!more && more.error() == Fault::kLedgerBusy) return false;  // a count goes first
  if (!more) return more.error();
  is_marking_ = *more;
  return true;
}

Result<std::optional<v1::PushRequest>> Outgoing::Next(std::size_t zones, Instant hub_now) {
  Unsent& unsent = ledger_.unsent();
  const Instant latest = hub_now + (Duration(kMostAhead) - kClockMargin);
  const std::size_t room = batches_.Room();
  auto events = unsent.Events(std::min(room, kMostEvents), batches_.events(), latest);
  if (!events) return events.error();
  const std::size_t left = std::min(room - events->size(), kMostWindows);
  auto windows = unsent.Newest(left, batches_.windows(), latest);
  if (!windows) return windows.error();
  while (!windows->empty() || !events->empty()) {
    v1::PushRequest message = MessageFor(*windows, *events);
    const Result<EdgeBatch, Refusal> checked = BatchFrom(message, zones, hub_now);
    if (checked) {
      const OutgoingBatch& batch =
          batches_.Send(*std::move(windows), *std::move(events), clock_.Steady());
      message.mutable_batch()->set_number(batch.number);
      return std::optional(std::move(message));
    }
    const Status done = SetAside(checked.error(), *windows, *events);
    if (!done) return done.error();
  }
  return std::optional<v1::PushRequest>();
}

// What the rules forbid is never sent: a hub would end the stream for it.
Status Outgoing::SetAside(const Refusal& refusal, std::vector<UnsentWindow>& windows,
                          std::vector<UnsentEvent>& events) {
  const auto at = static_cast<std::ptrdiff_t>(refusal.position);
  if (refusal.list.text() == "windows") {
    const UnsentWindow odd = windows.at(refusal.position);
    windows.erase(windows.begin() + at);
    return ledger_.unsent().Refuse({&odd, 1}, {}, clock_.Now());
  }
  if (refusal.list.text() == "events") {
    const UnsentEvent odd = events.at(refusal.position);
    events.erase(events.begin() + at);
    return ledger_.unsent().Refuse({}, {&odd, 1}, clock_.Now());
  }
  return Fault::kInternal;
}

Status Outgoing::Settle(const HubDone& done) {
  const OutgoingBatch& batch = batches_.Find(done.number);
  const Status settled =
      ledger_.unsent().Settle(batch.windows, batch.events, done.written.refused, clock_.Now());
  if (!settled) return settled;  // sent again, since nothing is struck out
  batches_.Answered(done.number);
  const OutgoingBatch refused = batches_.TakeRefused();
  if (refused.windows.empty() && refused.events.empty()) return Done{};
  return ledger_.unsent().Refuse(refused.windows, refused.events, clock_.Now());
}

Status Outgoing::Acknowledge(const HubAcknowledges& asked) {
  // By this edge's clock, as all that it counts.
  return ledger_.Acknowledge(asked.alarm, asked.by, clock_.Now());
}

}  // namespace throng
