// Readers that take at once, and readers that do not.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/live.h"

#include <gtest/gtest.h>
#include <throng/v1/watch.pb.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "counter/store/archives_for_test.h"

namespace throng {
namespace {

class StoppedClock final : public Clock {
 public:
  Instant Now() const override { return At(0); }
  Duration Steady() const override { return Duration::zero(); }
  void SleepUntil(Duration /*steady*/) override {}
};

// Takes one message at a time, when the test says so.
class Reader final : public LiveReader {
 public:
  explicit Reader(Live& live) : live_(live) {}
  ~Reader() { live_.Remove(*this); }

  void Take(LiveMessage message) override {
    {
      const std::scoped_lock lock(mutex_);
      EXPECT_FALSE(message_) << "one at a time";
      message_ = std::move(message);
    }
    came_.notify_all();
  }

  // The message that is there, or comes within five seconds; then it is ready for another.
  std::optional<v1::WatchReply> Next() {
    std::optional<v1::WatchReply> reply = Look();
    {
      const std::scoped_lock lock(mutex_);
      message_.reset();
    }
    if (reply) live_.Ready(*this);
    return reply;
  }

  // The message that is on its way, for as long as it is.
  std::optional<v1::WatchReply> Look() {
    std::unique_lock lock(mutex_);
    came_.wait_for(lock, std::chrono::seconds(5), [this] { return message_.has_value(); });
    if (!message_) return std::nullopt;
    v1::WatchReply reply;
    EXPECT_TRUE(reply.ParseFromString(*message_->all + message_->one));
    return reply;
  }

  const std::string* bytes() {
    const std::scoped_lock lock(mutex_);
    return message_ ? message_->all.get() : nullptr;
  }

 private:
  Live& live_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::optional<LiveMessage> message_;
};

class LiveTest : public testing::Test {
 protected:
  LiveTest() {
    live_.Begin(sites_);
    sites_.Enter(1, SiteWith("arena", 2));
  }

  void Tick(std::int64_t site, std::int64_t k, int persons) {
    const std::vector<Entry> windows = {Counted(0, k * 15, k * 15 + 15, persons),
                                        Counted(1, k * 15, k * 15 + 15, persons)};
    sites_.Take(site, windows, {});
  }

  static AlarmEvent Raised(std::int64_t alarm, const std::string& place) {
    return {.alarm = alarm,
            .sequence = 1,
            .change = AlarmChange::kRaise,
            .kind = AlarmKind::kCrowding,
            .rule = "too full",
            .place = place,
            .band = Band::kCrowded,
            .at = At(0),
            .count = std::nullopt,
            .reason = "",
            .by = ""};
  }

  StoppedClock clock_;
  Live live_{3};
  Sites sites_{clock_, [this](HubNews news) { live_.Tell(std::move(news)); }};
};

TEST_F(LiveTest, FirstComesTheStateOfEachSiteThenWhatIsNew) {
  sites_.Enter(2, SiteWith("bridge", 1));
  Tick(1, 0, 5);
  Reader reader(live_);
  ASSERT_EQ(live_.Add(reader, {}), Live::Answer::kAdded);
  const auto arena = reader.Next();
  ASSERT_TRUE(arena);
  EXPECT_EQ(arena->site(), "arena");
  ASSERT_EQ(arena->situations_size(), 2);
  EXPECT_EQ(arena->situations(1).persons().expected(), 5);
  EXPECT_TRUE(arena->has_connected());
  EXPECT_FALSE(arena->connected());
  const auto bridge = reader.Next();
  ASSERT_TRUE(bridge);
  EXPECT_EQ(bridge->site(), "bridge");
  EXPECT_EQ(bridge->situations_size(), 0);
  Tick(1, 1, 6);
  const auto news = reader.Next();
  ASSERT_TRUE(news);
  EXPECT_EQ(news->site(), "arena");
  EXPECT_EQ(news->situations(0).persons().expected(), 6);
  EXPECT_FALSE(news->has_connected());
  EXPECT_EQ(news->missed(), 0U);
}

TEST_F(LiveTest, AReaderIsToldOfThePlacesThatItAskedFor) {
  sites_.Enter(2, SiteWith("bridge", 1));
  Reader reader(live_);
  ASSERT_EQ(live_.Add(reader, {.sites = {}, .places = {"zone 1"}}), Live::Answer::kAdded);
  const auto first = reader.Next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->site(), "arena") << "the bridge has no such place";
  sites_.Connect(2, Duration::zero());
  sites_.Take(1, {}, std::vector<std::vector<AlarmEvent>>{{Raised(1, "zone 0")}});
  Tick(1, 0, 5);
  const auto news = reader.Next();
  ASSERT_TRUE(news);
  EXPECT_FALSE(news->has_connected()) << "that is the bridge's";
  EXPECT_EQ(news->events_size(), 0) << "and that another place's";
  ASSERT_EQ(news->situations_size(), 1);
  EXPECT_EQ(news->situations(0).place(), "zone 1");
  sites_.Take(1, {}, std::vector<std::vector<AlarmEvent>>{{Raised(2, "zone 1")}});
  const auto raised = reader.Next();
  ASSERT_TRUE(raised);
  ASSERT_EQ(raised->events_size(), 1);
  EXPECT_EQ(raised->events(0).alarm(), 2U);
}

TEST_F(LiveTest, ASlowReaderGetsThePresentStateAndHowManyItMissed) {
  Reader reader(live_);
  ASSERT_EQ(live_.Add(reader, {}), Live::Answer::kAdded);
  ASSERT_TRUE(reader.Look());
  Reader fast(live_);
  live_.Add(fast, {});
  ASSERT_TRUE(fast.Next());
  ASSERT_TRUE(reader.Next());
  Tick(1, 0, 1);  // on its way to the slow one, and stays there
  ASSERT_TRUE(reader.Look());
  sites_.Take(1, {}, std::vector<std::vector<AlarmEvent>>{{Raised(4, "zone 0")}});
  for (int k = 1; k <= 5; ++k) {
    Tick(1, k, k + 1);
    while (const auto news = fast.Next()) {  // so that it was delivered
      if (news->situations_size() > 0 && news->situations(0).persons().expected() == k + 1) break;
    }
  }
  EXPECT_EQ(reader.Next()->situations(0).persons().expected(), 1);
  const auto late = reader.Next();
  ASSERT_TRUE(late);
  EXPECT_EQ(late->situations(0).persons().expected(), 6);
  EXPECT_EQ(late->missed(), 6U);
  EXPECT_EQ(late->events_size(), 1) << "the alarm that is open";
  EXPECT_TRUE(late->has_connected());
  Tick(1, 6, 9);
  const auto next = reader.Next();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->missed(), 0U);
  EXPECT_FALSE(next->has_connected());
}

