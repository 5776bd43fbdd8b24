// How a hub answers edges that are right, wrong, late, doubled, or gone.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "counter/hub/hub_for_test.h"
#include "counter/wire/ingest.h"

namespace throng {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;

const Instant kFrom = LongEnoughAgo();

std::string EdgeOf(const std::string& site) {
  return UriOf({.kind = Identity::Kind::kSite, .name = site});
}

AlarmEvent Event(std::int64_t alarm, int sequence, AlarmChange change) {
  return {.alarm = alarm,
          .sequence = sequence,
          .change = change,
          .kind = AlarmKind::kCrowding,
          .rule = "too full",
          .place = "zone 0",
          .band = change == AlarmChange::kEnd ? Band::kClear : Band::kCrowded,
          .at = kFrom,
          .count = std::nullopt,
          .reason = "full",
          .by = change == AlarmChange::kAcknowledge ? "operator" : ""};
}

class PushTest : public testing::Test {
 protected:
  Instant Now() const { return clock_.Now(); }

  std::size_t RowsOf(const std::string& site) {
    const std::unique_ptr<Archive> archive = hub_.place().Open();
    const auto sites = archive->Sites();
    for (const KnownSite& known : *sites) {
      if (known.facts.name != site) continue;
      return History(*archive, {.site = known.number,
                                .zones = {},
                                .from = Instant(0),
                                .until = Now(),
                                .resolution = Resolution::kReleased})
          .size();
    }
    return 0;
  }

  // As an operator.
  grpc::Status Acknowledge(std::uint64_t alarm) const {
    const auto stub = v1::Alarms::NewStub(hub_.Call());
    grpc::ClientContext context;
    context.AddMetadata(
        "test-caller",
        UriOf({.kind = Identity::Kind::kReader, .name = "control room", .role = Role::kOperator}));
    v1::AcknowledgeRequest request;
    request.set_site("arena");
    request.set_alarm(alarm);
    v1::AcknowledgeReply reply;
    return stub->Acknowledge(&context, request, &reply);
  }

  SystemClock clock_;
  HubForTest hub_{Backend::kSqlite, ByMetadata()};
};

TEST_F(PushTest, AnEdgeWritesOnlyTheSiteOfItsCertificate) {
  EdgeForTest wrong(hub_.Call(), EdgeOf("arena"));
  EXPECT_FALSE(wrong.SayHello(SiteWith("bridge", 1), Now()));
  const grpc::Status status = wrong.End();
  EXPECT_EQ(status.error_code(), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(status.error_message(), "the certificate is not that of this site");
  EdgeForTest right(hub_.Call(), EdgeOf("bridge"));
  EXPECT_TRUE(right.SayHello(SiteWith("bridge", 1), Now()));
  EXPECT_EQ(hub_.hub().State().sites.size(), 1U);
}

TEST_F(PushTest, ABatchBeforeTheHelloOrASecondHelloIsRefused) {
  EdgeForTest hasty(hub_.Call());
  hasty.Send(BatchMessage(1, TickOf(1, kFrom, 0, 1), {}));
  EXPECT_EQ(hasty.End().error_code(), StatusCode::INVALID_ARGUMENT);
  EdgeForTest polite(hub_.Call());
  ASSERT_TRUE(polite.SayHello(SiteWith("arena", 1), Now()));
  polite.Send(HelloMessage(SiteWith("arena", 1), Now()));
  EXPECT_EQ(polite.End().error_code(), StatusCode::INVALID_ARGUMENT);
}

TEST_F(PushTest, WhatIsNoMessageIsRefusedInWords) {
  EdgeForTest edge(hub_.Call());
  SiteFacts site = SiteWith("arena", 1);
  site.name = "caf\xE9";  // no UTF-8, which no message may hold
  edge.Send(HelloMessage(site, Now()));
  const grpc::Status status = edge.End();
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), testing::HasSubstr("no message of the contract"));
}

