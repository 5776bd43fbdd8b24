// What sends an alarm's events by one way.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>

#include "counter/alert/delivery.h"

namespace throng {

inline constexpr std::chrono::seconds kMostWait{10};  // for one try

class Sender {
 public:
  virtual ~Sender() = default;

  // Once, in the lane's thread, before the first Send(): for who has to say that it is there, alarm
  // or not. Blocks no longer than a thread takes to start.
  virtual void Begin() {}

  // Blocks for kMostWait at most, and a little; less once `stop` is true, with any reply. `now` is
  // what the message says of its own time. One thread at a time.
  virtual Reply Send(const Delivery& delivery, Instant now, const std::atomic<bool>& stop) = 0;
};

}  // namespace throng
