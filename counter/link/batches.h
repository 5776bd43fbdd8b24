// Which windows and events are on their way to a hub, and the search for one that it will not take.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "counter/base/time.h"
#include "counter/store/unsent.h"
#include "counter/wire/ingest.h"

namespace throng {

struct OutgoingBatch {
  std::uint64_t number = 0;
  std::vector<UnsentWindow> windows = {};
  std::vector<UnsentEvent> events = {};
  Duration sent{};  // by the steady clock
};

// A hub that ends a stream because a message breaks the rules does not say which. So batches then
// go one by one, and smaller each time, until one with a single item is refused. If the hub takes
// another after that, the item is refused for good. If so many single ones are refused in a row
// that it is the hub which does not understand, none is, and they are tried again once it does.
class Batches {
 public:
  // How many items the next batch may have; 0: wait for an answer.
  std::size_t Room() const;
  // Items that are not to be read again: on their way, or suspected.
  const Numbers& windows() const { return windows_; }
  const Numbers& events() const { return events_; }

  // Gives it a number. Valid until the next call.
  const OutgoingBatch& Send(std::vector<UnsentWindow> windows, std::vector<UnsentEvent> events,
                            Duration now);
  bool empty() const { return on_way_.empty(); }
  // Since when the oldest waits for its answer.
  std::optional<Duration> oldest_sent() const;
  std::vector<SentBatch> waiting() const;

  // What was sent under a number that waiting() has. Its items may be read again once it is
  // forgotten, so settle them before.
  const OutgoingBatch& Find(std::uint64_t number) const;
  void Answered(std::uint64_t number);
  // Those that are refused for good, by the answers so far.
  OutgoingBatch TakeRefused();

  // The stream has ended: what is on its way will be sent again.
  void Lost();
  // The same, and the hub said that something in it breaks the rules.
  void LostToRules();
  bool is_searching() const { return left_ > 0; }
  // Single items that were refused since one was taken: they wait until another is.
  const OutgoingBatch& suspected() const { return suspected_; }
  // So many single items were refused without one being taken.
  bool is_misunderstood() const;

 private:
  void Forget(const OutgoingBatch& batch);
  void Keep(const OutgoingBatch& batch);

  std::uint64_t last_number_ = 0;
  std::deque<OutgoingBatch> on_way_;  // the oldest first
  Numbers windows_;
  Numbers events_;
  std::size_t most_items_ = kMostItems;
  std::size_t left_ = 0;     // items in which something to be found is; 0: no search
  OutgoingBatch suspected_;  // single items that were refused since one was taken
  OutgoingBatch refused_;

  static constexpr std::size_t kMostOnWay = 4;
  static constexpr std::size_t kMostItems = 2200;
  static constexpr std::size_t kMostSuspected = 16;
};

}  // namespace throng
