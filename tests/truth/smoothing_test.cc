// Smoothing calms counts of drawn scenes and costs hardly anything where people come and go slowly.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/smoothing.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <vector>

#include "tests/truth/coverage.h"

namespace throng {
namespace {

// Far from those of tests/bench/smoothing. Places that fill and empty within 30 s.
constexpr std::uint64_t kFrom = 900'300;
constexpr std::uint64_t kUntil = 900'308;
constexpr DrawnReadingsOptions kEachSecond{.looks = 30, .seconds_apart = 1};

TEST(Smoothing, CalmsCountsOfDrawnScenesAndCostsHardlyAnything) {
  const std::vector<DrawnReadings> scenes = ReadDrawnScenes(kFrom, kUntil, kEachSecond);
  const SmoothingFigures figures = SmoothingOn(scenes);
  std::printf("%d readings: MAE %.2f, %.2f; jumps %.2f, %.2f; held back %.1f%%\n", figures.readings,
              figures.alone.mean_absolute, figures.smoothed.mean_absolute, figures.alone.jump,
              figures.smoothed.jump, 100 * figures.held_back);
  EXPECT_GE(figures.readings, 200);
  EXPECT_LE(figures.smoothed.jump, 0.9 * figures.alone.jump);
  EXPECT_LE(figures.smoothed.mean_absolute, 1.1 * figures.alone.mean_absolute);
  EXPECT_LE(figures.held_back, 0.08);
}

// One zone of 10 persons of which the third reading is 100; the others are right.
TEST(Smoothing, FiguresCanBeWorkedOutByHand) {
  DrawnReadings drawn = ReadDrawn(kFrom, {.looks = 1, .seconds_apart = 1});
  drawn.looks.clear();
  for (const int read : {10, 10, 100, 10}) {
    Tally tally;
    for (PatchReading& patch : tally.patches) patch = PatchReading(Persons(read), Persons(1));
    drawn.looks.push_back({.tally = tally, .known = {10, 10}});
  }
  Spread as_read = SpreadOf(Model::kNet);
  as_read.hidden = 0;
  const SmoothingFigures figures = SmoothingOn({&drawn, 1}, as_read);
  EXPECT_EQ(figures.scenes, 1);
  EXPECT_EQ(figures.readings, 8) << "two zones";
  EXPECT_DOUBLE_EQ(figures.alone.mean_absolute, 90 / 4.0);
  EXPECT_DOUBLE_EQ(figures.alone.jump, 180 / 4.0);
  EXPECT_DOUBLE_EQ(figures.smoothed.mean_absolute, 0);
  EXPECT_DOUBLE_EQ(figures.smoothed.jump, 0);
  // 100 is held back, and so is 10 after it: another number than the reading before, but none
  // moved.
  EXPECT_DOUBLE_EQ(figures.held_back, 2 / 4.0);
}

}  // namespace
}  // namespace throng
