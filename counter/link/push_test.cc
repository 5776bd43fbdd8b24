// Whatever happens on the line, all that was counted comes to the hub, the newest first.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/push.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <mutex>
#include <thread>

#include "counter/link/edge_site.h"
#include "counter/link/push_for_test.h"
#include "counter/link/push_stream.h"

namespace throng {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using testing::HasSubstr;
namespace fs = std::filesystem;

TEST_F(PushTest, TheHubGetsWhatWasThereAndWhatComes) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 3000)));
  Append({EventOf(1, 1), EventOf(1, 2)});
  Start();
  EXPECT_TRUE(HasAll(15'000));
  ASSERT_EQ(hub_.Events().size(), 2U);
  EXPECT_EQ(hub_.Events()[1].reason, "40 persons");
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 3000, 3001)));
  Append({EventOf(2, 1)});
  EXPECT_TRUE(HasAll(15'005));
  EXPECT_TRUE(Eventually([&] { return push_->State().sent_events == 3U; }));
  EXPECT_EQ(hub_.Events().size(), 3U);
  EXPECT_EQ(hub_.Came().size(), 15'005U) << "nothing twice";
  EXPECT_EQ(hub_.Calls(), 1);
  const EdgeState state = push_->State();
  EXPECT_FALSE(state.trouble);
  EXPECT_TRUE(state.answered_at);
  EXPECT_EQ(WaitingInLedger(), 0);
}

TEST_F(PushTest, WhatIsNewGoesFirstAlsoWhileThePastIsTakenUp) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 6000)));
  std::atomic<int> batches = 0;
  hub_.Do([&](EdgeCall& call) {
    if (!call.Hello()) return grpc::Status::OK;
    call.Welcome();
    while (const auto batch = call.Batch()) {
      const bool is_time = ++batches == 2;
      EXPECT_TRUE(!is_time || ledger.Append(Ticks(kZones, 9000, 9001)));
      std::this_thread::sleep_for(milliseconds(30));
      hub_.Keep(*batch);
      call.Answer(*batch);
    }
    return grpc::Status::OK;
  });
  Start();
  EXPECT_TRUE(HasAll(30'005));
  const std::vector<Instant> came = hub_.Came();
  EXPECT_EQ(came[0], AtS(15 * 5999)) << "the newest of the past";
  const auto news = std::ranges::find(came, AtS(15 * 9000)) - came.begin();
  EXPECT_LE(news, 14'000) << "behind what was on its way, and no further";
  EXPECT_EQ(came.back(), AtS(0));
  End();
}

TEST_F(PushTest, WhatWasNotAnsweredIsSentAgain) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 1500)));
  std::atomic<int> cuts = 0;
  hub_.Do([&](EdgeCall& call) {
    if (!call.Hello()) return grpc::Status::OK;
    call.Welcome();
    for (int i = 0; const auto batch = call.Batch(); ++i) {
      hub_.Keep(*batch);
      if (i == 1 && ++cuts < 4) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut");
      call.Answer(*batch);
    }
    return grpc::Status::OK;
  });
  Start();
  EXPECT_TRUE(HasAll(7500));
  EXPECT_GE(cuts, 1);
  EXPECT_GT(hub_.Came().size(), 7500U);
  End();
}

TEST_F(PushTest, AStreamMayEndJustBeforeSomethingIsSent) {
  hub_.Do([](EdgeCall& call) {
    static_cast<void>(call.Hello());
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut");
  });
  PushStream stream(EdgeChannel(hub_.address(), OpenChannelCredentials()),
                    HelloMessage(EdgeSite(SiteOfZones(1), FactsOf(SiteOfZones(1))), AtS(0)));
  EXPECT_TRUE(Eventually([&] { return stream.End().has_value(); }));
  stream.Send(BatchMessage(1, {}, {}));
  EXPECT_EQ(stream.End()->error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(PushTest, AnswersMayComeInAnyOrder) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 1600)));
  hub_.Do([&](EdgeCall& call) {
    if (!call.Hello()) return grpc::Status::OK;
    call.Welcome();
    std::vector<EdgeBatch> held;
    while (const auto batch = call.Batch()) {
      hub_.Keep(*batch);
      held.push_back(*batch);
      if (held.size() < 4 && hub_.Windows() < 8000) continue;
      for (; !held.empty(); held.pop_back()) call.Answer(held.back());
    }
    return grpc::Status::OK;
  });
  Start();
  EXPECT_TRUE(HasAll(8000));
}

