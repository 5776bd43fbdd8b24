// Bodies have the sizes of people, their heads on top, and sit lower than they stand.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/figure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace throng {
namespace {

constexpr int kFigures = 300;
constexpr std::array kPostures = {Posture::kStanding, Posture::kWalking, Posture::kSeated,
                                  Posture::kCrouching};

// Without what is carried, and without children unless asked for.
Fashion Plain(float children = 0) { return {.umbrellas = 0, .bags = 0, .children = children}; }

Figure Numbered(int seed, Posture posture, const Fashion& fashion) {
  Random random(static_cast<std::uint64_t>(seed));
  return MakeFigure(random, posture, fashion);
}

float MeanHeadHeight(Posture posture) {
  float sum = 0;
  for (int i = 0; i < kFigures; ++i) sum += Numbered(i, posture, Plain()).head_middle[2];
  return sum / kFigures;
}

TEST(Figure, TheHeadIsAboveTheFeetInEveryPosture) {
  for (const Posture posture : kPostures) {
    for (int i = 0; i < kFigures; ++i) {
      const Figure figure = Numbered(i, posture, Plain(0.2F));
      float lowest = std::numeric_limits<float>::max();
      for (const Bone& bone : figure.body.bones) {
        lowest = std::min({lowest, bone.from[2], bone.to[2]});
      }
      EXPECT_GT(figure.head_middle[2], lowest + 0.3F) << i;
      EXPECT_GT(lowest, -0.1F) << i;
    }
  }
}

TEST(Figure, TheMiddleOfTheHeadLiesInTheHead) {
  for (const Posture posture : kPostures) {
    for (int i = 0; i < kFigures; ++i) {
      const Figure figure = Numbered(i, posture, Plain(0.2F));
      const bool inside = std::ranges::any_of(figure.head.bones, [&](const Bone& bone) {
        const Place middle = (bone.from + bone.to) * 0.5F;
        return cv::norm(middle - figure.head_middle) < 0.08;
      });
      EXPECT_TRUE(inside) << i;
    }
  }
}

TEST(Figure, AdultsAreAsTallAsAdultsAndChildrenAsChildren) {
  for (int i = 0; i < kFigures; ++i) {
    const float adult = Numbered(i, Posture::kStanding, Plain()).height_m;
    EXPECT_TRUE(adult > 1.42F && adult < 1.98F) << adult;
    const float child = Numbered(i, Posture::kStanding, Plain(1)).height_m;
    EXPECT_TRUE(child >= 0.85F && child < 1.45F) << child;
  }
}

TEST(Figure, NobodysHeadIsAboveHisHeight) {
  for (const Posture posture : kPostures) {
    for (int i = 0; i < kFigures; ++i) {
      const Figure figure = Numbered(i, posture, Plain(0.2F));
      EXPECT_LT(figure.head_middle[2], figure.height_m) << i;
    }
  }
}

TEST(Figure, PeopleSitLowerThanTheyStandAndCrouchLowerStill) {
  EXPECT_NEAR(MeanHeadHeight(Posture::kStanding), 1.57, 0.04);
  EXPECT_NEAR(MeanHeadHeight(Posture::kWalking), 1.58, 0.04);
  EXPECT_NEAR(MeanHeadHeight(Posture::kSeated), 1.17, 0.05);
  EXPECT_NEAR(MeanHeadHeight(Posture::kCrouching), 0.91, 0.06);
}

TEST(Figure, TheSameNumbersMakeTheSameFigure) {
  const Figure one = Numbered(5, Posture::kWalking, Fashion{});
  const Figure other = Numbered(5, Posture::kWalking, Fashion{});
  ASSERT_EQ(one.body.bones.size(), other.body.bones.size());
  for (std::size_t i = 0; i < one.body.bones.size(); ++i) {
    EXPECT_EQ(one.body.bones[i].to, other.body.bones[i].to);
  }
  EXPECT_NE(one.head_middle, Numbered(6, Posture::kWalking, Fashion{}).head_middle);
}

TEST(Figure, SomebodyIsTheSameInEachOfHisStepsButForHisLegs) {
  const auto in_step = [](float swing) {
    Random random(3);
    return MakeFigure(random, Posture::kWalking, Fashion{}, swing);
  };
  const auto legs_apart = [](const Figure& figure) {  // of the knees, along the way
    return std::abs(figure.body.bones[0].to[0] - figure.body.bones[3].to[0]);
  };
  const Figure widest = in_step(1);
  for (const float swing : {-1.0F, -0.5F, 0.1F, 0.7F}) {
    const Figure figure = in_step(swing);
    EXPECT_EQ(figure.height_m, widest.height_m);
    EXPECT_EQ(figure.head_middle, widest.head_middle);
    ASSERT_EQ(figure.body.bones.size(), widest.body.bones.size());
    EXPECT_EQ(figure.body.bones.back().paint.colour, widest.body.bones.back().paint.colour);
  }
  EXPECT_GT(legs_apart(widest), 4 * legs_apart(in_step(0.1F)));
}

}  // namespace
}  // namespace throng
