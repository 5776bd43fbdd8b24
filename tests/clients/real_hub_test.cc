// Our programs and the examples ask a real hub, also over TLS, and also one that is restarted.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>

#include "counter/hub/hub_for_test.h"
#include "counter/link/caller.h"
#include "counter/link/credentials.h"
#include "counter/link/test_city.h"
#include "tests/clients/asking.h"
#include "tests/clients/python_example.h"

namespace throng {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const Instant kFrom = LongEnoughAgo();

auto LinesOf(const std::string& text) { return std::ranges::count(text, '\n'); }

// Two minutes of two zones at the site "arena".
void PushTwoMinutes(EdgeForTest& edge) {
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 2), SystemClock().Now()));
  for (int tick = 0; tick < 8; ++tick) {
    const auto done =
        edge.Push(TickOf(2, kFrom, tick, 7),
                  tick == 7 ? std::vector{RaisedAt(kFrom + std::chrono::seconds(120), 3)}
                            : std::vector<AlarmEvent>());
    ASSERT_TRUE(done);
    ASSERT_EQ(done->written(), 2U);
  }
}

class RealHubTest : public AskingTest {
 protected:
  RealHubTest() { hub_ = real_.options().listen; }
  static std::string Text(Instant at) { return FormatUtc(at); }

  HubForTest real_;
};

TEST_F(RealHubTest, WhatEdgesPushIsWatchedAlsoWhenTheHubIsRestarted) {
  std::optional<EdgeForTest> edge(real_.Call());
  PushTwoMinutes(*edge);
  Process watch(Words({"watch"}), folder_);
  ASSERT_TRUE(Eventually([&] { return LinesOf(watch.OutSoFar()) == 2; })) << watch.OutSoFar();
  ASSERT_TRUE(edge->Push(TickOf(2, kFrom, 8, 9)));
  ASSERT_TRUE(Eventually([&] { return LinesOf(watch.OutSoFar()) == 4; })) << watch.OutSoFar();
  real_.Stop();
  edge.reset();
  real_.Start();
  edge.emplace(real_.Call());
  ASSERT_TRUE(edge->SayHello(SiteWith("arena", 2), SystemClock().Now()));
  ASSERT_TRUE(edge->Push(TickOf(2, kFrom, 9, 11)));
  ASSERT_TRUE(Eventually([&] { return LinesOf(watch.OutSoFar()) >= 6; })) << watch.OutSoFar();
  watch.Signal(SIGINT);
  const Ended ended = watch.Wait();
  EXPECT_EQ(ended.code, 130);
  EXPECT_EQ(LinesOf(ended.out), 6) << "each window once:\n" << ended.out;
  EXPECT_THAT(ended.out, StartsWith(R"({"site":"arena","zone":"zone 0",)"));
  EXPECT_THAT(ended.out, HasSubstr(R"("persons":11)"));
  EXPECT_THAT(ended.err, HasSubstr("arena: alarm 3, crowded: zone 0 (too full)"));
  EXPECT_THAT(ended.err, HasSubstr("is back"));
}

TEST_F(RealHubTest, HistoryAndAlarmsAreThoseThatWerePushed) {
  EdgeForTest edge(real_.Call());
  PushTwoMinutes(edge);
  const std::vector<std::string> span{"--from", Text(kFrom), "--until",
                                      Text(kFrom + std::chrono::minutes(15))};
  const auto ask = [&](std::vector<std::string> words) {
    words.insert(words.end(), span.begin(), span.end());
    return Ask(words);
  };
  const Ended released = ask({"query", "--site", "arena", "--by", "released", "--csv"});
  EXPECT_EQ(released.code, 0) << released.err;
  EXPECT_EQ(LinesOf(released.out), 1 + 16);
  const Ended minutes = ask({"query", "--site", "arena", "--by", "minute", "--zone", "zone 1"});
  EXPECT_EQ(minutes.code, 0) << minutes.err;
  EXPECT_EQ(LinesOf(minutes.out), 1 + 2);
  EXPECT_THAT(minutes.out, HasSubstr("zone 1       7.0        6.0 - 9.0         7  100%"));
  const Ended sites = Ask({"query", "--sites"});
  EXPECT_THAT(sites.out, HasSubstr("arena      2  connected"));
  EXPECT_THAT(Ask({"alarms"}).out, HasSubstr("crowded"));
  EXPECT_THAT(Ask({"alarms", "--site", "arena", "--since", "2026-01-01"}).out, HasSubstr("zone 0"));
  EXPECT_EQ(Ask({"acknowledge", "3", "--site", "arena"}).code, 0);
  const auto asked = edge.Read();
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->acknowledge().alarm(), 3U);
  const Ended none = Ask({"acknowledge", "4", "--site", "arena"});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("no alarm 4 is open at arena"));
}

TEST_F(RealHubTest, TheExamplesReadItToo) {
  EdgeForTest edge(real_.Call());
  PushTwoMinutes(edge);
  const PythonExample python(folder_);
  const Ended sites = RunToEnd(python.Words({hub_, "sites"}), folder_);
  EXPECT_EQ(sites.code, 0) << sites.err;
  EXPECT_THAT(sites.out, StartsWith("arena: connected, newest count "));
  const Ended day =
      RunToEnd(python.Words({hub_, "day", "arena", Text(kFrom).substr(0, 10), folder_ / "day.csv"}),
               folder_);
  EXPECT_EQ(day.code, 0) << day.err;
  EXPECT_EQ(LinesOf(TextOf(folder_ / "day.csv")), 1 + 2);
  EXPECT_THAT(TextOf(folder_ / "day.csv"), HasSubstr(",7.0,6.0,9.0,7,120\r\n"));
  Process example({THRONG_EXAMPLE, hub_}, folder_);
  EXPECT_TRUE(Eventually([&] {
    return example.OutSoFar().find("arena, zone 1: 7 persons (6 to 9)") != std::string::npos;
  })) << example.OutSoFar();
}