TEST_F(LiveTest, OneTickOfEachOfManySitesIsNotTooMuchForAReader) {
  for (int site = 2; site <= 50; ++site) {
    sites_.Enter(site, SiteWith("site " + std::to_string(site), 2));
  }
  Reader reader(live_);
  ASSERT_EQ(live_.Add(reader, {}), Live::Answer::kAdded);
  for (int site = 1; site <= 50; ++site) ASSERT_TRUE(reader.Next());
  for (int site = 1; site <= 50; ++site) Tick(site, 0, site);
  for (int site = 1; site <= 50; ++site) {
    const auto news = reader.Next();
    ASSERT_TRUE(news);
    EXPECT_EQ(news->missed(), 0U);
  }
}

TEST_F(LiveTest, ThoseWhoWatchTheSameShareTheBytes) {
  Reader one(live_);
  Reader two(live_);
  Reader other(live_);
  live_.Add(one, {});
  live_.Add(two, {});
  live_.Add(other, {.sites = {"arena"}, .places = {"zone 0"}});
  ASSERT_TRUE(one.Look());
  ASSERT_TRUE(two.Look());
  EXPECT_EQ(one.bytes(), two.bytes()) << "also the first";
  ASSERT_TRUE(one.Next());
  ASSERT_TRUE(two.Next());
  ASSERT_TRUE(other.Next());
  Tick(1, 0, 1);
  ASSERT_TRUE(one.Look());
  ASSERT_TRUE(two.Look());
  ASSERT_TRUE(other.Look());
  EXPECT_EQ(one.bytes(), two.bytes());
  EXPECT_NE(one.bytes(), other.bytes());
}

TEST_F(LiveTest, NamesThatNobodyKnowsAreRefused) {
  Reader reader(live_);
  EXPECT_EQ(live_.Add(reader, {.sites = {"harbour"}, .places = {}}), Live::Answer::kNoSuchPlace);
  EXPECT_EQ(live_.Add(reader, {.sites = {}, .places = {"zone 7"}}), Live::Answer::kNoSuchPlace);
  sites_.Enter(2, SiteWith("bridge", 9));
  EXPECT_EQ(live_.Add(reader, {.sites = {"arena"}, .places = {"zone 7"}}),
            Live::Answer::kNoSuchPlace)
      << "it is a place of another site";
  EXPECT_EQ(live_.Readers(), 0U);
}

TEST_F(LiveTest, MoreReadersThanThereMayBeAreRefusedUntilOneLeaves) {
  Reader one(live_);
  Reader two(live_);
  Reader four(live_);
  EXPECT_EQ(live_.Add(one, {}), Live::Answer::kAdded);
  EXPECT_EQ(live_.Add(two, {}), Live::Answer::kAdded);
  {
    Reader three(live_);
    EXPECT_EQ(live_.Add(three, {}), Live::Answer::kAdded);
    EXPECT_EQ(live_.Add(four, {}), Live::Answer::kTooMany);
  }
  EXPECT_EQ(live_.Add(four, {}), Live::Answer::kAdded);
}

TEST_F(LiveTest, ASiteThatIsNewOrHasNewPlacesIsToldWhole) {
  Reader reader(live_);
  ASSERT_EQ(live_.Add(reader, {}), Live::Answer::kAdded);
  ASSERT_TRUE(reader.Next());
  sites_.Enter(2, SiteWith("bridge", 1));
  const auto bridge = reader.Next();
  ASSERT_TRUE(bridge);
  EXPECT_EQ(bridge->site(), "bridge");
  EXPECT_TRUE(bridge->has_connected());
  EXPECT_EQ(bridge->missed(), 0U);
}

}  // namespace
}  // namespace throng
