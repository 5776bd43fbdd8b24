// Which picture belongs to which step, by time and by number.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/step_plan.h"

#include <gtest/gtest.h>

#include <chrono>

namespace throng {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

PicturePlace At(Duration at) { return {.at = at, .number = 0}; }
PicturePlace Number(std::uint64_t number) { return {.at = Duration(0), .number = number}; }

TEST(StepPlan, ByTimeAPictureBelongsToTheStepThatHasBegunLast) {
  const StepPlan plan({.every = seconds(5), .pictures = 0});
  EXPECT_EQ(plan.StepOf(At(seconds(0))), 0U);
  EXPECT_EQ(plan.StepOf(At(milliseconds(4990))), 0U);
  EXPECT_EQ(plan.StepOf(At(seconds(5))), 1U);
  EXPECT_EQ(plan.StepOf(At(seconds(12))), 2U);
}

TEST(StepPlan, ATimeRoundedToMillisecondsIsNotTooEarly) {
  const StepPlan plan({.every = std::chrono::nanoseconds(33'366'667), .pictures = 0});
  EXPECT_EQ(plan.StepOf(At(milliseconds(33))), 1U);
  EXPECT_EQ(plan.StepOf(At(milliseconds(99))), 2U);
  EXPECT_EQ(plan.StepOf(At(milliseconds(100))), 3U);
}

TEST(StepPlan, ShortStepsStartWithTheFirstPictureToo) {
  const StepPlan plan({.every = milliseconds(1), .pictures = 0});
  EXPECT_EQ(plan.StepOf(At(seconds(0))), 0U);
}

TEST(StepPlan, ByTimeAPictureBeforeTheFirstBelongsToNoStep) {
  const StepPlan plan({.every = seconds(5), .pictures = 0});
  EXPECT_EQ(plan.StepOf(At(milliseconds(-40))), std::nullopt);
}

TEST(StepPlan, ByPicturesOnlyTheExactPictureBelongsToAStep) {
  const StepPlan plan({.every = Duration(0), .pictures = 10});
  EXPECT_EQ(plan.StepOf(Number(0)), 0U);
  EXPECT_EQ(plan.StepOf(Number(9)), std::nullopt);
  EXPECT_EQ(plan.StepOf(Number(20)), 2U);
  EXPECT_EQ(plan.LastStepAt(Number(29)), 2U);
}

TEST(StepPlan, AStepNeverStartsBeforeTheTimeAfterWhichItMayTakeAPicture) {
  const StepPlan plan({.every = seconds(5), .pictures = 0});
  EXPECT_EQ(plan.StepOf(At(plan.StartOf(3))), 3U);
  EXPECT_EQ(plan.StepOf(At(plan.StartOf(3) - Duration(1))), 2U);
  EXPECT_EQ(plan.StartOf(1ULL << 60), Duration::max());
}

}  // namespace
}  // namespace throng