TEST_F(PushTest, AMistakeIsNamedAndWhatCameBeforeItIsAnswered) {
  EdgeForTest edge(hub_.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 2), Now()));
  edge.Send(BatchMessage(7, TickOf(2, kFrom, 0, 1), {}));
  edge.Send(BatchMessage(8, TickOf(3, kFrom, 1, 1), {}));  // of a zone that it has not
  const auto answer = edge.Read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->done().number(), 7U);
  const grpc::Status status = edge.End();
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), testing::HasSubstr("windows[2].zone"));
  EXPECT_EQ(RowsOf("arena"), 2U) << "nothing of the bad batch";
}

TEST_F(PushTest, ASiteWithOtherZonesIsRefused) {
  EdgeForTest edge(hub_.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 2), Now()));
  EdgeForTest other(hub_.Call());
  SiteFacts changed = SiteWith("arena", 2);
  changed.zones[1].area = SquareMetres(7);
  EXPECT_FALSE(other.SayHello(changed, Now()));
  const grpc::Status status = other.End();
  EXPECT_EQ(status.error_code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(status.error_message(), "the hub knows other zones of this site");
  EXPECT_TRUE(edge.Push(TickOf(2, kFrom, 0, 1))) << "the edge that is right goes on";
}

TEST_F(PushTest, NewZonesAreTakenUp) {
  {
    EdgeForTest edge(hub_.Call());
    ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), Now()));
    EXPECT_TRUE(edge.Push(TickOf(1, kFrom, 0, 1)));
  }
  EdgeForTest edge(hub_.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 3), Now()));
  EXPECT_EQ(edge.Push(TickOf(3, kFrom, 1, 1))->written(), 3U);
  EXPECT_EQ(hub_.hub().State().sites.at(0).facts.zones.size(), 3U);
}

TEST_F(PushTest, WhatIsSentAgainIsKnownAndWhatContradictsIsRefusedByPosition) {
  EdgeForTest edge(hub_.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 2), Now()));
  ASSERT_TRUE(edge.Push(TickOf(2, kFrom, 0, 5)));
  std::vector<Entry> again = TickOf(2, kFrom, 0, 5);
  again[1].count = WholeCount{.persons = 9, .low = 9, .high = 9};  // a restored old image
  const std::vector<Entry> more = TickOf(2, kFrom, 1, 5);
  again.insert(again.end(), more.begin(), more.end());
  const auto done = edge.Push(again);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->known(), 1U);
  EXPECT_EQ(done->written(), 2U);
  EXPECT_THAT(done->refused(), ElementsAre(1U));
  EXPECT_EQ(RowsOf("arena"), 4U);
}

TEST_F(PushTest, WhatIsRefusedIsNotShown) {
  EdgeForTest edge(hub_.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 2), Now()));
  const std::vector<Entry> tick = TickOf(2, kFrom, 0, 5);
  ASSERT_TRUE(edge.Push({tick[0]}));
  const auto other = edge.Push({TickOf(2, kFrom, 0, 9)[0]});  // before its other zone comes
  ASSERT_TRUE(other);
  EXPECT_THAT(other->refused(), ElementsAre(0U));
  ASSERT_TRUE(edge.Push({tick[1]}));
  WatcherForTest watcher(hub_.Call(), {});
  const auto now = watcher.Read();
  ASSERT_TRUE(now);
  ASSERT_EQ(now->situations_size(), 2);
  EXPECT_EQ(now->situations(0).persons().expected(), 5);
  watcher.Cancel();
}

TEST_F(PushTest, ANewerStreamOfASiteEndsTheOlder) {
  EdgeForTest older(hub_.Call());
  ASSERT_TRUE(older.SayHello(SiteWith("arena", 1), Now()));
  EdgeForTest newer(hub_.Call());
  ASSERT_TRUE(newer.SayHello(SiteWith("arena", 1), Now()));
  EXPECT_FALSE(older.Read());
  EXPECT_EQ(older.End().error_code(), StatusCode::ABORTED);
  for (int k = 0; k < 20; ++k) {  // the hub forgets the older meanwhile
    EXPECT_TRUE(newer.Push(TickOf(1, kFrom, k, 1)));
    EXPECT_TRUE(hub_.hub().State().sites.at(0).connected) << "also once the older has gone";
  }
}

