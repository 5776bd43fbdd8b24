// A clock that stands, and goes on a little whenever it is asked; for tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/time.h"

namespace throng {

class TickingClock final : public Clock {
 public:
  explicit TickingClock(Duration each_time = Duration(0)) : each_time_(each_time) {}
  Instant Now() const override { return Instant(0); }
  Duration Steady() const override { return now_ += each_time_; }
  void SleepUntil(Duration /*steady*/) override {}

 private:
  Duration each_time_;
  mutable Duration now_{0};
};

}  // namespace throng
