// The courier with a server on loopback: down and up, broken, refusing, silent; and restarted.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "counter/notify/courier_for_test.h"
#include "counter/notify/test_http.h"
#include "counter/notify/webhook.h"

namespace throng {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::ElementsAre;
using State = Settlement::State;
using Steady = std::chrono::steady_clock;

class CourierServerTest : public CourierTest {
 protected:
  void AddHook(const std::string& way, const TestHttp& server, Duration most_wait = 2s) {
    WebhookWay hook;
    hook.name = way;
    hook.url = server.Url();
    hook.secret = "0123456789abcdef";
    senders_.push_back({.way = way, .sender = MakeWebhook(hook, "arena", most_wait)});
  }
};

TEST_F(CourierServerTest, AServerThatComesBackGetsWhatWaitedInOrder) {
  TestHttp server;
  AddHook("hook", server);
  Start();
  outbox_.Put("hook", {Raise()});
  Run();
  EXPECT_TRUE(courier_->States()[0].is_down);
  EXPECT_EQ(courier_->States()[0].why, Fault::kWayUnreachable);
  EXPECT_EQ(StateOf(1), State::kWaiting);
  outbox_.Put("hook", {Raise(), Escalation()});
  outbox_.Put("hook", {Raise(), Escalation(), End()});
  clock_.Pass(1h);
  server.Start();
  Run();
  std::vector<std::string> ids;
  for (const auto& request : server.Requests()) {
    ids.push_back(request.headers.at("throng-event-id").substr(0, 10));
  }
  EXPECT_THAT(ids, ElementsAre("arena/17/1", "arena/17/2", "arena/17/4"));
  EXPECT_FALSE(courier_->States()[0].is_down);
}

TEST_F(CourierServerTest, WhatTheServerCannotTakeNowIsSentAgainUnderTheSameId) {
  TestHttp server;
  server.Start();
  server.Answer("500 Broken");
  AddHook("hook", server);
  Start();
  outbox_.Put("hook", {Raise()});
  Run();
  EXPECT_EQ(StateOf(1), State::kWaiting);
  clock_.Pass(999ms);
  Run();
  EXPECT_EQ(server.Requests().size(), 1U) << "not before a second has passed";
  clock_.Pass(1ms);
  Run();
  ASSERT_EQ(server.Requests().size(), 2U);
  EXPECT_EQ(server.Requests()[0].headers.at("throng-event-id"),
            server.Requests()[1].headers.at("throng-event-id"));
  EXPECT_EQ(server.Requests()[0].body, server.Requests()[1].body);
  EXPECT_EQ(StateOf(1), State::kDelivered);
}

TEST_F(CourierServerTest, WhatIsRefusedIsKeptAsFailedAndHoldsUpNothing) {
  TestHttp server;
  server.Start();
  server.Answer("400 Bad Request");
  AddHook("hook", server);
  Start();
  outbox_.Put("hook", {Raise()});
  outbox_.Put("hook", {Raise(), Escalation()});
  clock_.Pass(1h);
  Run();
  EXPECT_EQ(StateOf(1), State::kFailed);
  EXPECT_EQ(outbox_.kept()[0].settlement.why, Fault::kWayRefused);
  EXPECT_EQ(StateOf(2), State::kDelivered);
  EXPECT_EQ(server.Requests().size(), 2U);
}

TEST_F(CourierServerTest, ASilentServerIsLeftAfterAWhile) {
  TestHttp server;
  server.Start();
  server.Answer(TestHttp::kSilence);
  AddHook("hook", server, 300ms);
  Start();
  outbox_.Put("hook", {Raise()});
  Run();
  EXPECT_EQ(courier_->States()[0].why, Fault::kWaySlow);
  clock_.Pass(1s);
  Run();
  EXPECT_EQ(StateOf(1), State::kDelivered);
}

TEST_F(CourierServerTest, ARestartInMidRetryNeitherLosesNorDoubles) {
  TestHttp server;
  server.Start();
  server.Answer("503 Busy");
  AddHook("hook", server);
  Start();
  outbox_.Put("hook", {Raise()});
  outbox_.Put("hook", {Raise(), Escalation()});
  clock_.Pass(60s);
  Run();
  courier_.reset();
  EXPECT_EQ(outbox_.kept()[0].delivery.tries, 1);
  AddHook("hook", server);
  Start();
  Run();
  EXPECT_EQ(server.Requests().size(), 1U) << "the pause outlives the courier";
  clock_.Pass(1s);
  for (int i = 0; i < 3; ++i) Run();
  ASSERT_EQ(server.Requests().size(), 3U);
  EXPECT_EQ(StateOf(1), State::kDelivered);
  EXPECT_EQ(StateOf(2), State::kDelivered);
}

TEST_F(CourierServerTest, TheEndOfTheCourierBreaksOffWhatHangsAndLeavesItWaiting) {
  TestHttp server;
  server.Start();
  server.Answer(TestHttp::kSilence);
  AddHook("hook", server, 60s);
  Start();
  outbox_.Put("hook", {Raise()});
  (void)courier_->Step();
  while (server.Requests().empty()) std::this_thread::sleep_for(1ms);
  const auto begin = Steady::now();
  clock_.Pass(1h);
  courier_.reset();
  EXPECT_LT(Steady::now() - begin, 8s);
  EXPECT_EQ(StateOf(1), State::kWaiting);
  EXPECT_EQ(outbox_.kept()[0].delivery.tries, 0);
}

}  // namespace
}  // namespace throng
