// Pictures are numbered in the order of showing, lost ones included.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/picture_numbers.h"

#include <gtest/gtest.h>

#include <chrono>

namespace throng {
namespace {

using std::chrono::milliseconds;

TEST(PictureNumbers, PicturesOutOfOrderAreNumberedAsTheyAreShown) {
  PictureNumbers numbers;
  for (const int at : {0, 300, 100, 200, 600, 400, 500}) numbers.Expect(milliseconds(at));
  for (std::uint64_t i = 0; i < 7; ++i) {
    EXPECT_EQ(numbers.Take(milliseconds(100 * i)), i);
  }
}

TEST(PictureNumbers, APictureThatNeverComesHasANumber) {
  PictureNumbers numbers;
  for (const int at : {0, 100, 200, 300}) numbers.Expect(milliseconds(at));
  EXPECT_EQ(numbers.Take(milliseconds(0)), 0U);
  EXPECT_EQ(numbers.Take(milliseconds(300)), 3U);
  EXPECT_EQ(numbers.count(), 4U);
}

TEST(PictureNumbers, LostPicturesAtTheEndCount) {
  PictureNumbers numbers;
  for (const int at : {0, 100, 200}) numbers.Expect(milliseconds(at));
  numbers.Take(milliseconds(0));
  EXPECT_EQ(numbers.count(), 3U);
}

TEST(PictureNumbers, AThousandLostPicturesAreNotKeptInMemoryButCounted) {
  PictureNumbers numbers;
  for (int i = 0; i <= 1000; ++i) numbers.Expect(milliseconds(i));
  EXPECT_EQ(numbers.Take(milliseconds(1000)), 1000U);
}

TEST(PictureNumbers, WithoutTimesPicturesAreNumberedAsTheyCome) {
  PictureNumbers numbers;
  numbers.Expect(std::nullopt);
  EXPECT_EQ(numbers.Take(std::nullopt), 0U);
  numbers.Lose();
  EXPECT_EQ(numbers.Take(std::nullopt), 2U);
}

TEST(PictureNumbers, TwoFieldsOfOnePictureCountOnce) {
  PictureNumbers numbers;
  for (const int at : {0, 0, 100, 100}) numbers.Expect(milliseconds(at));
  EXPECT_EQ(numbers.Take(milliseconds(0)), 0U);
  EXPECT_EQ(numbers.Take(milliseconds(100)), 1U);
}

}  // namespace
}  // namespace throng
