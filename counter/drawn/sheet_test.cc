// A sheet shows its pictures row by row, and says so if it cannot be written.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/sheet.h"

#include <opencv2/imgcodecs.hpp>

#include "counter/drawn/test_folder.h"

namespace throng {
namespace {

using SheetTest = FolderTest;

// Of one grey, with a head that shows and one that is hidden.
DrawnPicture Grey(int value) {
  return {.bgr = cv::Mat(32, 32, CV_8UC3, cv::Scalar::all(value)),
          .persons = {{.head_px = {8, 8}, .foot_px = {8, 20}, .visible = 1, .head_visible = 1},
                      {.head_px = {24, 8}, .foot_px = {24, 20}, .visible = 0, .head_visible = 0}},
          .scale = {0, 0, 1}};
}

TEST_F(SheetTest, PicturesStandSideBySideAndTheRestIsWhite) {
  const cv::Mat sheet = ContactSheet({Grey(10), Grey(20), Grey(30)}, 2, false);
  ASSERT_EQ(sheet.size(), cv::Size(64, 64));
  EXPECT_EQ(sheet.at<cv::Vec3b>(16, 16), cv::Vec3b(10, 10, 10));
  EXPECT_EQ(sheet.at<cv::Vec3b>(16, 48), cv::Vec3b(20, 20, 20));
  EXPECT_EQ(sheet.at<cv::Vec3b>(48, 16), cv::Vec3b(30, 30, 30));
  EXPECT_EQ(sheet.at<cv::Vec3b>(48, 48), cv::Vec3b(255, 255, 255));
}

TEST_F(SheetTest, MarksAreGreenWhereAHeadShowsAndRedWhereItIsHidden) {
  const cv::Mat sheet = ContactSheet({Grey(10)}, 1, true);
  EXPECT_EQ(sheet.at<cv::Vec3b>(8, 10), cv::Vec3b(0, 255, 0));
  EXPECT_EQ(sheet.at<cv::Vec3b>(8, 26), cv::Vec3b(0, 0, 255));
}

TEST_F(SheetTest, APngHoldsExactlyWhatWasDrawn) {
  const cv::Mat sheet = ContactSheet({Grey(10), Grey(20)}, 2, true);
  ASSERT_TRUE(WriteSheet(folder_ / "sheet.png", sheet));
  EXPECT_EQ(cv::norm(cv::imread((folder_ / "sheet.png").string()), sheet, cv::NORM_INF), 0);
}

TEST_F(SheetTest, OnlyPngAndJpegAreSheets) {
  EXPECT_TRUE(IsSheetName("a/b.png"));
  EXPECT_TRUE(IsSheetName("b.jpg"));
  EXPECT_TRUE(IsSheetName("b.jpeg"));
  EXPECT_FALSE(IsSheetName("b.gif"));
  EXPECT_FALSE(IsSheetName("png"));
  EXPECT_FALSE(IsSheetName(""));
}

TEST_F(SheetTest, WhatCannotBeWrittenIsAFault) {
  const cv::Mat sheet = ContactSheet({Grey(10)}, 1, false);
  EXPECT_EQ(WriteSheet(folder_ / "none" / "a.png", sheet).error(), Fault::kNotAFolder);
  std::filesystem::create_directory(folder_ / "folder.png");
  EXPECT_EQ(WriteSheet(folder_ / "folder.png", sheet).error(), Fault::kNotPermitted);
  std::filesystem::create_symlink("/dev/full", folder_ / "full.png");
  EXPECT_EQ(WriteSheet(folder_ / "full.png", sheet).error(), Fault::kDiskFull);
}

}  // namespace
}  // namespace throng
