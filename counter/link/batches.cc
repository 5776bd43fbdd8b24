// Books of what was sent, and halving.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/batches.h"

#include <algorithm>
#include <utility>

#include "counter/base/check.h"
#include "counter/wire/limits.h"

namespace throng {
namespace {

std::size_t SizeOf(const OutgoingBatch& batch) {
  return batch.windows.size() + batch.events.size();
}

void AddTo(OutgoingBatch& sum, const OutgoingBatch& batch) {
  sum.windows.insert(sum.windows.end(), batch.windows.begin(), batch.windows.end());
  sum.events.insert(sum.events.end(), batch.events.begin(), batch.events.end());
}

}  // namespace

std::size_t Batches::Room() const {
  const std::size_t most_on_way = is_searching() ? 1 : kMostOnWay;
  return on_way_.size() < most_on_way ? most_items_ : 0;
}

const OutgoingBatch& Batches::Send(std::vector<UnsentWindow> windows,
                                   std::vector<UnsentEvent> events, Duration now) {
  static_assert(kMostItems == kMostWindows + kMostEvents);
  on_way_.push_back({.number = ++last_number_,
                     .windows = std::move(windows),
                     .events = std::move(events),
                     .sent = now});
  Keep(on_way_.back());
  return on_way_.back();
}

std::optional<Duration> Batches::oldest_sent() const {
  if (on_way_.empty()) return std::nullopt;
  return on_way_.front().sent;
}

std::vector<SentBatch> Batches::waiting() const {
  std::vector<SentBatch> waiting;
  for (const OutgoingBatch& batch : on_way_) {
    waiting.push_back({.number = batch.number, .windows = batch.windows.size()});
  }
  return waiting;
}

const OutgoingBatch& Batches::Find(std::uint64_t number) const {
  const auto found = std::ranges::find(on_way_, number, &OutgoingBatch::number);
  COUNTER_CHECK(found != on_way_.end());
  return *found;
}

void Batches::Answered(std::uint64_t number) {
  const auto found = std::ranges::find(on_way_, number, &OutgoingBatch::number);
  COUNTER_CHECK(found != on_way_.end());
  const std::size_t items = SizeOf(*found);
  Forget(*found);
  on_way_.erase(found);
  if (items == 0 || !is_searching()) return;
  const bool is_hub_to_blame = is_misunderstood();
  if (SizeOf(suspected_) > 0) left_ = 0;  // found, or never to be
  if (is_hub_to_blame) {
    Forget(suspected_);
  } else {
    AddTo(refused_, suspected_);
  }
  suspected_ = {};
  left_ -= std::min(items, left_);
  if (left_ == 0) most_items_ = kMostItems;
}

OutgoingBatch Batches::TakeRefused() {
  Forget(refused_);
  return std::exchange(refused_, {});
}

void Batches::Lost() {
  for (const OutgoingBatch& batch : on_way_) Forget(batch);
  on_way_.clear();
}

void Batches::LostToRules() {
  if (!on_way_.empty()) {
    const OutgoingBatch oldest = on_way_.front();  // hubs look at one after the other
    const std::size_t items = SizeOf(oldest);
    const bool is_alone = on_way_.size() == 1;
    Lost();
    if (is_alone && items == 1) {
      AddTo(suspected_, oldest);
      Keep(oldest);
    }
    left_ = std::max(items, std::size_t{1});
    most_items_ = std::max(is_alone ? items / 2 : items, std::size_t{1});
  }
}

bool Batches::is_misunderstood() const { return SizeOf(suspected_) >= kMostSuspected; }

void Batches::Forget(const OutgoingBatch& batch) {
  for (const UnsentWindow& window : batch.windows) windows_.erase(window.number);
  for (const UnsentEvent& event : batch.events) events_.erase(event.number);
}

void Batches::Keep(const OutgoingBatch& batch) {
  for (const UnsentWindow& window : batch.windows) windows_.insert(window.number);
  for (const UnsentEvent& event : batch.events) events_.insert(event.number);
}

}  // namespace throng
