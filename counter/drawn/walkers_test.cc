// People come, get about, queue, keep apart, walk around what stands in their way, and go.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/walkers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace throng {
namespace {

// A square of 20 m with a kiosk of 2 m radius in its middle and one entrance beside it.
WalkPlan Square() {
  return {.goal = [](Random& r) { return Place(r.Between(0, 20), r.Between(0, 20), 0); },
          .entrance = [](Random&) { return Place(-5, 10, 0); },
          .taken = {{.middle = {10, 10, 0}, .radius_m = 2}},
          .apart_m = 0.7F};
}

float Apart(const Place& a, const Place& b) { return static_cast<float>(cv::norm(a - b)); }

int OnTheSquare(const Walkers& walkers) {
  return static_cast<int>(std::ranges::count_if(walkers.all(), [](const Walker& walker) {
    return walker.foot[0] > -0.5F && walker.foot[0] < 20.5F && walker.foot[1] > -0.5F &&
           walker.foot[1] < 20.5F;
  }));
}

TEST(Walkers, ComeUntilAsManyAreThereAsAreWanted) {
  Walkers walkers(Random(1), Square(), 0);
  EXPECT_TRUE(walkers.all().empty());
  walkers.Pass(1, 12);
  EXPECT_EQ(walkers.all().size(), 12U);
  EXPECT_LT(OnTheSquare(walkers), 4) << "they come through the entrance";
  walkers.Pass(60, 12);
  EXPECT_GE(OnTheSquare(walkers), 11);
}

TEST(Walkers, GoWhenFewerAreWanted) {
  Walkers walkers(Random(2), Square(), 30);
  EXPECT_EQ(OnTheSquare(walkers), 30);
  walkers.Pass(1, 5);
  EXPECT_GT(OnTheSquare(walkers), 20) << "nobody vanishes";
  walkers.Pass(60, 5);
  EXPECT_EQ(walkers.all().size(), 5U);
  walkers.Pass(60, 0);
  EXPECT_TRUE(walkers.all().empty());
}

TEST(Walkers, TheSameNumbersByChanceGiveTheSameWalks) {
  Walkers one(Random(7), Square(), 30);
  Walkers same(Random(7), Square(), 30);
  Walkers other(Random(8), Square(), 30);
  for (Walkers* walkers : {&one, &same, &other}) walkers->Pass(20, 30);
  float differ_m = 0;
  ASSERT_EQ(one.all().size(), 30U);
  for (std::size_t i = 0; i < 30; ++i) {
    EXPECT_EQ(one.all()[i].foot, same.all()[i].foot);
    EXPECT_EQ(one.all()[i].look, same.all()[i].look);
    differ_m = std::max(differ_m, Apart(one.all()[i].foot, other.all()[i].foot));
  }
  EXPECT_GT(differ_m, 5);
}

TEST(Walkers, SomeWalkSomeStandAndNobodyRuns) {
  Walkers walkers(Random(3), Square(), 40);
  const std::vector<Walker> before = walkers.all();
  for (int i = 0; i < 100; ++i) {
    walkers.Pass(0.1F, 40);
    for (const Walker& walker : walkers.all()) EXPECT_LE(walker.speed_mps, 1.3F * 1.6F + 1e-3F);
  }
  int walked = 0;
  int stood = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const float way = Apart(before[i].foot, walkers.all()[i].foot);
    if (way > 2) ++walked;
    if (way < 0.2F) ++stood;
  }
  EXPECT_GT(walked, 5);
  EXPECT_GT(stood, 5);
}

// How often somebody is nearer than 1.8 m to the middle of the square, in a minute.
int TimesInTheMiddle(const WalkPlan& plan) {
  Walkers walkers(Random(5), plan, 40);
  int times = 0;
  for (int i = 0; i < 300; ++i) {
    walkers.Pass(0.2F, 40);
    times += static_cast<int>(std::ranges::count_if(walkers.all(), [](const Walker& walker) {
      return Apart(walker.foot, {10, 10, 0}) < 1.8F;
    }));
  }
  return times;
}

TEST(Walkers, WalkAroundTheKioskAndThroughWhereNoneIs) {
  WalkPlan without = Square();
  without.taken.clear();
  EXPECT_EQ(TimesInTheMiddle(Square()), 0);
  EXPECT_GT(TimesInTheMiddle(without), 0) << "the control";
}

TEST(Walkers, HardlyEverStandInOneAnother) {
  Walkers walkers(Random(5), Square(), 40);
  int pairs = 0;
  int too_close = 0;
  for (int i = 0; i < 300; ++i) {
    walkers.Pass(0.2F, 40);
    for (std::size_t a = 0; a < walkers.all().size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        ++pairs;
        if (Apart(walkers.all()[a].foot, walkers.all()[b].foot) < 0.3F) ++too_close;
      }
    }
  }
  EXPECT_LT(too_close, pairs / 2000);
}

// The most who are seen within 0.2 m of one spot, each for himself, in three minutes.
std::size_t MostWhoTakeOneSpot(int persons) {
  Walkers walkers(Random(11), Square(), persons);
  std::vector<Place> spots;
  std::vector<std::set<std::uint64_t>> takers;
  for (int moment = 0; moment < 360; ++moment) {
    walkers.Pass(0.5F, persons);
    for (const Walker& walker : walkers.all()) {
      if (walker.speed_mps > 0) continue;
      const auto spot = std::ranges::find_if(
          spots, [&](const Place& other) { return Apart(walker.foot, other) < 0.3F; });
      if (spot == spots.end()) {
        spots.push_back(walker.foot);
        takers.push_back({walker.look});
      } else {
        takers[static_cast<std::size_t>(spot - spots.begin())].insert(walker.look);
      }
    }
  }
  std::size_t most = 0;
  for (const auto& looks : takers) most = std::max(most, looks.size());
  return most;
}

TEST(Walkers, OneAfterAnotherComesToTheHeadOfTheQueue) { EXPECT_GE(MostWhoTakeOneSpot(20), 6U); }

// The control: two are too few for a queue, and who strolls hardly stands where another stood.
TEST(Walkers, TwoDoNotQueue) { EXPECT_LE(MostWhoTakeOneSpot(2), 2U); }

}  // namespace
}  // namespace throng
