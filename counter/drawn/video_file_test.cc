// Pictures come out of a video as they went in, and what cannot be written is said.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/video_file.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <vector>

#include "counter/drawn/test_folder.h"

namespace throng {
namespace {

constexpr int kPictures = 5;
const cv::Size kSize(64, 48);

// Each picture of another colour, with a bright square that moves.
cv::Mat Picture(int number) {
  cv::Mat picture(kSize, CV_8UC3, cv::Scalar(10 + 20 * number, 90, 200 - 30 * number));
  picture(cv::Rect(8 * number, 10, 8, 8)).setTo(cv::Scalar(255, 255, 255));
  return picture;
}

class VideoFileTest : public FolderTest {
 protected:
  void Write(const std::string& name) const {
    Result<VideoFile> video = VideoFile::Make(folder_ / name, kSize, 10);
    ASSERT_TRUE(video);
    for (int i = 0; i < kPictures; ++i) ASSERT_TRUE(video->Add(Picture(i)));
    ASSERT_TRUE(video->Finish());
  }
};

// The JPEG pictures among the bytes of a container that holds them whole.
std::vector<cv::Mat> PicturesIn(const std::string& bytes) {
  std::vector<cv::Mat> pictures;
  for (std::size_t at = bytes.find("\xFF\xD8\xFF"); at != std::string::npos;
       at = bytes.find("\xFF\xD8\xFF", at + 1)) {
    const std::vector<char> rest(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end());
    pictures.push_back(cv::imdecode(rest, cv::IMREAD_COLOR));
  }
  return pictures;
}

TEST_F(VideoFileTest, HoldsEachPictureInItsTurn) {
  for (const char* name : {"v.avi", "v.mkv", "v.mov"}) {
    Write(name);
    const std::vector<cv::Mat> pictures = PicturesIn(Bytes(name));
    ASSERT_EQ(pictures.size(), std::size_t{kPictures}) << name;
    for (int i = 0; i < kPictures; ++i) {
      const cv::Mat& picture = pictures[static_cast<std::size_t>(i)];
      ASSERT_EQ(picture.size(), kSize);
      EXPECT_LT(cv::norm(picture, Picture(i), cv::NORM_L1) / (64 * 48 * 3), 4) << name << i;
    }
  }
}

TEST_F(VideoFileTest, TheSamePicturesGiveTheSameBytes) {
  Write("a.avi");
  Write("b.avi");
  EXPECT_GT(Bytes("a.avi").size(), 1000U);
  EXPECT_EQ(Bytes("a.avi"), Bytes("b.avi"));
}

TEST_F(VideoFileTest, WhatCannotBeOpenedIsSaid) {
  EXPECT_EQ(VideoFile::Make(folder_ / "none" / "v.avi", kSize, 10).error(), Fault::kNotAFolder);
  std::filesystem::create_directory(folder_ / "v.avi");
  EXPECT_EQ(VideoFile::Make(folder_ / "v.avi", kSize, 10).error(), Fault::kNotPermitted);
}

TEST_F(VideoFileTest, AFullDiskIsSaidAtOnce) {
  std::filesystem::create_symlink("/dev/full", folder_ / "v.avi");
  EXPECT_EQ(VideoFile::Make(folder_ / "v.avi", kSize, 10).error(), Fault::kDiskFull);
}

TEST_F(VideoFileTest, KnowsItsContainersByName) {
  EXPECT_TRUE(IsVideoName("a.avi"));
  EXPECT_TRUE(IsVideoName("a.mkv"));
  EXPECT_FALSE(IsVideoName("a.png"));
  EXPECT_FALSE(IsVideoName("avi"));
}

}  // namespace
}  // namespace throng