TEST_F(PushTest, ManyBatchesAtOnceAreAllAnsweredInTheirOrder) {
  EdgeForTest edge(hub_.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 2), Now()));
  constexpr std::uint64_t kBatches = 100;
  std::thread sending([&edge] {
    for (std::uint64_t k = 1; k <= kBatches; ++k) {
      edge.Send(BatchMessage(k, TickOf(2, kFrom, static_cast<std::int64_t>(k), 3), {}));
    }
  });
  for (std::uint64_t k = 1; k <= kBatches; ++k) {
    const auto answer = edge.Read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->done().number(), k);
  }
  sending.join();
  EXPECT_TRUE(edge.End().ok());
  EXPECT_EQ(RowsOf("arena"), 2 * kBatches);
}

TEST_F(PushTest, AnEdgeThatIsCutOffIsSeenToBeGone) {
  {
    EdgeForTest edge(hub_.Call());
    ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), Now()));
    EXPECT_TRUE(hub_.hub().State().sites.at(0).connected);
    edge.Cancel();
    edge.End();
  }
  EXPECT_TRUE(Eventually([this] { return !hub_.hub().State().sites.at(0).connected; }));
}

// An edge that began a new ledger numbers its alarms from 1 again.
TEST_F(PushTest, AlarmsOfANewLedgerAreOthersAndTheirAcknowledgementsFindThem) {
  {
    EdgeForTest old(hub_.Call());
    ASSERT_TRUE(old.SayHello(SiteWith("arena", 1), Now(), 1111));
    ASSERT_TRUE(old.Push({}, {Event(1, 1, AlarmChange::kRaise)}));
  }
  EdgeForTest edge(hub_.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), Now(), 2222));
  WatcherForTest watcher(hub_.Call(), {});
  ASSERT_TRUE(watcher.Read());
  AlarmEvent raised = Event(1, 1, AlarmChange::kRaise);
  raised.at = kFrom + std::chrono::minutes(5);
  ASSERT_TRUE(edge.Push({}, {raised}));
  const auto news = watcher.Read();
  ASSERT_TRUE(news);
  ASSERT_EQ(news->events_size(), 1);
  EXPECT_EQ(news->events(0).alarm(), 2U) << "as the hub numbers it";
  EXPECT_TRUE(Acknowledge(1).ok()) << "it is kept for its own ledger";
  EXPECT_TRUE(Acknowledge(2).ok());
  const auto told = edge.Read();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->acknowledge().alarm(), 1U) << "as the edge numbers it";
  AlarmEvent seen = Event(1, 2, AlarmChange::kAcknowledge);
  seen.at = raised.at + std::chrono::minutes(1);
  ASSERT_TRUE(edge.Push({}, {seen}));
  const auto acknowledged = watcher.Read();
  ASSERT_TRUE(acknowledged);
  EXPECT_EQ(acknowledged->events(0).alarm(), 2U);
  watcher.Cancel();
  edge.Cancel();
  EdgeForTest put_back(hub_.Call());
  ASSERT_TRUE(put_back.SayHello(SiteWith("arena", 1), Now(), 1111));
  const auto kept = put_back.Read();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->acknowledge().alarm(), 1U);
}

