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

// How often each thing was said of messages like `seed`, "" where they were taken.
template <class Message, class Read>
std::map<std::string, int> SaidOf(const Message& seed, const Read& read) {
  std::map<std::string, int> said;
  std::minstd_rand random(1);
  for (int i = 0; i < 20'000; ++i) {
    Message message = seed;
    MutateSome(message, random, 3);
    const auto taken = read(message);
    ++said[taken ? "" : std::string(taken.error().rule.text())];
  }
  return said;
}

TEST(Mutate, ReachesTakenAndRefusedMessages) {
  const auto hello = SaidOf(HelloMessage(StationFacts(), kNow),
                            [](const auto& message) { return HelloFrom(message, kNow); });
  const auto batch =
      SaidOf(Batch(), [](const auto& message) { return BatchFrom(message, 3, kNow); });
  EXPECT_GT(hello.at(""), 1000);
  EXPECT_GT(batch.at(""), 1000);
  EXPECT_GE(hello.size(), 15U);
  EXPECT_GE(batch.size(), 20U);
}

TEST(Mutate, ReachesTakenAndRefusedAnswers) {
  v1::ListSitesReply sites;
  *sites.add_sites()->mutable_site() = MessageOf(StationFacts());
  sites.mutable_sites(0)->set_newest_ns(kNow.utc_ns());
  const auto of_sites = SaidOf(sites, [](const auto& message) { return SitesFrom(message); });
  v1::WatchReply news;
  news.set_site("Station");
  *news.add_events() = MessageOf(RaisedEvent());
  v1::Situation& situation = *news.add_situations();
  situation.set_place("stairs");
  *situation.mutable_window() = MessageOf(SeenEntry().window);
  situation.set_freshness(v1::FRESHNESS_FRESH);
  situation.mutable_persons()->set_high(40);
  const auto of_news = SaidOf(news, [](const auto& message) { return NewsFrom(message); });
  v1::QueryReply history;
  history.add_zones("hall");
  *history.add_rows()->mutable_window() = MessageOf(SeenEntry().window);
  const auto of_history =
      SaidOf(history, [](const auto& message) { return HistoryAnswer().Take(message); });
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

// Bytes with room for `room`, of which the first says what the others are.
struct Room {
  explicit Room(const std::string& text, std::size_t room) : bytes(text), size(text.size()) {
    bytes.resize(room);
  }
  std::string Mutated(unsigned int seed) {
    auto* const data = reinterpret_cast<std::uint8_t*>(bytes.data());
    v1::PushRequest held;
    const bool is_one = held.ParseFromArray(data + 1, static_cast<int>(size) - 1);
    size = MutateBytes({data, size, bytes.size(), seed}, is_one ? &held : nullptr, 1);
    return bytes.substr(0, size);
  }
  std::string bytes;
  std::size_t size;
};

TEST(Mutate, BytesThatHoldAMessageHoldAnother) {
  const std::string before = "7" + Batch().SerializeAsString();
  int others = 0;
  for (unsigned int seed = 1; seed <= 100; ++seed) {
    const std::string after = Room(before, before.size() + 100).Mutated(seed);
    EXPECT_EQ(after.front(), '7');
    v1::PushRequest message;
    EXPECT_TRUE(message.ParseFromString(after.substr(1)));
    others += after == before ? 0 : 1;
  }
  EXPECT_GT(others, 70);
}

TEST(Mutate, BytesThatHoldNoMessageOrHaveNoRoomStayWithoutLibFuzzer) {
  const std::string nonsense = "7\xFF\xFF";
  const std::string batch = "7" + Batch().SerializeAsString();
  for (unsigned int seed = 1; seed <= 100; ++seed) {
    EXPECT_EQ(Room(nonsense, 100).Mutated(seed), nonsense);
    const std::string after = Room(batch, batch.size()).Mutated(seed);
    EXPECT_LE(after.size(), batch.size());
    EXPECT_TRUE(after.size() < batch.size() || v1::PushRequest().ParseFromString(after.substr(1)));
  }
}

}  // namespace
}  // namespace throng
