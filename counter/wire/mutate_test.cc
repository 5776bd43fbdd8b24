// The mutator reaches what the fuzz target is to try: every kind of refusal, and what is taken.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <throng/v1/ingest.pb.h>
#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "counter/wire/alarm.h"
#include "counter/wire/answers.h"
#include "counter/wire/count.h"
#include "counter/wire/ingest.h"
#include "counter/wire/messages_for_test.h"
#include "counter/wire/place.h"
#include "counter/wire/test_mutate.h"

namespace throng {
namespace {

v1::PushRequest Batch() {
  const std::vector<Entry> windows{SeenEntry(), BlindEntry()};
  const std::vector<AlarmEvent> events{RaisedEvent(), AcknowledgedEvent()};
  return BatchMessage(5, windows, events);
}

// How often each thing was said, "" where the message was taken.
std::map<std::string, int> SaidOf(const v1::PushRequest& seed, int times) {
  std::map<std::string, int> said;
  std::minstd_rand random(1);
  for (int i = 0; i < times; ++i) {
    v1::PushRequest message = seed;
    for (auto left = random() % 3 + 1; left > 0; --left) MutateOnce(message, random);
    if (seed.has_hello()) {
      const Result<EdgeHello, Refusal> taken = HelloFrom(message, kNow);
      ++said[taken ? "" : std::string(taken.error().rule.text())];
    } else {
      const Result<EdgeBatch, Refusal> taken = BatchFrom(message, 3, kNow);
      ++said[taken ? "" : std::string(taken.error().rule.text())];
    }
  }
  return said;
}

TEST(Mutate, ReachesTakenAndRefusedMessages) {
  const std::map<std::string, int> hello = SaidOf(HelloMessage(StationFacts(), kNow), 20'000);
  const std::map<std::string, int> batch = SaidOf(Batch(), 20'000);
  EXPECT_GT(hello.at(""), 1000);
  EXPECT_GT(batch.at(""), 1000);
  EXPECT_GE(hello.size(), 15U);
  EXPECT_GE(batch.size(), 20U);
}

// How often each thing was said of answers like `seed`, "" where they were taken.
template <class Reply, class Read>
std::map<std::string, int> SaidOfAnswers(const Reply& seed, const Read& read) {
  std::map<std::string, int> said;
  std::minstd_rand random(1);
  for (int i = 0; i < 20'000; ++i) {
    Reply message = seed;
    for (auto left = random() % 3 + 1; left > 0; --left) MutateOnce(message, random);
    const auto taken = read(message);
    ++said[taken ? "" : std::string(taken.error().rule.text())];
  }
  return said;
}

TEST(Mutate, ReachesTakenAndRefusedAnswers) {
  v1::ListSitesReply sites;
  *sites.add_sites()->mutable_site() = MessageOf(StationFacts());
  sites.mutable_sites(0)->set_newest_ns(kNow.utc_ns());
  const auto of_sites =
      SaidOfAnswers(sites, [](const auto& message) { return SitesFrom(message); });
  v1::WatchReply news;
  news.set_site("Station");
  *news.add_events() = MessageOf(RaisedEvent());
  v1::Situation& situation = *news.add_situations();
  situation.set_place("stairs");
  *situation.mutable_window() = MessageOf(SeenEntry().window);
  situation.set_freshness(v1::FRESHNESS_FRESH);
  situation.mutable_persons()->set_high(40);
  const auto of_news = SaidOfAnswers(news, [](const auto& message) { return NewsFrom(message); });
  v1::QueryReply history;
  history.add_zones("hall");
  *history.add_rows()->mutable_window() = MessageOf(SeenEntry().window);
  const auto of_history =
      SaidOfAnswers(history, [](const auto& message) { return HistoryAnswer().Take(message); });
  EXPECT_GT(of_sites.at(""), 1000);
  EXPECT_GT(of_news.at(""), 1000);
  EXPECT_GT(of_history.at(""), 1000);
  EXPECT_GE(of_sites.size(), 15U);
  EXPECT_GE(of_news.size(), 15U);
  EXPECT_GE(of_history.size(), 8U);
}

TEST(Mutate, IsTheSameForTheSameSeed) {
  v1::PushRequest one = Batch();
  v1::PushRequest other = Batch();
  std::minstd_rand first(7), second(7);
  for (int i = 0; i < 100; ++i) {
    MutateOnce(one, first);
    MutateOnce(other, second);
  }
  EXPECT_EQ(one.SerializeAsString(), other.SerializeAsString());
  EXPECT_NE(one.SerializeAsString(), Batch().SerializeAsString());
}

}  // namespace
}  // namespace throng
