// Nobody stands in somebody else, nor on taken ground, and never more than were asked for.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/crowd.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace throng {
namespace {

constexpr float kFenceM = 3;

// A square of 20 m x 20 m.
Place SomewhereInTheSquare(Random& random) {
  return {random.Between(0, 20), random.Between(0, 20), 0};
}

std::vector<Standing> Crowd(std::uint64_t seed, int most, std::vector<Taken> taken) {
  Random random(seed);
  Shape benches;
  return PlaceCrowd(random, {.most = most, .persons_m2 = 6, .somewhere = SomewhereInTheSquare},
                    std::move(taken), benches);
}

TEST(Crowd, MiddlesOfPeopleAreAtLeastAShouldersWidthApart) {
  float least = std::numeric_limits<float>::max();
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<Standing> people = Crowd(seed, 150, {});
    for (std::size_t i = 0; i < people.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        least = std::min(least, static_cast<float>(cv::norm(people[i].foot - people[j].foot)));
      }
    }
  }
  EXPECT_GE(least, 0.34F);
  EXPECT_LT(least, 0.40F) << "no crowd was packed";
}

TEST(Crowd, NobodyStandsOnTakenGround) {
  const Place middle(10, 10, 0);
  int inside = 0;
  int inside_if_free = 0;
  const auto count = [&](const std::vector<Standing>& people) {
    return static_cast<int>(std::ranges::count_if(people, [&](const Standing& person) {
      return cv::norm(person.foot - middle) < double{kFenceM};
    }));
  };
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    inside += count(Crowd(seed, 100, {{middle, kFenceM}}));
    inside_if_free += count(Crowd(seed, 100, {}));
  }
  EXPECT_EQ(inside, 0);
  EXPECT_GT(inside_if_free, 20);  // the control
}

TEST(Crowd, NeverMoreThanWereAskedForAndHardlyFewerWhereThereIsRoom) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (const int most : {1, 7, 100}) {
      EXPECT_EQ(Crowd(seed, most, {}).size(), static_cast<std::size_t>(most)) << seed;
    }
  }
}

TEST(Crowd, WithoutRoomThereIsNobody) {
  EXPECT_TRUE(Crowd(1, 50, {{Place(10, 10, 0), 100}}).empty());
}

TEST(Crowd, PeopleStandOnTheGround) {
  for (const Standing& person : Crowd(3, 100, {})) EXPECT_EQ(person.foot[2], 0);
}

}  // namespace
}  // namespace throng
