// Boxes on small grids, written by hand, become persons where their feet are.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/detector_output.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "counter/eye/wiped_observer.h"

namespace throng {
namespace {

// 16 places of 8 px in four columns, then 4 of 16 px, then 1 of 32 px.
constexpr ImageSize kInput{.width_px = 32, .height_px = 32};
constexpr std::size_t kPlaces = 21;
constexpr std::size_t kClasses = 2;
// Twice as large, so that the letterbox halves it.
constexpr ImageSize kPicture{.width_px = 64, .height_px = 64};

const Letterbox kLetterbox = FitInto(kInput, kPicture, Placement::kTopLeft);

// An answer in which nobody is.
std::vector<float> Nobody(DetectorLayout layout) {
  return std::vector<float>(kPlaces * (kClasses + (layout == DetectorLayout::kYolox ? 5 : 4)), 0);
}

// Puts the fields of one place into an answer.
void Put(std::vector<float>& answer, DetectorLayout layout, std::size_t place,
         const std::vector<float>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const bool by_place = layout == DetectorLayout::kYolox;
    answer[by_place ? place * fields.size() + i : i * kPlaces + place] = fields[i];
  }
}

double AllIn(const DensityMap& density) {
  return std::accumulate(density.persons().begin(), density.persons().end(), 0.0);
}

TEST(DetectorOutput, TheShapeTellsTheFamily) {
  constexpr ImageSize kUsual{.width_px = 640, .height_px = 640};
  EXPECT_EQ(DetectorLayoutOf({.width_px = 416, .height_px = 416}, 3549, 85),
            DetectorLayout::kYolox);
  EXPECT_EQ(DetectorLayoutOf(kUsual, 84, 8400), DetectorLayout::kYolov8);
  EXPECT_EQ(DetectorLayoutOf(kUsual, 5, 8400), DetectorLayout::kYolov8) << "persons alone";
  EXPECT_FALSE(DetectorLayoutOf(kUsual, 25200, 85)) << "YOLOv5, three boxes at each place";
  EXPECT_FALSE(DetectorLayoutOf(kUsual, 300, 6)) << "boxes that were chosen already";
  EXPECT_FALSE(DetectorLayoutOf(kUsual, 8400, 5)) << "no class";
}

TEST(DetectorOutput, ACellOfYoloxIsReadFromItsGrid) {
  std::vector<float> answer = Nobody(DetectorLayout::kYolox);
  // The fourth place of 16 px: column 1, row 1. Middle (25.6, 25.6); 16 px wide, 8 px tall.
  Put(answer, DetectorLayout::kYolox, 19, {0.6F, 0.6F, 0, std::log(0.5F), 0.9F, 0.8F, 0.1F});
  const auto density = PeopleIn(answer, DetectorLayout::kYolox, kLetterbox, kPicture);
  ASSERT_TRUE(density);
  EXPECT_EQ(AllIn(*density), 1);
  // Feet at (25.6, 29.6) of the input are at (51.2, 59.2) of the picture.
  EXPECT_EQ(density->persons()[density->grid().CellAt({51.2, 59.2})], 1);
}

TEST(DetectorOutput, APlaceOfYolov8IsReadAcrossTheRows) {
  std::vector<float> answer = Nobody(DetectorLayout::kYolov8);
  Put(answer, DetectorLayout::kYolov8, 6, {20, 10, 6, 12, 0.8F, 0.1F});
  const auto density = PeopleIn(answer, DetectorLayout::kYolov8, kLetterbox, kPicture);
  ASSERT_TRUE(density);
  EXPECT_EQ(AllIn(*density), 1);
  EXPECT_EQ(density->persons()[density->grid().CellAt({40, 32})], 1);
}

TEST(DetectorOutput, APersonWhoIsUnlikelyOrSomethingElseIsNotCounted) {
  std::vector<float> answer = Nobody(DetectorLayout::kYolox);
  Put(answer, DetectorLayout::kYolox, 0, {0, 0, 0, 0, 0.5F, 0.5F, 0});     // 0.25 in all
  Put(answer, DetectorLayout::kYolox, 3, {0, 0, 0, 0, 0.9F, 0.7F, 0.8F});  // likelier a thing
  const auto density = PeopleIn(answer, DetectorLayout::kYolox, kLetterbox, kPicture);
  ASSERT_TRUE(density);
  EXPECT_EQ(AllIn(*density), 0);
}

TEST(DetectorOutput, TwoBoxesOfOnePersonCountOnceAndNeighboursTwice) {
  for (const auto& [apart_px, persons] : {std::pair{1.0F, 1.0}, std::pair{6.0F, 2.0}}) {
    std::vector<float> answer = Nobody(DetectorLayout::kYolov8);
    Put(answer, DetectorLayout::kYolov8, 5, {10, 16, 10, 20, 0.6F, 0});
    Put(answer, DetectorLayout::kYolov8, 6, {10 + apart_px, 16, 10, 20, 0.9F, 0});
    const auto density = PeopleIn(answer, DetectorLayout::kYolov8, kLetterbox, kPicture);
    ASSERT_TRUE(density);
    EXPECT_EQ(AllIn(*density), persons) << apart_px;
    // The likelier box is the one that stays.
    EXPECT_EQ(density->persons()[density->grid().CellAt({20 + 2 * double{apart_px}, 52})], 1);
  }
}

TEST(DetectorOutput, FeetBelowThePictureCountAtItsEdge) {
  std::vector<float> answer = Nobody(DetectorLayout::kYolov8);
  Put(answer, DetectorLayout::kYolov8, 0, {4, 30, 6, 30, 0.8F, 0});
  const auto density = PeopleIn(answer, DetectorLayout::kYolov8, kLetterbox, kPicture);
  ASSERT_TRUE(density);
  EXPECT_EQ(density->persons()[density->grid().CellAt({8, 63})], 1);
}

TEST(DetectorOutput, WhatIsNoNumberIsAFault) {
  for (const float wrong :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    std::vector<float> answer = Nobody(DetectorLayout::kYolov8);
    answer.back() = wrong;
    const auto density = PeopleIn(answer, DetectorLayout::kYolov8, kLetterbox, kPicture);
    ASSERT_FALSE(density);
    EXPECT_EQ(density.error(), Fault::kModelNotNumbers);
  }
  // A logarithm of a size that no number holds.
  std::vector<float> answer = Nobody(DetectorLayout::kYolox);
  Put(answer, DetectorLayout::kYolox, 0, {0, 0, 0, 1e30F, 0.9F, 0.9F, 0});
  const auto density = PeopleIn(answer, DetectorLayout::kYolox, kLetterbox, kPicture);
  ASSERT_FALSE(density);
  EXPECT_EQ(density.error(), Fault::kModelNotNumbers);
}

TEST(DetectorOutput, KeepsNoBox) {
  WipeObserver memory;
  std::vector<float> answer = Nobody(DetectorLayout::kYolov8);
  Put(answer, DetectorLayout::kYolov8, 6, {20, 10, 6, 12, 0.8F, 0.1F});
  {
    const auto density = PeopleIn(answer, DetectorLayout::kYolov8, kLetterbox, kPicture, memory);
    ASSERT_TRUE(density);
    EXPECT_EQ(memory.held(), 2) << "persons and variances";
    EXPECT_EQ(memory.given_back(), 1) << "the control: boxes were there";
  }
  EXPECT_EQ(memory.not_wiped(), 0);
}

}  // namespace
}  // namespace throng