TEST_F(PushTest, AHubThatNeverAnswersIsLeftAndNothingIsStruckOut) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 10)));
  hub_.Do([&](EdgeCall& call) {
    if (!call.Hello()) return grpc::Status::OK;
    call.Welcome();
    while (call.Batch()) {
    }
    return grpc::Status::OK;
  });
  Start(milliseconds(200));
  EXPECT_TRUE(IsTold("does not answer"));
  EXPECT_EQ(WaitingInLedger(), 50);
  hub_.Do([&](EdgeCall& call) {  // nor welcomes
    while (call.Hello()) {
    }
    return grpc::Status::OK;
  });
  const int calls = hub_.Calls();
  EXPECT_TRUE(Eventually([&] { return hub_.Calls() > calls + 2; }));
  EXPECT_EQ(WaitingInLedger(), 50);
  hub_.Do(hub_.Well());
  EXPECT_TRUE(HasAll(50));
}

TEST_F(PushTest, AHubThatAnswersNonsenseIsLeftAndNothingIsStruckOut) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 10)));
  const std::vector<std::pair<v1::PushReply, std::string>> nonsense = {
      {DoneMessage(99, {.written = 50, .known = 0, .refused = {}}), "none of a batch that waits"},
      {WelcomeMessage(AtS(0)), "welcome comes once"},
      {AcknowledgeMessage(1, "Mr. X", AtS(0)), "acknowledge.by_role"}};
  for (const auto& [reply, told] : nonsense) {
    hub_.Do([&, said = reply](EdgeCall& call) {
      if (!call.Hello()) return grpc::Status::OK;
      call.Welcome();
      if (call.Batch()) call.Say(said);
      while (call.Batch()) {
      }
      return grpc::Status::OK;
    });
    Start();
    EXPECT_TRUE(IsTold(told)) << Trouble();
    EXPECT_EQ(WaitingInLedger(), 50);
  }
  hub_.Do([&](EdgeCall& call) {  // before its welcome
    if (call.Hello()) call.Say(DoneMessage(1, {}));
    while (call.Batch()) {
    }
    return grpc::Status::OK;
  });
  Start();
  EXPECT_TRUE(IsTold("none of a batch that waits"));
  hub_.Do(hub_.Well());
  EXPECT_TRUE(HasAll(50));
}

TEST_F(PushTest, HowAStreamEndsIsToldAndTriedAgain) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 10)));
  const std::vector<std::pair<grpc::StatusCode, std::string>> codes = {
      {grpc::StatusCode::UNAUTHENTICATED, "does not know this edge"},
      {grpc::StatusCode::PERMISSION_DENIED, "that of another site"},
      {grpc::StatusCode::FAILED_PRECONDITION, "other zones"},
      {grpc::StatusCode::INVALID_ARGUMENT, "update the hub first"},
      {grpc::StatusCode::RESOURCE_EXHAUSTED, "too much to do"},
      {grpc::StatusCode::UNAVAILABLE, "no hub takes counts"},
      {grpc::StatusCode::ABORTED, "another edge"},
      {grpc::StatusCode::INTERNAL, "its log says why"}};
  for (const auto& [code, told] : codes) {
    hub_.Do([end = code](EdgeCall& call) {
      static_cast<void>(call.Hello());
      return grpc::Status(end, "so it is");
    });
    Start();
    EXPECT_TRUE(IsTold(told)) << Trouble();
    EXPECT_THAT(Trouble(), HasSubstr("(so it is)"));
    EXPECT_FALSE(push_->State().is_connected);
    EXPECT_TRUE(push_->State().tries_again_at);
  }
  EXPECT_EQ(WaitingInLedger(), 50);
  EXPECT_EQ(Unsent::Open(file_)->Count()->refused_windows, 0);
  hub_.Do(hub_.Well());
  EXPECT_TRUE(HasAll(50));
}

TEST_F(PushTest, AHubThatIsStartedAgainIsFound) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 10)));
  Start();
  EXPECT_TRUE(HasAll(50));
  hub_.Stop();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 10, 20)));
  EXPECT_TRUE(IsTold("no hub takes counts"));
  hub_.Start();
  EXPECT_TRUE(HasAll(100));
  EXPECT_FALSE(push_->State().trouble);
}

