// Photographs are read in order, told apart from what is none, and cut to the size asked for.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/photographs.h"

#include <opencv2/imgcodecs.hpp>

#include "counter/drawn/records.h"
#include "counter/drawn/test_folder.h"

namespace throng {
namespace {

class PhotographsTest : public FolderTest {
 protected:
  void Put(const std::string& name, cv::Size size, const cv::Scalar& colour) const {
    cv::imwrite((folder_ / name).string(), cv::Mat(size, CV_8UC3, colour));
  }
  Photographs Read() const {
    Result<Photographs> photographs = Photographs::Read(folder_);
    EXPECT_TRUE(photographs);
    return *std::move(photographs);
  }
  Fault FaultOf(const std::filesystem::path& folder) const {
    const Result<Photographs> photographs = Photographs::Read(folder);
    EXPECT_FALSE(photographs);
    return photographs ? Fault::kInternal : photographs.error();
  }
};

double Difference(const DrawnPicture& one, const DrawnPicture& other) {
  return cv::norm(one.bgr, other.bgr, cv::NORM_INF);
}

TEST_F(PhotographsTest, AFolderWithoutPhotographsIsAFault) {
  EXPECT_EQ(FaultOf(folder_ / "nowhere"), Fault::kNotAFolder);
  std::ofstream(folder_ / "notes.txt") << "none here";
  EXPECT_EQ(FaultOf(folder_), Fault::kNotFound);
}

TEST_F(PhotographsTest, AFileThatIsNoPhotographIsAFault) {
  Put("a.png", {8, 8}, {1, 2, 3});
  std::ofstream(folder_ / "b.jpg") << "no picture";
  EXPECT_EQ(FaultOf(folder_), Fault::kNoPicture);
  std::ofstream(folder_ / "b.jpg", std::ios::trunc);
  EXPECT_EQ(FaultOf(folder_), Fault::kNoPicture);
}

TEST_F(PhotographsTest, TheSameFilesGiveTheSamePartsInWhateverOrderTheyWereWritten) {
  Put("a.png", {40, 30}, {0, 0, 200});
  Put("b.png", {20, 50}, {200, 0, 0});
  const Photographs one = Read();
  std::filesystem::remove(folder_ / "a.png");
  Put("a.png", {40, 30}, {0, 0, 200});
  const Photographs other = Read();
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Random random(seed);
    Random again(seed);
    EXPECT_EQ(
        cv::norm(one.AnyPicture(random, {32, 24}), other.AnyPicture(again, {32, 24}), cv::NORM_INF),
        0);
  }
}

TEST_F(PhotographsTest, PartsAndPicturesAreLightOfTheSizeAskedFor) {
  Put("small.png", {5, 3}, {90, 120, 150});
  Put("wide.jpg", {300, 20}, {90, 120, 150});
  const Photographs photographs = Read();
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Random random(seed);
    const cv::Mat picture = photographs.AnyPicture(random, {64, 48});
    EXPECT_EQ(picture.size(), cv::Size(64, 48));
    EXPECT_EQ(picture.type(), CV_32FC3);
    EXPECT_TRUE(cv::checkRange(picture, true, nullptr, 0.05, 3)) << seed;
    const cv::Mat part = photographs.AnyPart(random, 64);
    EXPECT_TRUE(part.cols >= 1 && part.cols <= 64 && part.rows >= 1 && part.rows <= 64);
  }
}

class PhotographedTest : public PhotographsTest {
 protected:
  PhotographedTest() { Put("red.png", {64, 64}, {0, 0, 255}); }
};

TEST_F(PhotographedTest, PlacesShowThemAndKeepTheirPeople) {
  const Photographs photographs = Read();
  const PictureOptions painted{.size_px = {96, 64}, .px_per_m = 12, .empty = 0};
  PictureOptions photographed = painted;
  photographed.photographs = &photographs;
  photographed.photographed = 1;
  std::size_t persons = 0;
  for (std::uint64_t i = 0; i < 8; ++i) {
    const DrawnPicture without = NumberedPicture(painted, 2, i);
    const DrawnPicture with = NumberedPicture(photographed, 2, i);
    EXPECT_GT(Difference(without, with), 20) << i;
    EXPECT_EQ(Difference(with, NumberedPicture(photographed, 2, i)), 0) << i;
    ASSERT_EQ(with.persons.size(), without.persons.size()) << i;
    for (std::size_t j = 0; j < with.persons.size(); ++j) {
      EXPECT_EQ(with.persons[j].head_px, without.persons[j].head_px);
      EXPECT_EQ(with.persons[j].visible, without.persons[j].visible);
    }
    persons += with.persons.size();
  }
  EXPECT_GT(persons, 20U);
}

TEST_F(PhotographedTest, TexturesShowThem) {
  const Photographs photographs = Read();
  const PictureOptions painted{.subject = Subject::kTextures, .size_px = {96, 64}};
  PictureOptions photographed = painted;
  photographed.photographs = &photographs;
  int red = 0;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const cv::Scalar mean = cv::mean(NumberedPicture(photographed, 2, i).bgr);
    if (mean[2] > 3 * mean[1] && mean[2] > 3 * mean[0]) ++red;
  }
  EXPECT_GT(red, 5);
}

}  // namespace
}  // namespace throng