// A hub of a city with an authority of its own, at a port of this machine.
class RealTlsTest : public RealHubTest {
 protected:
  void SetUp() override {
    const std::filesystem::path viewer = city_.MakeToken(Role::kViewer);
    const std::filesystem::path planner = city_.Make(
        {.kind = Identity::Kind::kReader, .name = "planning desk", .role = Role::kPlanner});
    viewer_ = viewer;
    planner_ = planner;
    Result<Callers> callers = Callers::Make(city_ / "tokens.toml", clock_);
    ASSERT_TRUE(callers);
    callers_ = std::make_unique<Callers>(*std::move(callers));
    const auto credentials = ServerCredentialsOf(city_.MakeHub());
    ASSERT_TRUE(credentials);
    real_.Stop();
    real_.options().listen = "127.0.0.1:0";
    real_.options().credentials = *credentials;
    real_.options().callers = [this](const grpc::ServerContextBase& call) {
      return callers_->Of(call);
    };
    real_.Start();
    hub_ = "localhost:" + std::to_string(real_.hub().port());
  }
  Ended AskAs(const std::filesystem::path& folder, std::vector<std::string> words) const {
    words.insert(words.end(), {"--credentials", folder});
    return Ask(words);
  }

  TestCity city_;
  SystemClock clock_;
  std::unique_ptr<Callers> callers_;
  std::filesystem::path viewer_, planner_;
};

TEST_F(RealTlsTest, WhoReadsProvesHimselfByTokenOrCertificate) {
  const auto proof = ChannelCredentialsOf(city_.MakeSite("arena"));
  ASSERT_TRUE(proof);
  EdgeForTest edge(grpc::CreateChannel(hub_, *proof));
  PushTwoMinutes(edge);
  for (const auto& folder : {viewer_, planner_}) {
    const Ended sites = AskAs(folder, {"query", "--sites"});
    EXPECT_EQ(sites.code, 0) << sites.err;
    EXPECT_THAT(sites.out, HasSubstr("arena      2  connected"));
    const Ended day = AskAs(folder, {"query", "--site", "arena", "--by", "minute"});
    EXPECT_EQ(day.code, 0) << day.err;
    EXPECT_EQ(LinesOf(day.out), 1 + 4);
  }
  const PythonExample python(folder_);
  for (const auto& folder : {viewer_, planner_}) {
    const Ended sites = RunToEnd(python.Words({hub_, "--credentials", folder, "sites"}), folder_);
    EXPECT_EQ(sites.code, 0) << sites.err;
    EXPECT_THAT(sites.out, StartsWith("arena: connected"));
    Process example({THRONG_EXAMPLE, hub_, folder}, folder_);
    EXPECT_TRUE(Eventually([&] {
      return example.OutSoFar().find("arena, zone 1: 7 persons") != std::string::npos;
    })) << example.OutSoFar();
  }
}

TEST_F(RealTlsTest, ARoleThatDoesNotReachSaysWhom) {
  const auto proof = ChannelCredentialsOf(city_.MakeSite("arena"));
  ASSERT_TRUE(proof);
  EdgeForTest edge(grpc::CreateChannel(hub_, *proof));
  PushTwoMinutes(edge);
  const std::vector<std::string> month{"query", "--site", "arena", "--last", "30d"};
  const Ended viewer = AskAs(viewer_, month);
  EXPECT_EQ(viewer.code, 8);
  EXPECT_THAT(viewer.err, HasSubstr("the hub does not allow that"));
  EXPECT_THAT(viewer.err, HasSubstr("planners all of the past"));
  EXPECT_EQ(AskAs(planner_, month).code, 0);
  EXPECT_EQ(AskAs(planner_, {"acknowledge", "3", "--site", "arena"}).code, 8);
}

TEST_F(RealTlsTest, AStrangerAndAStrangeHubAreToldApart) {
  const Ended open = Ask({"query", "--sites"});
  EXPECT_EQ(open.code, 8) << "TLS is spoken there, and nothing else";
  TestCity other;
  const std::filesystem::path foreign = other.MakeToken(Role::kAdmin);
  const Ended stranger = AskAs(foreign, {"query", "--sites"});
  EXPECT_EQ(stranger.code, 8);
  EXPECT_THAT(stranger.err, HasSubstr("cannot prove that it is this hub"));
  EXPECT_EQ(LinesOf(stranger.err), 1) << "and nothing of gRPC's own:\n" << stranger.err;

  const std::filesystem::path mixed = folder_ / "mixed";  // the right hub, a token of another
  std::filesystem::copy(viewer_, mixed);
  std::filesystem::copy_file(foreign / kTokenFile, mixed / kTokenFile,
                             std::filesystem::copy_options::overwrite_existing);
  const Ended unknown = AskAs(mixed, {"query", "--sites"});
  EXPECT_EQ(unknown.code, 8);
  EXPECT_THAT(unknown.err, HasSubstr("does not know who asks"));

  std::filesystem::permissions(viewer_ / kTokenFile, std::filesystem::perms(0644));
  const Ended lax = AskAs(viewer_, {"query", "--sites"});
  EXPECT_EQ(lax.code, 2);
  EXPECT_THAT(lax.err, HasSubstr("chmod 600"));
}

}  // namespace
}  // namespace throng
