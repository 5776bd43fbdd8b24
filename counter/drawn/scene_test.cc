// A picture depends on its numbers alone, and its truth lies in it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "counter/drawn/records.h"

namespace throng {
namespace {

constexpr std::uint64_t kPictures = 12;

PictureOptions Small(float empty) { return {.size_px = {96, 64}, .px_per_m = 12, .empty = empty}; }

double Difference(const DrawnPicture& one, const DrawnPicture& other) {
  return cv::norm(one.bgr, other.bgr, cv::NORM_INF);
}

TEST(Scene, TheSameSeedDrawsTheSameBytes) {
  const DrawnPicture one = NumberedPicture(Small(0), 4, 2);
  const DrawnPicture other = NumberedPicture(Small(0), 4, 2);
  EXPECT_EQ(Difference(one, other), 0);
  EXPECT_EQ(cv::norm(one.scale, other.scale, cv::NORM_INF), 0);
  ASSERT_EQ(one.persons.size(), other.persons.size());
  for (std::size_t i = 0; i < one.persons.size(); ++i) {
    EXPECT_EQ(one.persons[i].head_px, other.persons[i].head_px);
    EXPECT_EQ(one.persons[i].visible, other.persons[i].visible);
  }
}

TEST(Scene, AnotherSeedOrNumberDrawsAnotherPicture) {
  const DrawnPicture one = NumberedPicture(Small(0), 4, 2);
  EXPECT_GT(Difference(one, NumberedPicture(Small(0), 5, 2)), 20);
  EXPECT_GT(Difference(one, NumberedPicture(Small(0), 4, 3)), 20);
}

TEST(Scene, APictureHasTheSizeThatWasAskedFor) {
  const DrawnPicture picture = NumberedPicture(Small(0), 1, 1);
  EXPECT_EQ(picture.bgr.size(), cv::Size(96, 64));
  EXPECT_EQ(picture.bgr.type(), CV_8UC3);
}

TEST(Scene, HeadsAreInThePictureAndAboveTheFeetAndSharesAreShares) {
  std::size_t persons = 0;
  std::size_t below = 0;  // right below a camera heads point outwards, whichever way that is
  for (std::uint64_t i = 0; i < kPictures; ++i) {
    for (const DrawnPerson& person : NumberedPicture(Small(0), 2, i).persons) {
      EXPECT_TRUE(person.head_px.x >= 0 && person.head_px.x < 96) << person.head_px;
      EXPECT_TRUE(person.head_px.y >= 0 && person.head_px.y < 64) << person.head_px;
      if (person.head_px.y > person.foot_px.y) ++below;
      EXPECT_TRUE(person.visible >= 0 && person.visible <= 1) << person.visible;
      EXPECT_TRUE(person.head_visible >= 0 && person.head_visible <= 1) << person.head_visible;
      ++persons;
    }
  }
  EXPECT_GT(persons, 20U);
  EXPECT_LT(10 * below, persons);
}

TEST(Scene, AnEmptySceneHasNobody) {
  for (std::uint64_t i = 0; i < kPictures; ++i) {
    EXPECT_TRUE(NumberedPicture(Small(1), 2, i).persons.empty());
  }
}

TEST(Scene, ATextureHasNobodyAndIsNoPlace) {
  PictureOptions options = Small(0);
  options.subject = Subject::kTextures;
  const DrawnPicture texture = NumberedPicture(options, 2, 1);
  EXPECT_TRUE(texture.persons.empty());
  EXPECT_EQ(texture.bgr.size(), cv::Size(96, 64));
  EXPECT_EQ(cv::norm(texture.scale, cv::Mat1f(8, 12, 12.0F), cv::NORM_INF), 0);
  EXPECT_GT(Difference(texture, NumberedPicture(Small(0), 2, 1)), 20);
}

TEST(Scene, ACrowdHasManyPeople) {
  const auto persons = [](Subject subject) {
    PictureOptions options = Small(0);
    options.subject = subject;
    std::size_t count = 0;
    for (std::uint64_t i = 0; i < 8 * kPictures;
         ++i) {  // how many differs much from one to another
      count += NumberedPicture(options, 2, i).persons.size();
    }
    return count;
  };
  EXPECT_GT(persons(Subject::kCrowds), 2 * persons(Subject::kPlaces));
}

TEST(Scene, ACloseUpLiesInGreyAndSoDoItsPeople) {
  PictureOptions options = Small(0);
  options.size_px = {192, 192};
  options.subject = Subject::kClose;
  std::size_t persons = 0;
  for (std::uint64_t i = 0; i < kPictures; ++i) {
    const DrawnPicture picture = NumberedPicture(options, 2, i);
    ASSERT_EQ(picture.bgr.size(), options.size_px);
    cv::Mat1b drawn;
    cv::inRange(picture.bgr, cv::Scalar::all(128), cv::Scalar::all(128), drawn);
    const cv::Rect seen = cv::boundingRect(255 - drawn);
    EXPECT_LT(seen.area(), 192 * 192) << i;
    for (const DrawnPerson& person : picture.persons) {
      EXPECT_TRUE(cv::Rect2f(seen).contains(person.head_px)) << i;
    }
    persons += picture.persons.size();
  }
  EXPECT_GT(persons, 20U);
}

TEST(Scene, PeopleAreDrawnAboutAsLargeAsAskedFor) {
  for (std::uint64_t i = 0; i < kPictures; ++i) {
    const cv::Mat1f scale = NumberedPicture(Small(0.5F), 3, i).scale;
    ASSERT_EQ(scale.size(), cv::Size(12, 8));
    const auto about = std::count_if(scale.begin(), scale.end(), [](float here) {
      return here > 0.6F * 12 && here < 1.6F * 12;
    });
    EXPECT_GT(about, 12 * 8 * 3 / 10) << i;
  }
}

}  // namespace
}  // namespace throng
