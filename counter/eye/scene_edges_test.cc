// The same place fits itself with people in it and in other light; turned, it does not.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/scene_edges.h"

#include <gtest/gtest.h>

#include <chrono>
#include <opencv2/imgproc.hpp>

#include "counter/eye/test_picture.h"

namespace throng {
namespace {

using std::chrono::seconds;
using test_picture::FrameOf;
using test_picture::Place;

SceneEdges Edges(const cv::Mat& picture) { return SceneEdges(FrameOf(picture)); }

// The camera looks further right by a share of the picture's width.
cv::Mat Turned(const cv::Mat& place, const cv::Mat& beside, double share) {
  const int by = static_cast<int>(share * place.cols);
  cv::Mat turned;
  cv::hconcat(place.colRange(by, place.cols), beside.colRange(0, by), turned);
  return turned;
}

// Boxes in other places at each look, over a third of the picture.
cv::Mat WithPeople(const cv::Mat& place, std::uint64_t seed) {
  cv::RNG random(seed * 77 + 5);
  cv::Mat picture = place.clone();
  for (int i = 0; i < 30; ++i) {
    const cv::Rect box(random.uniform(0, 300), random.uniform(0, 190), 20, 50);
    cv::rectangle(picture, box, cv::Scalar::all(random.uniform(0, 255)), cv::FILLED);
  }
  return picture;
}

TEST(SceneEdges, APlaceFitsItselfInAnyLightAndNoOther) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const SceneEdges place = Edges(Place(seed));
    EXPECT_NEAR(place.Fit(place), 1, 0.02);
    EXPECT_GT(place.Fit(Edges(test_picture::WithGrain(Place(seed), 3) * 0.6)), 0.85);
    EXPECT_LT(place.Fit(Edges(Place(seed + 10))), 0.3);
    EXPECT_LT(place.Fit(Edges(Turned(Place(seed), Place(seed + 10), 0.25))), 0.5);
  }
}

TEST(SceneEdges, WithoutEdgesNothingIsSaid) {
  const cv::Mat flat(240, 320, CV_8UC3, cv::Scalar(90, 90, 90));
  EXPECT_DOUBLE_EQ(Edges(Place(1)).Fit(Edges(flat)), 1);
}

// So many looks pass, counted from 1, until the answer is `moved`; 0 if it never is in 40.
int LooksUntil(bool moved, SceneMemory& memory, const cv::Mat& place, int& look) {
  for (int i = 1; i <= 40; ++i) {
    ++look;
    const cv::Mat picture = WithPeople(place, static_cast<std::uint64_t>(look));
    if (memory.HasMoved(FrameOf(picture, seconds(5 * look))) == moved) return i;
  }
  return 0;
}

TEST(SceneMemory, PeopleDoNotMoveIt) {
  SceneMemory memory;
  int look = 0;
  EXPECT_EQ(LooksUntil(true, memory, Place(1), look), 0);
}

TEST(SceneMemory, ATurnedCameraIsFoundAndFoundBack) {
  SceneMemory memory;
  int look = 0;
  EXPECT_EQ(LooksUntil(true, memory, Place(1), look), 0);
  const int until = LooksUntil(true, memory, Turned(Place(1), Place(20), 0.3), look);
  EXPECT_GE(until, 2) << "one look is no proof";
  EXPECT_LE(until, 3) << "ticks of 5 s";
  EXPECT_EQ(LooksUntil(false, memory, Turned(Place(1), Place(20), 0.3), look), 0)
      << "it is not taken for the scene by and by";
  const int back = LooksUntil(false, memory, Place(1), look);
  EXPECT_GE(back, 1);
  EXPECT_LE(back, 4);
}

TEST(SceneMemory, ABusThatPassesByDoesNot) {
  SceneMemory memory;
  int second = 0;
  for (; second < 60; ++second) memory.HasMoved(FrameOf(Place(1), seconds(second)));
  for (const int until = second + 8; second < until; ++second) {
    EXPECT_FALSE(memory.HasMoved(FrameOf(Place(20), seconds(second))));
  }
  for (const int until = second + 20; second < until; ++second) {
    EXPECT_FALSE(memory.HasMoved(FrameOf(Place(1), seconds(second))));
  }
  int moved = 0;
  for (const int until = second + 15; second < until; ++second) {
    moved += memory.HasMoved(FrameOf(Place(20), seconds(second))) ? 1 : 0;
  }
  EXPECT_GE(moved, 1) << "three ticks of 5 s, looked at each second";
}

TEST(SceneMemory, TheFirstLooksAreBelieved) {
  SceneMemory memory;
  for (int look = 0; look < 4; ++look) {
    EXPECT_FALSE(memory.HasMoved(FrameOf(Place(1), seconds(5 * look))));
  }
  for (int look = 4; look < 7; ++look) {
    EXPECT_FALSE(memory.HasMoved(FrameOf(Place(20), seconds(5 * look)))) << "too little is known";
  }
}

}  // namespace
}  // namespace throng
