// Some look down, some at a phone, most stand as they are.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/manner.h"

#include <gtest/gtest.h>

#include "counter/drawn/figure.h"

namespace throng {
namespace {

constexpr int kPeople = 2000;

template <class Holds>
double ShareOf(Holds holds) {
  Random random(1);
  int those = 0;
  for (int i = 0; i < kPeople; ++i) those += holds(MakeManner(random, i % 2 == 0)) ? 1 : 0;
  return static_cast<double>(those) / kPeople;
}

TEST(Manner, AThirdLookDownAndAFifthAtAPhone) {
  EXPECT_NEAR(ShareOf([](const Manner& one) { return one.bent_rad > 0.2F; }), 0.36, 0.04);
  EXPECT_NEAR(ShareOf([](const Manner& one) { return one.arms == Arms::kAtAPhone; }), 0.22, 0.03);
  EXPECT_EQ(
      ShareOf([](const Manner& one) { return one.arms == Arms::kAtAPhone && one.bent_rad < 0.4F; }),
      0)
      << "nobody types without looking";
}

TEST(Manner, ClothesAreNeverNarrowerThanALeg) {
  EXPECT_EQ(ShareOf([](const Manner& one) { return one.ankle_width < 1 || one.sleeve_width < 1; }),
            0);
  EXPECT_NEAR(ShareOf([](const Manner& one) { return one.front == Front::kPlain; }), 0.33, 0.04);
}

// The head's own bone, from the neck to its middle, says which way it is bent.
TEST(Manner, BentHeadsComeForwardAndDownInFigures) {
  int bent = 0;
  float ahead_m = 0;
  for (int i = 0; i < 300; ++i) {
    Random random(static_cast<std::uint64_t>(i));
    const Figure figure = MakeFigure(random, Posture::kStanding, {.children = 0});
    const Place way = figure.head.bones.front().to - figure.head.bones.front().from;
    if (way[0] < 0.055F) continue;
    ++bent;
    ahead_m += way[0];
  }
  EXPECT_GT(bent, 60);
  EXPECT_LT(bent, 150);
  EXPECT_GT(ahead_m / static_cast<float>(bent), 0.07F);
}

}  // namespace
}  // namespace throng
