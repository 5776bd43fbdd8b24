// Frames and density maps are wiped, cannot be copied or printed, and know their size.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/frame.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <opencv2/core.hpp>
#include <ostream>
#include <type_traits>
#include <utility>

#include "counter/eye/density.h"
#include "counter/eye/wiped_observer.h"

namespace throng {
namespace {

using std::chrono::seconds;

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!std::is_copy_constructible_v<Frame> && !std::is_copy_assignable_v<Frame>);
static_assert(!std::is_copy_constructible_v<DensityMap> && !std::is_copy_assignable_v<DensityMap>);
static_assert(!Printable<Frame> && !Printable<DensityMap>);
static_assert(Printable<int>, "the control: Printable can be true");

TEST(Frame, IsWipedAtItsEnd) {
  WipeObserver memory;
  {
    Frame frame({30, 20}, seconds(1), memory);
    std::ranges::fill(frame.bytes(), std::uint8_t{77});
    frame.Bgr().at<cv::Vec3b>(19, 29) = {1, 2, 3};
  }
  EXPECT_EQ(memory.given_back(), 1);
  EXPECT_EQ(memory.not_wiped(), 0);
}

TEST(Frame, ShowsItsBytesAsRowsOfBlueGreenRed) {
  Frame frame({30, 20}, seconds(1));
  frame.bytes()[frame.stride_bytes() * 2 + 5 * 3 + 1] = 200;
  const cv::Mat picture = frame.Bgr();
  EXPECT_EQ(picture.cols, 30);
  EXPECT_EQ(picture.rows, 20);
  EXPECT_EQ(picture.at<cv::Vec3b>(2, 5), cv::Vec3b(0, 200, 0));
  EXPECT_EQ(picture.data, frame.bytes().data());
}

TEST(Frame, MovedFromIsEmptyAndTheOldBytesAreWipedOnAssignment) {
  WipeObserver memory;
  Frame first({30, 20}, seconds(1), memory);
  Frame second({10, 10}, seconds(2), memory);
  std::ranges::fill(second.bytes(), std::uint8_t{77});
  second = std::move(first);
  EXPECT_EQ(second.size(), (ImageSize{30, 20}));
  EXPECT_EQ(second.at(), seconds(1));
  EXPECT_EQ(memory.given_back(), 1);
  EXPECT_EQ(memory.not_wiped(), 0);
  EXPECT_TRUE(first.Bgr().empty());    // NOLINT(bugprone-use-after-move)
  EXPECT_TRUE(first.bytes().empty());  // NOLINT(bugprone-use-after-move)
}

TEST(DensityMap, IsWipedAtItsEnd) {
  WipeObserver memory;
  {
    DensityMap density({64, 48}, memory);
    density.Add({10, 10}, Persons(1));
    density.AddToCell(3, 1.0F, 0.5F);
  }
  EXPECT_EQ(memory.given_back(), 2) << "persons and variances";
  EXPECT_EQ(memory.not_wiped(), 0);
}

TEST(DensityMap, AddsPersonsToTheCellOfTheirFoot) {
  DensityMap density({20, 16});  // 3 x 2 cells
  density.Add({17, 9}, Persons(1));
  density.Add({16, 15}, Persons(0.5));
  EXPECT_EQ(density.persons()[5], 1.5F);
}

TEST(DensityMap, AFootOutsideThePictureCountsAtItsEdge) {
  DensityMap density({20, 16});
  density.Add({-3, 5}, Persons(1));
  density.Add({8, 400}, Persons(2));
  EXPECT_EQ(density.persons()[0], 1.0F);
  EXPECT_EQ(density.persons()[4], 2.0F);
}

TEST(DensityMapDeathTest, TakesNothingThatIsNoNumberOfPersons) {
  DensityMap density({20, 16});
  EXPECT_DEATH(density.Add({1, 1}, Persons(-1)), "broken invariant");
  EXPECT_DEATH(density.Add({1, 1}, Persons(0.0 / 0.0)), "broken invariant");
  EXPECT_DEATH(density.Add({1.0 / 0.0, 1}, Persons(1)), "broken invariant");
}

}  // namespace
}  // namespace throng
