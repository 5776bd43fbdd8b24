// In one crowd people look alike, in another they do not.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/wardrobe.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace throng {
namespace {

constexpr int kCrowds = 40;
constexpr int kPersons = 50;  // in each

bool IsDark(const Paint& paint) {
  return std::max({paint.colour[0], paint.colour[1], paint.colour[2]}) <= 0.3F;
}

struct Look {
  double dark_tops = 0;  // shares
  double dark_hair = 0;
};

Look LookOf(Fashion (*choose)(Random&)) {
  Random random(1);
  Look look;
  for (int crowd = 0; crowd < kCrowds; ++crowd) {
    const Fashion fashion = choose(random);
    for (int person = 0; person < kPersons; ++person) {
      const Wardrobe wardrobe = MakeWardrobe(random, fashion);
      if (IsDark(wardrobe.top)) look.dark_tops += 1.0 / (kCrowds * kPersons);
      if (IsDark(wardrobe.hair)) look.dark_hair += 1.0 / (kCrowds * kPersons);
    }
  }
  return look;
}

TEST(Wardrobe, InADarkCrowdNearlyEverybodyWearsDarkClothesAndHair) {
  const Look dark = LookOf(ChooseDarkFashion);
  EXPECT_GT(dark.dark_tops, 0.85);
  EXPECT_GT(dark.dark_hair, 0.9);
}

TEST(Wardrobe, InOtherCrowdsManyDoNot) {  // the control
  const Look others = LookOf(ChooseFashion);
  EXPECT_LT(others.dark_tops, 0.7);
  EXPECT_LT(others.dark_hair, 0.85);
}

}  // namespace
}  // namespace throng