TEST_F(PushTest, ClocksMayDifferByMinutes) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 10)));
  std::size_t windows = 50;
  for (const Duration behind : {Duration(minutes(10)), Duration(minutes(-10))}) {
    hub_.Do(hub_.Well(behind));
    Start();
    EXPECT_TRUE(Eventually([&] { return push_->State().clock_ahead.has_value(); }));
    const double apart_s =
        std::chrono::duration<double>(*push_->State().clock_ahead - behind).count();
    EXPECT_LT(std::abs(apart_s), 60);
    ASSERT_TRUE(
        ledger.Append(Ticks(kZones, static_cast<int>(windows), static_cast<int>(windows) + 2)));
    windows += 10;
    EXPECT_TRUE(Eventually([&] { return hub_.Windows() == windows; }));
  }
}

// No hub takes what is a day ahead of its clock, so it is not sent, and not given up.
TEST_F(PushTest, WhatIsFarAheadOfTheHubIsHeldBackAndStopsNothingElse) {
  Ledger ledger = Count(1);
  const std::int64_t now_s = (clock_.Now() - AtS(0)).count() / kSecondNs;
  ASSERT_TRUE(ledger.Append(std::vector{Counted(0, now_s, now_s + 15, 1)}));
  ASSERT_TRUE(ledger.Append(std::vector{Counted(0, 0, 15, 2)}));
  AlarmEvent event = EventOf(1, 1);
  event.at = clock_.Now();
  Append({event});
  hub_.Do(hub_.Well(std::chrono::days(2)));
  Start();
  EXPECT_TRUE(Eventually([&] { return push_->State().held_windows == 1; }));
  EXPECT_EQ(hub_.Windows(), 1U);
  EXPECT_EQ(push_->State().waiting.events, 1);
  EXPECT_EQ(push_->State().waiting.refused_windows, 0);
  hub_.Do(hub_.Well());
  hub_.Stop();
  hub_.Start();
  EXPECT_TRUE(Eventually([&] { return hub_.Windows() == 2 && hub_.Events().size() == 1; }));
}

TEST_F(PushTest, ALedgerThatIsPutBackIsSentAgain) {
  const fs::path image = folder_.folder() / "image";
  {
    Ledger ledger = Count();
    ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 10)));
  }
  fs::copy_file(file_, image);
  Start();
  EXPECT_TRUE(HasAll(50));
  ASSERT_TRUE(Count().Append(Ticks(kZones, 10, 20)));
  EXPECT_TRUE(HasAll(100));
  // While it runs: nobody else has the ledger open.
  for (const char* log : {"-wal", "-shm"}) fs::remove(file_.string() + log);
  fs::rename(image, file_);
  EXPECT_TRUE(Eventually([&] { return hub_.Came().size() == 150U; }));
  ASSERT_TRUE(Count().Append(Ticks(kZones, 30, 40)));
  EXPECT_TRUE(Eventually([&] { return hub_.Windows() == 150U; })) << "and goes on";
}

TEST_F(PushTest, TheHubIsToldWhichLedgerItIsAndOfANewOneItsOwn) {
  std::mutex mutex;
  std::vector<std::int64_t> ledgers;
  hub_.Do([&](EdgeCall& call) {
    const auto hello = call.Hello();
    if (!hello) return grpc::Status::OK;
    {
      const std::scoped_lock lock(mutex);
      ledgers.push_back(hello->ledger.value_or(0));
    }
    call.Welcome();
    while (const auto batch = call.Batch()) {
      hub_.Keep(*batch);
      call.Answer(*batch);
    }
    return grpc::Status::OK;
  });
  const auto told = [&] {
    const std::scoped_lock lock(mutex);
    return ledgers;
  };
  std::vector<std::int64_t> known;
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_TRUE(Count().Append(Tick(kZones, static_cast<std::int64_t>(i))));
    known.push_back(*Unsent::Open(file_)->Ledger());
    if (!push_) Start();
    ASSERT_TRUE(Eventually([&] { return told().size() > i && told().back() == known.back(); }));
    for (const char* const ending : {"", "-wal", "-shm"}) fs::remove(file_.string() + ending);
  }
  EXPECT_NE(known[0], known[1]);
  End();
}

