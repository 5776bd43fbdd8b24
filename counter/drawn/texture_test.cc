// Textures are not all alike, and have contours at every size as natural pictures have.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/texture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace throng {
namespace {

constexpr int kTextures = 40;
const cv::Size kSize(128, 128);

cv::Mat Numbered(std::uint64_t seed) {
  Random random(seed);
  return DrawTexture(random, kSize);
}

// Contrast of what is left between two sizes: 1 px to 2 px, 2 px to 4 px, ...
std::vector<double> ContrastBySize(const cv::Mat& texture) {
  std::vector<double> contrasts;
  cv::Mat fine;
  cv::cvtColor(texture, fine, cv::COLOR_BGR2GRAY);
  for (int size = 2; size <= 16; size *= 2) {
    cv::Mat half;
    cv::Mat coarse;
    cv::resize(fine, half, fine.size() / 2, 0, 0, cv::INTER_AREA);
    cv::resize(half, coarse, fine.size(), 0, 0, cv::INTER_NEAREST);
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(fine - coarse, mean, deviation);
    contrasts.push_back(deviation[0]);
    fine = half;
  }
  return contrasts;
}

TEST(Texture, TheSameSeedDrawsTheSameAndAnotherAnother) {
  EXPECT_EQ(cv::norm(Numbered(1), Numbered(1), cv::NORM_INF), 0);
  EXPECT_GT(cv::norm(Numbered(1), Numbered(2), cv::NORM_INF), 0.1);
}

TEST(Texture, IsLightEverywhere) {
  for (std::uint64_t seed = 0; seed < kTextures; ++seed) {
    const cv::Mat texture = Numbered(seed);
    ASSERT_EQ(texture.size(), kSize);
    ASSERT_EQ(texture.type(), CV_32FC3);
    EXPECT_TRUE(cv::checkRange(texture, true, nullptr, 0, 20)) << seed;
  }
}

// In natural pictures the contrast is much the same at every size (Field 1987). Noise would fall by
// half from one to the next, a plain surface with one edge would rise.
TEST(Texture, HasContrastAtEverySize) {
  std::vector<double> sums(4);
  for (std::uint64_t seed = 0; seed < kTextures; ++seed) {
    const std::vector<double> contrasts = ContrastBySize(Numbered(seed));
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += contrasts[i] / kTextures;
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    EXPECT_GT(sums[i], 0.01) << i;
    EXPECT_LT(sums[i] / sums[0], 3) << i;
    EXPECT_GT(sums[i] / sums[0], 0.33) << i;
  }
}

}  // namespace
}  // namespace throng
