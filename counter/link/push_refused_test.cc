// What a hub will not take is found, told and set aside; all else comes there.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "counter/link/push_for_test.h"

namespace throng {
namespace {

using testing::HasSubstr;

TEST_F(PushTest, WindowsThatTheHubRefusesAreToldAndNotSentAgain) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 2)));
  hub_.Do([&](EdgeCall& call) {
    if (!call.Hello()) return grpc::Status::OK;
    call.Welcome();
    while (const auto batch = call.Batch()) {
      hub_.Keep(*batch);
      call.Answer(*batch, {0, 9});
    }
    return grpc::Status::OK;
  });
  Start();
  EXPECT_TRUE(Eventually([&] { return push_->State().waiting.refused_windows == 2; }));
  const EdgeState state = push_->State();
  EXPECT_EQ(state.waiting.windows, 0);
  EXPECT_EQ(state.sent_windows, 8U);
  ASSERT_EQ(state.refused.size(), 2U);
  EXPECT_EQ(state.refused[0].at, AtS(0)) << "the last of the batch";
  EXPECT_EQ(state.refused[0].why, RefusedWhy::kOtherCount);
  EXPECT_EQ(hub_.Came().size(), 10U);
}

TEST_F(PushTest, AWindowThatTheHubWillNotUnderstandIsFoundAndTheRestGoes) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 1000)));
  std::atomic<int> refusals = 0;
  hub_.Do(AllBut(AtS(15 * 321), ZoneIndex(3), refusals));
  Start();
  EXPECT_TRUE(HasAll(4999)) << Trouble();
  EXPECT_TRUE(Eventually([&] { return push_->State().waiting.refused_windows == 1; }));
  EXPECT_EQ(push_->State().refused.at(0).zone, ZoneIndex(3));
  EXPECT_EQ(push_->State().refused.at(0).why, RefusedWhy::kRules);
  EXPECT_FALSE(push_->State().trouble);
  End();
}

// With nothing newer, nobody can tell whether it is this one or the hub that understands nothing.
TEST_F(PushTest, TheLastOneThatTheHubWillNotTakeIsHeldBackAndSaidToBe) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(std::vector{Counted(2, 0, 15, 1)}));
  hub_.Do([&](EdgeCall& call) {
    if (!call.Hello()) return grpc::Status::OK;
    call.Welcome();
    while (const auto batch = call.Batch()) {
      for (const Entry& entry : batch->windows) {
        if (entry.zone == ZoneIndex(2)) {
          return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "windows[0].count is odd");
        }
      }
      hub_.Keep(*batch);
      call.Answer(*batch);
    }
    return grpc::Status::OK;
  });
  Start();
  EXPECT_TRUE(Eventually([&] {
    const EdgeState state = push_->State();
    return state.is_connected && state.suspected == 1 && state.waiting.windows == 1;
  }));
  EXPECT_THAT(Trouble(), HasSubstr("it is set aside once the hub takes another (windows[0].count"));
  EXPECT_EQ(push_->State().held_windows, 0) << "that is for what is ahead of the hub's clock";
  EXPECT_EQ(push_->State().waiting.refused_windows, 0);
  ASSERT_TRUE(ledger.Append(std::vector{Counted(3, 0, 15, 1)}));
  EXPECT_TRUE(Eventually([&] {
    const EdgeState state = push_->State();
    return state.waiting.refused_windows == 1 && state.suspected == 0 && !state.trouble;
  }));
  End();
}

TEST_F(PushTest, WhatBreaksTheContractIsSetAsideBeforeItIsSent) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 2)));
  AlarmEvent odd = EventOf(1, 1);
  odd.reason = "a\nb";
  Append({odd, EventOf(2, 1)});
  // Two days long.
  ASSERT_TRUE(ledger.Append(std::vector{Counted(1, -4 * 86'400, -2 * 86'400, 1)}));
  Start();
  EXPECT_TRUE(HasAll(10));
  EXPECT_EQ(hub_.Calls(), 1) << "the hub did not see them";
  EXPECT_EQ(hub_.Events().size(), 1U);
  EXPECT_TRUE(Eventually([&] { return push_->State().waiting.refused_windows == 1; }));
  EXPECT_EQ(push_->State().waiting.refused_events, 1);
}

}  // namespace
}  // namespace throng