TEST_F(PushTest, AnAlarmThatIsAcknowledgedAtTheHubIsAskedForOnce) {
  Ledger ledger = Count();
  Append({EventOf(1, 1)});
  hub_.Do([&](EdgeCall& call) {
    if (!call.Hello()) return grpc::Status::OK;
    call.Welcome();
    for (const std::int64_t alarm : {1, 1, 7}) {
      call.Say(AcknowledgeMessage(alarm, "control room", AtS(0)));
    }
    while (const auto batch = call.Batch()) {
      hub_.Keep(*batch);
      call.Answer(*batch);
    }
    return grpc::Status::OK;
  });
  Start();
  Result<AlarmLog> log = AlarmLog::Open(file_);
  ASSERT_TRUE(log);
  EXPECT_TRUE(Eventually([&] { return !log->Asked()->empty() && hub_.Events().size() == 1; }));
  ASSERT_TRUE(HasAll(0));
  const std::vector<Acknowledgement> asked = *log->Asked();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].alarm, 1);
  EXPECT_EQ(asked[0].by, "control room");
  // The count has done so; the hub says it again.
  AlarmEvent acknowledged = EventOf(1, 2);
  acknowledged.change = AlarmChange::kAcknowledge;
  acknowledged.by = "control room";
  ASSERT_TRUE(
      log->Append(std::vector<LoggedEvent>{{.event = acknowledged, .ways = {}}}, {}, asked));
  Start();
  EXPECT_TRUE(Eventually([&] { return hub_.Events().size() == 2; }));
  EXPECT_TRUE(log->Asked()->empty());
}

TEST_F(PushTest, AHubIsToldOfZonesThatAreNew) {
  ASSERT_TRUE(Count(2).Append(Ticks(2, 0, 1)));
  std::atomic<std::size_t> zones = 0;
  hub_.Do([&](EdgeCall& call) {
    const auto hello = call.Hello();
    if (!hello) return grpc::Status::OK;
    zones = hello->site.zones.size();
    call.Welcome();
    while (const auto batch = call.Batch()) {
      hub_.Keep(*batch);
      call.Answer(*batch);
    }
    return grpc::Status::OK;
  });
  Start();
  EXPECT_TRUE(HasAll(2));
  EXPECT_EQ(zones, 2U);
  ASSERT_TRUE(Count(4).Append(Ticks(4, 1, 2)));
  EXPECT_TRUE(HasAll(6));
  EXPECT_EQ(zones, 4U);
  End();
}

TEST_F(PushTest, ALedgerThatComesLaterIsWaitedFor) {
  Start();
  EXPECT_TRUE(IsTold("there is no such file"));
  EXPECT_EQ(push_->State().trouble->fault, Fault::kNotFound);
  EXPECT_EQ(hub_.Calls(), 0);
  ASSERT_TRUE(Count().Append(Ticks(kZones, 0, 2)));
  EXPECT_TRUE(HasAll(10));
}

TEST_F(PushTest, AFullDiskIsToldAndLosesNothing) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 2)));
  ASSERT_EQ(WaitingInLedger(), 0);  // sending is on; the past is not marked yet
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{1, before.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  Start();
  const bool told = Eventually([&] {
    const EdgeState state = push_->State();
    return state.trouble && state.trouble->fault == Fault::kDiskFull;
  });
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_TRUE(told) << Trouble();
  EXPECT_TRUE(HasAll(10));
}

TEST_F(PushTest, ItEndsAlsoWhileAnswersCome) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 2)));
  hub_.Do([&](EdgeCall& call) {
    if (!call.Hello()) return grpc::Status::OK;
    call.Welcome();
    while (call.Say({})) {  // news that this edge does not know
    }
    return grpc::Status::OK;
  });
  for (int i = 0; i < 50; ++i) {
    const int calls = hub_.Calls();
    Start();
    EXPECT_TRUE(Eventually([&] { return hub_.Calls() > calls; }));
    std::this_thread::sleep_for(milliseconds(i % 7));
    push_.reset();
  }
}

TEST_F(PushTest, ItEndsAtOnceWhateverTheHubDoes) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 2000)));
  std::atomic<bool> is_deaf = false;
  std::atomic<bool> is_over = false;
  hub_.Do([&](EdgeCall& call) {
    if (!call.Hello()) return grpc::Status::OK;
    call.Welcome();
    is_deaf = true;  // it reads nothing more
    while (!is_over) std::this_thread::sleep_for(milliseconds(5));
    return grpc::Status::OK;
  });
  Start();
  EXPECT_TRUE(Eventually([&] { return is_deaf && push_->State().is_connected; }));
  const auto begin = std::chrono::steady_clock::now();
  push_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  is_over = true;
  End();
}

}  // namespace
}  // namespace throng
