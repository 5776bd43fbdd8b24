// A lane sends in order, stops at a way that is down, and is idle only when all has been taken.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/lane.h"

#include <gtest/gtest.h>

#include <chrono>
#include <utility>

#include "counter/notify/outbox_for_test.h"

namespace throng {
namespace {

using std::chrono_literals::operator""s;
using Verdict = Reply::Verdict;

// Delivers, but for the number that it is down for.
class DownFor final : public Sender {
 public:
  explicit DownFor(std::int64_t number) : number_(number) {}
  Reply Send(const Delivery& delivery, Instant, const std::atomic<bool>&) override {
    const bool is_down = delivery.number == number_;
    return {.verdict = is_down ? Verdict::kDown : Verdict::kDelivered, .why = {}};
  }

 private:
  std::int64_t number_;
};

std::vector<std::int64_t> NumbersOf(const std::vector<Lane::Tried>& tried) {
  std::vector<std::int64_t> numbers;
  numbers.reserve(tried.size());
  for (const Lane::Tried& one : tried) numbers.push_back(one.delivery.number);
  return numbers;
}

std::vector<Delivery> Three() {
  return {DeliveryOf({Raise()}, 1), DeliveryOf({Raise()}, 2), DeliveryOf({Raise()}, 3)};
}

TEST(Lane, SendsInOrderAndStopsAtAWayThatIsDown) {
  const TestClock clock;
  Lane lane(std::make_unique<DownFor>(0), clock);
  lane.Hand(Three());
  lane.WaitUntilSent(10s);
  EXPECT_EQ(NumbersOf(lane.Take()), (std::vector<std::int64_t>{1, 2, 3}));
  Lane down(std::make_unique<DownFor>(2), clock);
  down.Hand(Three());
  down.WaitUntilSent(10s);
  EXPECT_EQ(NumbersOf(down.Take()), (std::vector<std::int64_t>{1, 2}));
}

// Else what has just been sent could be handed to it once more.
TEST(Lane, IsNotIdleBeforeWhatItTriedHasBeenTaken) {
  const TestClock clock;
  Lane lane(std::make_unique<DownFor>(0), clock);
  EXPECT_TRUE(lane.IsIdle());
  lane.Hand(Three());
  lane.WaitUntilSent(10s);
  EXPECT_FALSE(lane.IsIdle());
  EXPECT_EQ(lane.Take().size(), 3U);
  EXPECT_TRUE(lane.IsIdle());
}

TEST(Lane, EndsWithoutHavingSentAll) {
  const TestClock clock;
  Lane lane(std::make_unique<DownFor>(0), clock);
  lane.Stop();
  lane.Hand(Three());
}

}  // namespace
}  // namespace throng
