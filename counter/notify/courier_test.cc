// The courier sends each event once if it can, again if it must, and each alarm in its order.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/courier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "counter/notify/courier_for_test.h"
#include "counter/notify/deliveries.h"

namespace throng {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::ElementsAre;
using State = Settlement::State;
using Steady = std::chrono::steady_clock;

TEST_F(CourierTest, EachEventIsSentOnceByEachWay) {
  Add("a", [](auto&&...) { return kDelivered; });
  Add("b", [](auto&&...) { return kDelivered; });
  Start();
  outbox_.Put("a", {Raise()});
  outbox_.Put("b", {Raise()});
  outbox_.Put("a", {Raise(), Escalation()});
  outbox_.Put("a", {Of(Raise(), 18)});
  clock_.Pass(1h);
  for (int i = 0; i < 5; ++i) Run();
  EXPECT_THAT(log_.Sent(), testing::UnorderedElementsAre("a 1", "b 2", "a 3", "a 4"));
  for (std::size_t number = 1; number <= 4; ++number) {
    EXPECT_EQ(StateOf(number), State::kDelivered);
  }
  EXPECT_FALSE(courier_->States()[0].is_down);
}

// The end waits for its raise, whatever comes in between, also of an outbox that gives out all.
TEST_F(CourierTest, AnEndNeverOvertakesItsRaise) {
  for (const bool keeps_order : {true, false}) {
    outbox_ = TestOutbox();
    outbox_.keeps_order = keeps_order;
    Log log;
    int tries = 0;
    senders_.push_back(
        {.way = "a",
         .sender = std::make_unique<ScriptedSender>(log, [&](const Delivery& delivery, auto&&...) {
           return delivery.number == 1 && ++tries < 3 ? kLater : kDelivered;
         })});
    Start();
    outbox_.Put("a", {Raise()});
    outbox_.Put("a", {Raise(), End()});
    outbox_.Put("a", {Of(Raise(), 18)});
    clock_.Pass(1h);
    Run();
    EXPECT_EQ(StateOf(2), State::kWaiting);
    clock_.Pass(1s);
    Run();
    clock_.Pass(2s);
    Run();
    EXPECT_THAT(log.Sent(), ElementsAre("a 1", "a 3", "a 1", "a 1", "a 2")) << keeps_order;
    courier_.reset();
  }
}

TEST_F(CourierTest, AWayThatHangsHoldsUpNoOther) {
  std::atomic<bool> go_on = false;
  Add("hangs", [&](const Delivery&, const std::atomic<bool>& stop) {
    while (!go_on && !stop) std::this_thread::sleep_for(1ms);
    return kDelivered;
  });
  Add("well", [](auto&&...) { return kDelivered; });
  Start();
  outbox_.Put("hangs", {Raise()});
  outbox_.Put("well", {Raise()});
  outbox_.Put("well", {Raise(), Escalation()});
  clock_.Pass(1h);
  const auto end = Steady::now() + 10s;
  while (StateOf(3) != State::kDelivered && Steady::now() < end) (void)courier_->Step();
  EXPECT_EQ(StateOf(3), State::kDelivered);
  EXPECT_EQ(StateOf(1), State::kWaiting);
  go_on = true;
  Run();
  EXPECT_EQ(StateOf(1), State::kDelivered);
}

TEST_F(CourierTest, AWayThatIsDownIsTriedAtGrowingPauses) {
  Add("a", [](auto&&...) { return kDown; });
  Start();
  for (int alarm = 1; alarm <= 100; ++alarm) outbox_.Put("a", {Of(Raise(), alarm)});
  std::vector<int> tried_at_s;
  for (int second = 0; second < 70; ++second) {
    const std::size_t before = log_.Sent().size();
    Run();
    if (log_.Sent().size() > before) tried_at_s.push_back(second);
    clock_.Pass(1s);
  }
  EXPECT_THAT(tried_at_s, ElementsAre(0, 1, 3, 7, 15, 31, 63));
  EXPECT_EQ(log_.Sent().size(), 7U) << "one of the hundred at a time";
}

TEST_F(CourierTest, SomethingNewIsAReasonToTryAtOnceTheOldestFirst) {
  bool is_up = false;
  Add("a", [&](auto&&...) { return is_up ? kDelivered : kDown; });
  Start();
  outbox_.Put("a", {Of(Raise(), 1)});
  for (int i = 0; i < 60; ++i) {
    Run();
    clock_.Pass(10s);
  }
  const std::size_t before = log_.Sent().size();
  Run();
  EXPECT_EQ(log_.Sent().size(), before) << "it rests";
  is_up = true;
  outbox_.Put("a", {Of(Raise(), 2)});
  Run();
  const std::vector<std::string> sent = log_.Sent();
  EXPECT_THAT(std::vector(sent.begin() + static_cast<std::ptrdiff_t>(before), sent.end()),
              ElementsAre("a 1", "a 2"));
}

TEST_F(CourierTest, WhatIsBeingSentAtTheEndIsSettled) {
  Add("a", [](auto&&...) {
    std::this_thread::sleep_for(100ms);
    return kDelivered;
  });
  Start();
  outbox_.Put("a", {Raise()});
  (void)courier_->Step();
  courier_.reset();
  EXPECT_EQ(StateOf(1), State::kDelivered);
}

TEST_F(CourierTest, GivesUpAfterADayAndGoesOnWithTheRest) {
  bool is_up = false;
  Add("a", [&](auto&&...) { return is_up ? kDelivered : kDown; });
  Start();
  outbox_.Put("a", {Raise()});
  Run();
  clock_.Pass(24h - 1s);
  Run();
  EXPECT_EQ(StateOf(1), State::kWaiting);
  clock_.Pass(1s);
  outbox_.Put("a", {Raise(), End()});
  Run();
  EXPECT_EQ(StateOf(1), State::kFailed);
  EXPECT_EQ(outbox_.kept()[0].settlement.why, Fault::kWayGaveUp);
  is_up = true;
  clock_.Pass(5min);
  Run();
  EXPECT_EQ(StateOf(2), State::kDelivered);
}

TEST_F(CourierTest, WhatCouldNotBeSettledIsNotSentAgain) {
  Add("a", [](auto&&...) { return kDelivered; });
  Start();
  outbox_.Put("a", {Raise()});
  ASSERT_TRUE(courier_->Step());
  const auto end = Steady::now() + 10s;
  while (log_.Sent().empty() && Steady::now() < end) std::this_thread::sleep_for(1ms);
  outbox_.cannot_settle = true;
  for (int i = 0; i < 20; ++i) {
    (void)courier_->Step();
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_FALSE(courier_->Step()) << "it says so";
  outbox_.cannot_settle = false;
  for (int i = 0; i < 3; ++i) Run();
  EXPECT_THAT(log_.Sent(), ElementsAre("a 1"));
  EXPECT_EQ(StateOf(1), State::kDelivered);
}

TEST_F(CourierTest, AnOutboxThatFailsForAWhileLosesNothing) {
  Add("a", [](auto&&...) { return kDelivered; });
  Start();
  outbox_.Put("a", {Raise()});
  outbox_.fails = true;
  EXPECT_FALSE(courier_->Step());
  outbox_.fails = false;
  Run();
  EXPECT_THAT(log_.Sent(), ElementsAre("a 1"));
}

TEST_F(CourierTest, RefusalsAndWaitsAreShown) {
  Add("hook", [](auto&&...) { return kDelivered; });
  Add("mail",
      [](const Delivery& delivery, auto&&...) { return delivery.number == 2 ? kRefused : kDown; });
  Start();
  outbox_.Put("hook", {Raise()});
  outbox_.Put("mail", {Raise()});
  outbox_.Put("mail", {Of(Raise(), 18)});
  clock_.Pass(30s);
  Run();
  clock_.Pass(60s);
  EXPECT_THAT(RenderDeliveries(*outbox_.Records(), courier_->States(), clock_.Now()),
              ElementsAre("way   delivered   newest  waiting  oldest   failed  trouble",
                          "mail          0        -        1    90 s        1  down: nobody "
                          "answers there",
                          "hook          1     60 s        0       -        0"));
}

}  // namespace
}  // namespace throng
