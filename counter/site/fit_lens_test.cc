// A lens is found again from straight lines; lines that cannot tell it are refused.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/fit_lens.h"

#include <gtest/gtest.h>

#include <random>
#include <span>
#include <vector>

#include "counter/site/lens.h"

namespace throng {
namespace {

constexpr ImageSize kPicture{1280, 720};

// Seven points of the line between two points of a pinhole's picture, each off by about `noise_px`.
ImageLine Line(double bend, ImagePoint from, ImagePoint to, double noise_px, std::mt19937& random) {
  std::normal_distribution<double> noise(0, 1);
  ImageLine line;
  for (int i = 0; i <= 6; ++i) {
    const double share = i / 6.0;
    const ImagePoint seen = *Lens(kPicture, bend)
                                 .Seen({from.x_px + share * (to.x_px - from.x_px),
                                        from.y_px + share * (to.y_px - from.y_px)});
    line.push_back({seen.x_px + noise_px * noise(random), seen.y_px + noise_px * noise(random)});
  }
  return line;
}

std::vector<ImageLine> Lines(double bend, double noise_px) {
  std::mt19937 random(7);
  return {Line(bend, {200, 20}, {300, 700}, noise_px, random),
          Line(bend, {900, 700}, {1200, 50}, noise_px, random),
          Line(bend, {200, 650}, {1100, 690}, noise_px, random)};
}

TEST(FitLens, FindsTheBendAgain) {
  for (const double bend : {-0.5, -0.33, -0.1, 0.0, 0.1}) {
    const Result<LensFit> fit = FitLens(kPicture, Lines(bend, 0));
    ASSERT_TRUE(fit) << bend;
    EXPECT_NEAR(fit->bend, bend, 1e-4);
    EXPECT_LT(fit->rms_px, 0.01);
  }
}

TEST(FitLens, ClicksThatAreOffByAPixelStillTell) {
  for (const double bend : {-0.5, -0.33, -0.1, 0.0, 0.1}) {
    const Result<LensFit> fit = FitLens(kPicture, Lines(bend, 1));
    ASSERT_TRUE(fit) << bend;
    EXPECT_NEAR(fit->bend, bend, 0.02);
    EXPECT_NEAR(fit->rms_px, 0.8, 0.2) << bend;
  }
  EXPECT_GT(FitLens(kPicture, Lines(-0.33, 1))->rms_straight_px, 8);
}

// Read off pictures of a bus platform of 360 x 640 pixels: its rails and the feet of its walls.
TEST(FitLens, FindsThatOfARealPlatform) {
  const std::vector<ImageLine> lines{
      {{162, 102}, {188, 139}, {321, 411}, {359, 499}},
      {{46, 139}, {43, 204}, {41.5, 244}, {43, 315}, {49.5, 395}, {71, 543.5}, {91.5, 639}},
      {{144.5, 123.5}, {177, 164}, {233, 244}, {282, 321}, {332, 408}, {359.5, 460}},
      {{44.5, 117}, {46, 185}, {52.5, 290}, {62, 361}, {74, 435}, {106, 577}, {125, 639}}};
  const Result<LensFit> fit = FitLens({360, 640}, lines);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->bend, -0.33, 0.02);
  EXPECT_LT(fit->rms_px, 0.9);
  EXPECT_GT(fit->rms_straight_px, 6);
  // Each camera alone tells it too; they are of one kind.
  EXPECT_NEAR(FitLens({360, 640}, std::span(lines).first(2))->bend, fit->bend, 0.05);
  EXPECT_NEAR(FitLens({360, 640}, std::span(lines).last(2))->bend, fit->bend, 0.05);
}

TEST(FitLens, LinesThroughTheMiddleLeaveItOpen) {
  std::mt19937 random(7);
  const std::vector<ImageLine> middle{Line(-0.3, {640, -100}, {640, 800}, 0.3, random),
                                      Line(-0.3, {200, 360}, {1100, 360}, 0.3, random)};
  EXPECT_EQ(FitLens(kPicture, middle).error(), Fault::kMarksInLine);
}

TEST(FitLens, TooFewPointsAreNoLine) {
  EXPECT_EQ(FitLens(kPicture, {}).error(), Fault::kTooFewMarks);
  const std::vector<ImageLine> two{{{10, 10}, {20, 700}}, {{10, 10}, {20, 700}, {20, 701}}};
  EXPECT_EQ(FitLens(kPicture, two).error(), Fault::kTooFewMarks);
}

TEST(FitLens, WhatNoLensDoesIsRefused) {
  EXPECT_EQ(FitLens(kPicture, Lines(-0.95, 0)).error(), Fault::kNoCamera);
  EXPECT_EQ(FitLens(kPicture, Lines(0.32, 0)).error(), Fault::kNoCamera);
}

}  // namespace
}  // namespace throng
