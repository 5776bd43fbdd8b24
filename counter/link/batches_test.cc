// Nothing is sent twice at once, and one thing that a hub will not take stops nothing else.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/batches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace throng {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

UnsentWindow WindowOf(std::int64_t number) {
  return {.number = number,
          .entry = {.zone = ZoneIndex(0),
                    .window = {Instant(number), Instant(number + 1)},
                    .count = std::nullopt,
                    .coverage_percent = 0,
                    .freshness = Freshness::kBlind}};
}

std::vector<UnsentWindow> WindowsOf(const std::vector<std::int64_t>& numbers) {
  std::vector<UnsentWindow> windows;
  for (const std::int64_t number : numbers) windows.push_back(WindowOf(number));
  return windows;
}

// A hub that takes all windows but some, one message after the other, and an outbox beside it.
class Pushing {
 public:
  Pushing(std::int64_t windows, std::set<std::int64_t> poison) : poison_(std::move(poison)) {
    for (std::int64_t i = 1; i <= windows; ++i) waiting_.insert(i);
  }

  // Fills the line, then the hub looks at it; false if there was nothing to send.
  bool Step() {
    bool sent = false;
    while (const std::size_t room = batches_.Room()) {
      std::vector<std::int64_t> numbers;
      for (auto at = waiting_.rbegin(); at != waiting_.rend() && numbers.size() < room; ++at) {
        if (numbers.size() < 2000 && !batches_.windows().contains(*at)) numbers.push_back(*at);
      }
      if (numbers.empty()) break;
      batches_.Send(WindowsOf(numbers), {}, Duration(0));
      sent = true;
    }
    for (const SentBatch& batch : batches_.waiting()) {
      const OutgoingBatch& out = batches_.Find(batch.number);
      for (const UnsentWindow& window : out.windows) {
        if (!poison_.contains(window.number)) continue;
        ++streams;
        batches_.LostToRules();
        return true;
      }
      for (const UnsentWindow& window : out.windows) waiting_.erase(window.number);
      batches_.Answered(batch.number);
      for (const UnsentWindow& window : batches_.TakeRefused().windows) {
        refused.insert(window.number);
        waiting_.erase(window.number);
      }
    }
    return sent;
  }
  void Run() {
    while (Step()) {
    }
  }
  void Append(std::int64_t number) { waiting_.insert(number); }
  void Update() { poison_.clear(); }  // of the hub

  std::set<std::int64_t> refused;
  int streams = 0;  // that the hub ended
  const std::set<std::int64_t>& waiting() const { return waiting_; }
  const Batches& batches() const { return batches_; }

 private:
  Batches batches_;
  std::set<std::int64_t> waiting_;
  std::set<std::int64_t> poison_;
};

TEST(Batches, FourAreOnTheirWayAtMostAndNothingTwice) {
  Batches batches;
  for (std::int64_t i = 1; i <= 4; ++i) {
    EXPECT_EQ(batches.Room(), 2200U);
    EXPECT_EQ(batches.Send(WindowsOf({i}), {}, Duration(i)).number, static_cast<std::uint64_t>(i));
  }
  EXPECT_EQ(batches.Room(), 0U);
  EXPECT_THAT(batches.windows(), UnorderedElementsAre(1, 2, 3, 4));
  EXPECT_EQ(batches.oldest_sent(), Duration(1));
  batches.Answered(2);  // in any order
  EXPECT_EQ(batches.Room(), 2200U);
  batches.Answered(1);
  EXPECT_THAT(batches.windows(), UnorderedElementsAre(3, 4));
  EXPECT_EQ(batches.oldest_sent(), Duration(3));
  batches.Lost();
  EXPECT_THAT(batches.windows(), IsEmpty());
  EXPECT_FALSE(batches.oldest_sent());
  EXPECT_EQ(batches.Send(WindowsOf({3}), {}, Duration(9)).number, 5U) << "no number twice";
}

TEST(Batches, OneThatIsNotTakenIsFoundAndTheRestGoes) {
  Pushing pushing(10'000, {9'123});
  pushing.Run();
  EXPECT_THAT(pushing.refused, ElementsAre(9'123));
  EXPECT_THAT(pushing.waiting(), IsEmpty());
  EXPECT_LE(pushing.streams, 14);
  EXPECT_FALSE(pushing.batches().is_searching());
  EXPECT_EQ(pushing.batches().Room(), 2200U);
}

TEST(Batches, SeveralAreFoundToo) {
  Pushing pushing(10'000, {1, 5, 4'000, 4'001, 4'002, 10'000});
  pushing.Run();
  EXPECT_THAT(pushing.refused, ElementsAre(5, 4'000, 4'001, 4'002, 10'000));
  EXPECT_THAT(pushing.waiting(), ElementsAre(1)) << "until something newer shows that it alone is";
  pushing.Append(10'001);
  pushing.Run();
  EXPECT_THAT(pushing.waiting(), IsEmpty());
  EXPECT_EQ(pushing.refused.size(), 6U);
}

TEST(Batches, AHubThatUnderstandsNothingMakesNothingRefused) {
  std::set<std::int64_t> all;
  for (std::int64_t i = 1; i <= 100; ++i) all.insert(i);
  Pushing pushing(100, all);
  for (int i = 0; i < 60 && !pushing.batches().is_misunderstood(); ++i) pushing.Step();
  EXPECT_TRUE(pushing.batches().is_misunderstood());
  EXPECT_THAT(pushing.refused, IsEmpty());
  pushing.Update();
  pushing.Run();
  EXPECT_THAT(pushing.refused, IsEmpty());
  EXPECT_THAT(pushing.waiting(), IsEmpty()) << "once it does, all goes";
}

TEST(Batches, ASearchThatFindsNothingEnds) {
  Pushing pushing(3'000, {2'500});
  pushing.Step();
  EXPECT_TRUE(pushing.batches().is_searching());
  pushing.Update();
  pushing.Run();
  EXPECT_THAT(pushing.waiting(), IsEmpty());
  EXPECT_FALSE(pushing.batches().is_searching());
}

}  // namespace
}  // namespace throng
