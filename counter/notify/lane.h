// One way's own thread: sends what it is handed, one after the other, and holds up no other way.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "counter/base/time.h"
#include "counter/notify/sender.h"

namespace throng {

// The functions but Run() are for one thread, the courier's.
class Lane {
 public:
  struct Tried {
    Delivery delivery;
    Reply reply;
  };

  // `clock` outlives it; its Now() is asked in the lane's thread.
  Lane(std::unique_ptr<Sender> sender, const Clock& clock);
  // Ends a try in the middle; what was being sent may have arrived all the same.
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // Only when it IsIdle(). A try that finds the way down is the last: the rest is not tried.
  void Hand(std::vector<Delivery> deliveries);
  // Whether nothing is being sent, and all that was tried has been taken.
  bool IsIdle() const;
  // What was tried since the last call, in order.
  std::vector<Tried> Take();
  // Waits until nothing is being sent, for `most` at most.
  void WaitUntilSent(Duration most);
  // Sends nothing more, and breaks off what is being sent.
  void Stop();

 private:
  void Run();
  bool IsSending() const { return is_sending_ || !to_send_.empty(); }  // with the mutex

  std::unique_ptr<Sender> sender_;
  const Clock& clock_;
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;  // of the three below
  std::condition_variable changed_;
  std::deque<Delivery> to_send_;
  std::vector<Tried> tried_;
  bool is_sending_ = false;
  std::thread thread_;  // last: the rest is there before it starts
};

}  // namespace throng
