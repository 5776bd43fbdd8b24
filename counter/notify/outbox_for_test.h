// An outbox in memory that keeps the contract, and a clock that stands still.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "counter/alert/outbox.h"
#include "counter/notify/events_for_test.h"

namespace throng {

// Moved by the test; thread-safe.
class TestClock final : public Clock {
 public:
  Instant Now() const override { return At("2026-11-24T20:30:00") + Duration(passed_ns_); }
  Duration Steady() const override { return Duration(passed_ns_); }
  void SleepUntil(Duration steady) override { passed_ns_ = steady.count(); }
  void Pass(Duration time) { passed_ns_ += time.count(); }

 private:
  std::atomic<Duration::rep> passed_ns_ = 0;
};

class TestOutbox final : public Outbox {
 public:
  struct Kept {
    Delivery delivery;
    Settlement settlement;  // kWaiting at first
  };

  // The last event of `alarm`, by that way.
  void Put(const std::string& way, const std::vector<AlarmEvent>& alarm) {
    Delivery delivery = DeliveryOf(alarm, std::ssize(kept_) + 1);
    delivery.way = way;
    kept_.push_back({.delivery = delivery,
                     .settlement = {.state = Settlement::State::kWaiting,
                                    .at = delivery.since,
                                    .why = {},
                                    .next_at = delivery.since}});
  }

  Result<std::vector<Delivery>> Due(const std::string& way, Instant now,
                                    std::size_t most) override {
    if (fails) return Fault::kLedgerBusy;
    std::vector<Delivery> due;
    std::map<std::int64_t, std::vector<int>> told;
    std::map<std::int64_t, bool> has_earlier;
    for (const Kept& kept : kept_) {
      if (kept.delivery.way != way) continue;
      const std::int64_t alarm = kept.delivery.event().alarm;
      if (kept.settlement.state == Settlement::State::kDelivered) {
        told[alarm].push_back(kept.delivery.event().sequence);
      }
      if (kept.settlement.state != Settlement::State::kWaiting) continue;
      if (has_earlier[alarm] && keeps_order) continue;
      has_earlier[alarm] = true;
      if (kept.settlement.next_at > now || due.size() >= most) continue;
      due.push_back(kept.delivery);
      due.back().told = told[alarm];
    }
    return due;
  }

  Status Settle(const Delivery& delivery, const Settlement& settlement) override {
    if (fails || cannot_settle) return Fault::kDiskFull;
    Kept& kept = kept_.at(static_cast<std::size_t>(delivery.number) - 1);
    EXPECT_EQ(kept.settlement.state, Settlement::State::kWaiting) << "settled twice";
    kept.settlement = settlement;
    if (settlement.state == Settlement::State::kWaiting) ++kept.delivery.tries;
    return Done{};
  }

  Result<std::vector<WayRecord>> Records() override {
    std::map<std::string, WayRecord> records;
    for (const auto& [delivery, settlement] : kept_) {
      WayRecord& record = records[delivery.way];
      record.way = delivery.way;
      switch (settlement.state) {
        case Settlement::State::kDelivered:
          ++record.delivered;
          record.delivered_at = settlement.at;
          break;
        case Settlement::State::kWaiting:
          ++record.waiting;
          if (!record.waiting_since) record.waiting_since = delivery.since;
          if (settlement.why) record.why = settlement.why;
          break;
        case Settlement::State::kFailed:
          ++record.failed;
          record.why = settlement.why;
          break;
      }
    }
    std::vector<WayRecord> all;
    all.reserve(records.size());
    for (const auto& [way, record] : records) all.push_back(record);
    return all;
  }

  const std::vector<Kept>& kept() const { return kept_; }

  bool keeps_order = true;  // else it breaks the contract of Due()
  bool fails = false;
  bool cannot_settle = false;

 private:
  std::vector<Kept> kept_;
};

}  // namespace throng
