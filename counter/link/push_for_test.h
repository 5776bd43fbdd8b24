// An edge that pushes from a ledger of its own to a hub that does what a test says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "counter/link/channel.h"
#include "counter/link/credentials.h"
#include "counter/link/push.h"
#include "counter/link/scripted_hub_for_test.h"
#include "counter/store/alarm_log.h"
#include "counter/store/ledger.h"
#include "counter/store/unsent_for_test.h"

namespace throng {

// At most twenty seconds.
inline bool Eventually(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

class PushTest : public testing::Test {
 protected:
  static constexpr int kZones = 5;

  Ledger Count(int zones = kZones) const {
    Result<Ledger> ledger = Ledger::OpenToWrite(file_, SiteOfZones(zones));
    EXPECT_TRUE(ledger);
    return *std::move(ledger);
  }
  void Append(const std::vector<AlarmEvent>& events) const {
    Result<AlarmLog> log = AlarmLog::Open(file_);
    std::vector<LoggedEvent> logged;
    for (const AlarmEvent& event : events) logged.push_back({.event = event, .ways = {}});
    EXPECT_TRUE(log->Append(logged, {}, {}));
  }
  void Start(Duration answer_within = std::chrono::seconds(30)) {
    Start(EdgeDial(hub_.address(), std::nullopt), answer_within);
  }
  void Start(Dial dial, Duration answer_within = std::chrono::seconds(30)) {
    push_.reset();
    push_ = std::make_unique<EdgePush>(SiteOfZones(kZones), std::move(dial),
                                       PushOptions{.ledger = file_,
                                                   .credentials = "credentials",
                                                   .look_every = std::chrono::milliseconds(20),
                                                   .answer_within = answer_within,
                                                   .first_pause = std::chrono::milliseconds(20),
                                                   .longest_pause = std::chrono::milliseconds(100)},
                                       clock_, [] { return 0.5; });
  }
  // Keeps and answers, but does not understand a batch with this window, which it counts.
  ScriptedHub::Script AllBut(Instant start, ZoneIndex zone, std::atomic<int>& refusals) {
    return [this, start, zone, &refusals](EdgeCall& call) {
      if (!call.Hello()) return grpc::Status::OK;
      call.Welcome();
      while (const auto batch = call.Batch()) {
        const bool is_odd = std::ranges::any_of(batch->windows, [&](const Entry& entry) {
          return entry.window.start == start && entry.zone == zone;
        });
        if (is_odd) {
          ++refusals;
          return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "windows[7].count is odd");
        }
        hub_.Keep(*batch);
        call.Answer(*batch);
      }
      return grpc::Status::OK;
    };
  }
  // Before what a script of the hub's looks at is gone.
  void End() {
    push_.reset();
    hub_.Stop();
  }
  // All that was appended is there, and nothing waits any more.
  bool HasAll(std::size_t windows) {
    return Eventually([&] {
      const EdgeState state = push_->State();
      return hub_.Windows() == windows && state.is_connected && state.waiting.windows == 0 &&
             state.sent_windows >= windows && state.waiting.events == 0;
    });
  }
  std::string Trouble() const {
    const EdgeState state = push_->State();
    return state.trouble ? state.trouble->text : "";
  }
  bool IsTold(const std::string& text) {
    return Eventually([&] { return Trouble().find(text) != std::string::npos; });
  }
  std::int64_t WaitingInLedger() const { return Unsent::Open(file_)->Count()->windows; }

  SystemClock clock_;
  const LedgerFolder folder_{"push"};
  const std::filesystem::path file_ = folder_.ledger();
  ScriptedHub hub_{folder_.folder()};
  std::unique_ptr<EdgePush> push_;
};

}  // namespace throng
