// Tells readers what is new: each message is made once for all who watch the same.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "counter/hub/sites.h"

namespace throng {

// What a reader watches; names, in order, each once. None: all.
struct WatchFilter {
  std::vector<std::string> sites;
  std::vector<std::string> places;
  friend auto operator<=>(const WatchFilter&, const WatchFilter&) = default;
};

// The bytes of a WatchReply are those of `all`, and behind them those of `one`.
struct LiveMessage {
  // Owned by the messages of all readers that watch the same, for as long as one is on its way.
  std::shared_ptr<const std::string> all;
  std::string one;  // what this reader missed
};

// Whoever is told. Take is called from any thread, and not again before Live::Ready. It returns at
// once, and calls nothing of Live.
class LiveReader {
 public:
  virtual void Take(LiveMessage message) = 0;

 protected:
  ~LiveReader() = default;
};

// Thread-safe. A reader that is slow has one message on its way and at most one waiting for each
// site; if more is new, it is told the present state of that site instead.
class Live {
 public:
  enum class Answer : std::uint8_t { kAdded = 1, kNoSuchPlace, kTooMany };

  explicit Live(std::size_t most_readers = 4096);
  ~Live();
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  // For as long as this lives. To be called before all others, once.
  void Begin(const Sites& sites);

  // Takes what is new; returns at once. In the order of its sequence.
  void Tell(HubNews news);

  // Its first message comes at once, also before this returns.
  Answer Add(LiveReader& reader, WatchFilter filter);
  void Ready(LiveReader& reader);
  // No Take is under way or comes after this. May be called again.
  void Remove(LiveReader& reader);

  std::size_t Readers() const;

 private:
  struct Group;
  struct Subscriber;
  struct Queued {
    HubNews news;
    std::uint32_t skipped;  // before it, at the same site
  };
  void Deliver();
  void DeliverOne(const Queued& queued);
  void Offer(Subscriber& to, const Queued& queued, const std::shared_ptr<const std::string>& all);
  void SendNext(Subscriber& to);
  std::shared_ptr<Subscriber> Find(LiveReader& reader);

  const Sites* sites_ = nullptr;
  std::size_t most_readers_;

  mutable std::mutex mutex_;
  // Owned by this and, while it is told something, by whoever tells. GUARDED_BY mutex_.
  std::map<LiveReader*, std::shared_ptr<Subscriber>> readers_;
  // Owned by this and by its subscribers. GUARDED_BY mutex_.
  std::map<WatchFilter, std::shared_ptr<Group>> groups_;

  std::mutex queue_mutex_;
  std::condition_variable queue_changed_;
  std::deque<Queued> queue_;  // these are GUARDED_BY queue_mutex_
  bool is_ending_ = false;

  std::thread thread_;
};

}  // namespace throng