// A box that was exchanged and put back within a day goes on with its alarms.
TEST_F(PushTest, AnAlarmEndsOnceItsLedgerHasBeenGoneForADay) {
  const auto say_hello = [this](std::int64_t ledger) {
    EdgeForTest edge(hub_.Call());
    ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), hub_.clock().Now(), ledger));
    if (ledger == 1111) edge.Push({}, {Event(1, 1, AlarmChange::kRaise)});
  };
  const auto open = [this] {
    const std::unique_ptr<Archive> archive = hub_.place().Open();
    return archive->OpenAlarms(archive->Sites()->at(0).number)->size();
  };
  say_hello(1111);
  say_hello(2222);
  hub_.clock().Skip(std::chrono::hours(23));
  say_hello(1111);
  say_hello(2222);
  hub_.clock().Skip(std::chrono::hours(23));
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // a look of the hub, and more
  ASSERT_EQ(open(), 1U);
  WatcherForTest watcher(hub_.Call(), {});
  const auto first = watcher.Read();
  ASSERT_TRUE(first);
  ASSERT_EQ(first->events_size(), 1);
  hub_.clock().Skip(std::chrono::hours(2));
  ASSERT_TRUE(Eventually([&open] { return open() == 0; }));
  const auto news = watcher.Read();
  ASSERT_TRUE(news);
  ASSERT_EQ(news->events_size(), 1);
  EXPECT_EQ(news->events(0).change(), v1::ALARM_CHANGE_END);
}

TEST_F(PushTest, AnAcknowledgementIsToldToTheEdgeNowOrWhenItComes) {
  {
    EdgeForTest edge(hub_.Call());
    ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), Now()));
    ASSERT_TRUE(
        edge.Push({}, {Event(4, 1, AlarmChange::kRaise), Event(5, 1, AlarmChange::kRaise)}));
    EXPECT_TRUE(Acknowledge(4).ok());
    const auto told = edge.Read();
    ASSERT_TRUE(told);
    EXPECT_EQ(told->acknowledge().alarm(), 4U);
    EXPECT_EQ(told->acknowledge().by_role(), "operator");
    EXPECT_NEAR(static_cast<double>(told->acknowledge().at_ns()),
                static_cast<double>(Now().utc_ns()), 60e9);
    ASSERT_TRUE(edge.Push({}, {Event(4, 2, AlarmChange::kAcknowledge)}));
  }
  EXPECT_TRUE(Acknowledge(5).ok());
  EXPECT_TRUE(Acknowledge(4).ok()) << "it is, already";
  EXPECT_EQ(Acknowledge(6).error_code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(Acknowledge(0).error_code(), StatusCode::INVALID_ARGUMENT);
  hub_.Stop();
  hub_.Start();
  EdgeForTest edge(hub_.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), Now()));
  const auto told = edge.Read();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->acknowledge().alarm(), 5U);
  ASSERT_TRUE(edge.Push({}, {Event(5, 2, AlarmChange::kAcknowledge)}));
  edge.Cancel();
  edge.End();
  EdgeForTest later(hub_.Call());
  ASSERT_TRUE(later.SayHello(SiteWith("arena", 1), Now()));
  EXPECT_EQ(later.Push(TickOf(1, kFrom, 0, 1))->written(), 1U) << "and nothing was between";
}

TEST_F(PushTest, TheTrailTellsOfSitesTheirChangesAndAcknowledgements) {
  {
    EdgeForTest edge(hub_.Call());
    ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), Now()));
    EdgeForTest changed(hub_.Call());
    ASSERT_TRUE(changed.SayHello(SiteWith("arena", 2), Now()));
    EdgeForTest refused(hub_.Call());
    ASSERT_FALSE(refused.SayHello(SiteWith("arena", 1), Now()));
    EXPECT_EQ(refused.End().error_code(), StatusCode::FAILED_PRECONDITION);
  }
  std::ifstream in(hub_.trail_file());
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(text, testing::HasSubstr(R"("what":"site entered","site":"arena","zones":"1")"));
  EXPECT_THAT(text, testing::HasSubstr(R"("what":"site changed","site":"arena","zones":"2")"));
  EXPECT_THAT(text, testing::HasSubstr(R"("what":"site change refused","site":"arena")"));
}

TEST_F(PushTest, AHubThatStopsAnswersWhatItTook) {
  EdgeForTest edge(hub_.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), Now()));
  ASSERT_TRUE(edge.Push(TickOf(1, kFrom, 0, 1)));
  std::thread stopping([this] { hub_.Stop(); });
  EXPECT_FALSE(edge.Read());
  EXPECT_EQ(edge.End().error_code(), StatusCode::UNAVAILABLE);
  stopping.join();
}

}  // namespace
}  // namespace throng
