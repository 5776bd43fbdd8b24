// No tensor lies where another one is still needed, and few bytes are enough for all.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/tensor_plan.h"

#include <gtest/gtest.h>

#include <vector>

namespace throng {
namespace {

std::vector<Layer> Chain(std::size_t length) { return std::vector<Layer>(length); }

TEST(TensorPlan, AChainNeedsTwoPlaces) {
  const TensorPlan plan = PlanTensors(Chain(4), std::vector<std::size_t>{100, 64, 64, 64, 64});
  EXPECT_EQ(plan.bytes, 128U + 64U);
  EXPECT_EQ(plan.offset_bytes, (std::vector<std::size_t>{0, 128, 0, 128, 0}));
}

TEST(TensorPlan, ALayerWritesOverWhatItIsTheLastToAdd) {
  std::vector<Layer> layers = Chain(3);
  layers[2].add_from = 0;
  const TensorPlan plan = PlanTensors(layers, std::vector<std::size_t>{64, 64, 64, 64});
  EXPECT_EQ(plan.offset_bytes[3], plan.offset_bytes[1]);
  EXPECT_EQ(plan.adds_in_place, (std::vector<bool>{false, false, true}));
  EXPECT_EQ(plan.bytes, 128U);
}

TEST(TensorPlan, WhatIsNeededAgainOrIsTheInputIsNotWrittenOver) {
  std::vector<Layer> layers = Chain(4);
  layers[1].add_from = 0;  // also its input
  layers[2].add_from = 0;  // needed by layer 3 again
  layers[3].add_from = 0;
  const TensorPlan plan = PlanTensors(layers, std::vector<std::size_t>(5, 64));
  EXPECT_EQ(plan.adds_in_place, (std::vector<bool>{false, false, false, true}));
  EXPECT_NE(plan.offset_bytes[2], plan.offset_bytes[1]);
  EXPECT_NE(plan.offset_bytes[3], plan.offset_bytes[1]);
  EXPECT_NE(plan.offset_bytes[3], plan.offset_bytes[2]);
}

}  // namespace
}  // namespace throng
