// Steps, biases and scales of a network small enough to calculate by hand.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/quantise.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

Layer OneByOne(std::uint32_t in, std::uint32_t out, std::vector<float> weights,
               std::vector<float> bias) {
  return {.in_channels = in,
          .out_channels = out,
          .kernel = 1,
          .stride = 1,
          .dilation = 1,
          .relu = false,
          .add_from = std::nullopt,
          .input_largest = std::nullopt,
          .weights = std::move(weights),
          .bias = std::move(bias)};
}

TEST(Quantise, EachChannelHasItsOwnStep) {
  const Weights weights{.person_px = 36,
                        .layers = {OneByOne(3, 2, {0.5F, -1, 0.25F, 0, 0, 0}, {1, 3})}};
  const auto quantised = Quantise(weights);
  ASSERT_TRUE(quantised);
  const QuantisedLayer& layer = (*quantised)[0];
  EXPECT_EQ(layer.weights, (std::vector<std::int8_t>{64, -127, 32, 0, 0, 0}));
  // The picture's step is 4 / 255; its middle lies 2 / 255 below 128.
  EXPECT_NEAR(layer.scales[0], 4.0 / 255 / 127, 1e-9);
  EXPECT_NEAR(layer.bias[0], (1 - 0.25 * 2 / 255) / (4.0 / 255 / 127), 1e-2);
  EXPECT_NEAR(layer.bias[1], 3 / (4.0 / 255), 1e-4);
}

TEST(Quantise, StepsFollowTheLargestNumberSeen) {
  Weights weights{.person_px = 36,
                  .layers = {OneByOne(3, 1, {1, 1, 1}, {0}), OneByOne(1, 1, {2}, {0}),
                             OneByOne(1, 1, {1}, {0})}};
  weights.layers[0].relu = true;
  weights.layers[1].input_largest = 51.0F;  // after relu: 255 steps of 0.2
  weights.layers[2].input_largest = 63.5F;  // with its sign: 127 steps of 0.5
  weights.layers[1].add_from = 0;
  const auto quantised = Quantise(weights);
  ASSERT_TRUE(quantised);
  EXPECT_NEAR((*quantised)[1].scales[0], 0.2 * 2 / 127 / 0.5, 1e-6);
  EXPECT_NEAR((*quantised)[1].add_scale, 0.2 / 0.5, 1e-6);
  EXPECT_NEAR((*quantised)[2].scales[0], 0.5 / 127, 1e-6);
}

TEST(Quantise, WithoutTheLargestNumbersThereIsNone) {
  Weights weights{.person_px = 36,
                  .layers = {OneByOne(3, 1, {1, 1, 1}, {0}), OneByOne(1, 1, {2}, {0})}};
  EXPECT_EQ(Quantise(weights).error(), Fault::kBadWeights);
  weights.layers[1].input_largest = 1.0F;
  EXPECT_TRUE(Quantise(weights));
}

}  // namespace
}  // namespace throng
