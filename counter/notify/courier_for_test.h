// A courier with an outbox in memory, a clock that stands still and senders that a test scripts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "counter/notify/courier.h"
#include "counter/notify/outbox_for_test.h"

namespace throng {

using Answer = std::function<Reply(const Delivery&, const std::atomic<bool>& stop)>;

inline const Reply kDelivered{.verdict = Reply::Verdict::kDelivered, .why = {}};
inline const Reply kLater{.verdict = Reply::Verdict::kLater, .why = Fault::kWayBusy};
inline const Reply kDown{.verdict = Reply::Verdict::kDown, .why = Fault::kWayUnreachable};
inline const Reply kRefused{.verdict = Reply::Verdict::kRefused, .why = Fault::kWayRefused};

// What was sent, by all senders, as WAY NUMBER.
class Log {
 public:
  void Add(const std::string& way, std::int64_t number) {
    const std::lock_guard lock(mutex_);
    sent_.push_back(way + " " + std::to_string(number));
  }
  std::vector<std::string> Sent() const {
    const std::lock_guard lock(mutex_);
    return sent_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> sent_;
};

class ScriptedSender final : public Sender {
 public:
  ScriptedSender(Log& log, Answer answer) : log_(log), answer_(std::move(answer)) {}
  Reply Send(const Delivery& delivery, Instant /*now*/, const std::atomic<bool>& stop) override {
    log_.Add(delivery.way, delivery.number);
    return answer_(delivery, stop);
  }

 private:
  Log& log_;
  Answer answer_;
};

AlarmEvent Of(AlarmEvent event, std::int64_t alarm) {
  event.alarm = alarm;
  return event;
}

class CourierTest : public testing::Test {
 protected:
  void Add(const std::string& way, Answer answer) {
    senders_.push_back(
        {.way = way, .sender = std::make_unique<ScriptedSender>(log_, std::move(answer))});
  }
  Courier& Start() {
    courier_ = std::make_unique<Courier>(std::move(senders_), outbox_, clock_, [] { return 0.0; });
    senders_.clear();
    return *courier_;
  }
  // Until all that is due at this moment has been tried and settled.
  void Run() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    do {
      (void)courier_->Step();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    } while (!courier_->IsIdle() && std::chrono::steady_clock::now() < end);
    (void)courier_->Step();
    if (!courier_->IsIdle()) Run();
  }
  Settlement::State StateOf(std::size_t number) const {
    return outbox_.kept()[number - 1].settlement.state;
  }

  Log log_;
  TestClock clock_;
  TestOutbox outbox_;
  std::vector<NamedSender> senders_;
  std::unique_ptr<Courier> courier_;
};

}  // namespace throng
