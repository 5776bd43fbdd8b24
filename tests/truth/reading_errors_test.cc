// What is drawn into readings is found in them.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/reading_errors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace throng {
namespace {

std::vector<RatioRead> Drawn(double mean, double camera, double day, double tick) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  std::vector<RatioRead> reads;
  for (std::uint64_t c = 0; c < 400; ++c) {
    const double of_camera = std::log(mean) + camera * normal(random);
    for (std::uint64_t d = 0; d < 4; ++d) {
      const double of_day = of_camera + day * normal(random);
      for (int look = 0; look < 6; ++look) {
        reads.push_back({.camera = c, .day = d, .ratio = std::exp(of_day + tick * normal(random))});
      }
    }
  }
  return reads;
}

TEST(ReadingErrors, EachShareIsFound) {
  const RatioShares found = SharesOf(Drawn(0.9, 0.1, 0.05, 0.2));
  EXPECT_EQ(found.cameras, 400);
  EXPECT_EQ(found.days, 1600);
  EXPECT_NEAR(found.mean, 0.9, 0.015);
  EXPECT_NEAR(found.camera, 0.1, 0.01);
  EXPECT_NEAR(found.day, 0.05, 0.01);
  EXPECT_NEAR(found.tick, 0.2, 0.01);
}

TEST(ReadingErrors, WhatIsNotThereIsNotFound) {
  const RatioShares found = SharesOf(Drawn(1, 0, 0, 0.1));
  EXPECT_LT(found.camera, 0.02);
  EXPECT_LT(found.day, 0.02);
  EXPECT_NEAR(found.tick, 0.1, 0.005);
}

}  // namespace
}  // namespace throng
