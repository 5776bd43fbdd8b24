// Straightening and bending undo each other; a barrel draws corners in, and by how much.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/lens.h"

#include <gtest/gtest.h>

#include <cmath>

namespace throng {
namespace {

constexpr ImageSize kPicture{640, 480};  // corners 400 px from the middle

TEST(Lens, WithoutBendLeavesAllAsItIs) {
  const Lens lens(kPicture, 0);
  EXPECT_EQ(lens.Straight({17, 450}), (ImagePoint{17, 450}));
  EXPECT_EQ(lens.Seen({-300, 450}), (ImagePoint{-300, 450}));
  EXPECT_EQ(lens.Magnification({17, 450}), 1);
}

TEST(Lens, ABarrelDrawsTheCornersIn) {
  const Lens lens(kPicture, -0.36);
  // A corner is 320 right of the middle and 240 below; a pinhole shows that 1 / 0.64 as far out.
  const auto corner = lens.Straight({640, 480});
  ASSERT_TRUE(corner);
  EXPECT_NEAR(corner->x_px, 320 + 500, 1e-9);
  EXPECT_NEAR(corner->y_px, 240 + 375, 1e-9);
  // Half as far out, a quarter of the bend.
  const auto half = lens.Straight({480, 360});
  ASSERT_TRUE(half);
  EXPECT_NEAR(half->x_px, 320 + 160 / 0.91, 1e-9);
  EXPECT_EQ(lens.Straight({320, 240}), (ImagePoint{320, 240}));
}

TEST(Lens, SeenAndStraightUndoEachOther) {
  for (const double bend : {Lens::kMostBarrel, -0.3, 0.0, 0.1, Lens::kMostCushion}) {
    const Lens lens(kPicture, bend);
    for (const double x : {0.0, 100.0, 320.0, 639.5}) {
      for (const double y : {0.0, 240.0, 480.0}) {
        const auto straight = lens.Straight({x, y});
        ASSERT_TRUE(straight) << bend;
        const auto seen = lens.Seen(*straight);
        ASSERT_TRUE(seen) << bend;
        EXPECT_NEAR(seen->x_px, x, 1e-9) << bend;
        EXPECT_NEAR(seen->y_px, y, 1e-9) << bend;
      }
    }
  }
}

TEST(Lens, MagnificationIsWhatASmallSquareShows) {
  for (const double bend : {-0.6, -0.3, 0.2}) {
    const Lens lens(kPicture, bend);
    for (const double x : {5.0, 200.0, 600.0}) {
      for (const double y : {40.0, 470.0}) {
        constexpr double kHalf = 0.01;
        const auto left = *lens.Straight({x - kHalf, y});
        const auto right = *lens.Straight({x + kHalf, y});
        const auto above = *lens.Straight({x, y - kHalf});
        const auto below = *lens.Straight({x, y + kHalf});
        const double area = std::abs((right.x_px - left.x_px) * (below.y_px - above.y_px) -
                                     (right.y_px - left.y_px) * (below.x_px - above.x_px));
        EXPECT_NEAR(lens.Magnification({x, y}), 2 * kHalf / std::sqrt(area), 1e-5) << bend;
      }
    }
  }
}

TEST(Lens, BeyondWhatALensCanShowThereIsNothing) {
  const Lens barrel(kPicture, -0.5);
  EXPECT_TRUE(barrel.Straight({320 + 500, 240}));
  EXPECT_FALSE(barrel.Straight({320 + 570, 240}));  // all of the world is within 566 px
  EXPECT_EQ(barrel.Magnification({320 + 570, 240}), 0);
  const Lens cushion(kPicture, 0.3);
  EXPECT_TRUE(cushion.Seen({320 + 360, 240}));
  EXPECT_FALSE(cushion.Seen({320 + 370, 240}));  // 365 px from the middle nothing is farther out
}

}  // namespace
}  // namespace throng
