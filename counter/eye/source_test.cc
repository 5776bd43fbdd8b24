// Steps pick exactly their pictures, out of every container and codec that cameras write.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/source.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "counter/base/descriptor.h"
#include "counter/eye/bytes.h"
#include "counter/eye/test_video.h"

namespace throng {
namespace {

using std::chrono::milliseconds;
using test_video::BriefByPictures;
using test_video::BriefByTime;
using test_video::TellAll;
using test_video::Told;

struct Recipe {
  const char* name;  // of the file; its end chooses the container
  const char* options;
};

std::ostream& operator<<(std::ostream& out, const Recipe& recipe) { return out << recipe.name; }

constexpr char kH264[] = "-c:v libx264 -preset veryfast -crf 10 -bf 3 -g 12";

const Recipe kRecipes[] = {
    {"mpeg4.avi", "-c:v mpeg4 -q:v 2"},
    {"mpeg4_b.avi", "-c:v mpeg4 -q:v 2 -bf 2"},
    {"mpeg4_b.mp4", "-c:v mpeg4 -q:v 2 -bf 2"},
    {"msmpeg4.avi", "-c:v msmpeg4 -q:v 2 -g 20"},
    {"mjpeg.avi", "-c:v mjpeg -q:v 2 -pix_fmt yuvj420p"},
    {"mjpeg.mkv", "-c:v mjpeg -q:v 2 -pix_fmt yuvj420p"},
    {"ffv1.mkv", "-c:v ffv1"},
    {"h264_b.mp4", kH264},
    {"h264_b.mkv", kH264},
    {"h264_b.ts", kH264},
    {"h264_b.avi", kH264},
    {"h264_b.h264", kH264},
    {"h264_fragments.mp4",
     "-c:v libx264 -preset veryfast -crf 10 -bf 3 -g 12 -movflags frag_keyframe+empty_moov"},
    {"h264_intra_refresh.mkv", "-c:v libx264 -preset veryfast -crf 10 -bf 0 -intra-refresh 1"},
};

class SourceOf : public testing::TestWithParam<Recipe> {
 protected:
  void SetUp() override {
    if (!test_video::CanMake()) GTEST_SKIP() << "the ffmpeg program is missing";
    file_ = folder_ / GetParam().name;
    test_video::Make(file_, 50, GetParam().options);
  }

  test_video::Folder folder_;
  std::filesystem::path file_;
};

TEST_P(SourceOf, EveryPictureComesInItsOrder) {
  const Told told = TellAll(file_, BriefByPictures(1));
  EXPECT_EQ(told.fault, 0);
  ASSERT_EQ(told.numbers.size(), 50U);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(told.numbers[static_cast<std::size_t>(i)], i);
}

TEST_P(SourceOf, StepsByPicturesPickExactlyTheirPictures) {
  const Told told = TellAll(file_, BriefByPictures(7));
  EXPECT_EQ(told.fault, 0);
  EXPECT_EQ(told.numbers, (std::vector{0, 7, 14, 21, 28, 35, 42, 49}));
}

TEST_P(SourceOf, StepsByTimePickTheFirstPictureNotBeforeTheirTime) {
  EXPECT_EQ(TellAll(file_, BriefByTime(milliseconds(1000))).numbers,
            (std::vector{0, 10, 20, 30, 40}));
  EXPECT_EQ(TellAll(file_, BriefByTime(milliseconds(750))).numbers,
            (std::vector{0, 8, 15, 23, 30, 38, 45}));
}

TEST_P(SourceOf, ARestartTellsOnlyTheStepsThatAreNotYetTold) {
  Brief by_pictures = BriefByPictures(7);
  by_pictures.first_step = 5;
  EXPECT_EQ(TellAll(file_, by_pictures).numbers, (std::vector{35, 42, 49}));
  Brief by_time = BriefByTime(milliseconds(1000));
  by_time.first_step = 3;
  EXPECT_EQ(TellAll(file_, by_time).numbers, (std::vector{30, 40}));
}

std::string NameOf(const testing::TestParamInfo<Recipe>& recipe) {
  std::string name = recipe.param.name;
  std::ranges::replace(name, '.', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Recipes, SourceOf, testing::ValuesIn(kRecipes), NameOf);

class SourceTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!test_video::CanMake()) GTEST_SKIP() << "the ffmpeg program is missing";
  }
  test_video::Folder folder_;
};

TEST_F(SourceTest, AStreamWithoutTimesGoesByItsRate) {
  test_video::Make(folder_ / "a.h264", 50, kH264);
  const Told told = TellAll(folder_ / "a.h264", BriefByTime(milliseconds(1000)));
  EXPECT_EQ(told.fault, 0);
  EXPECT_EQ(told.numbers, (std::vector{0, 10, 20, 30, 40}));
}

TEST_F(SourceTest, APipeIsReadAsAFileIs) {
  test_video::Make(folder_ / "a.mkv", 50, kH264);
  const std::vector<char> bytes = test_video::ReadAll(folder_ / "a.mkv");
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::thread writer([&] {
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t n =
          ::write(ends[1], bytes.data() + at, std::min<std::size_t>(1000, bytes.size() - at));
      if (n <= 0) break;
      at += static_cast<std::size_t>(n);
    }
    ::close(ends[1]);
  });
  const Told told = TellAll(ends[0], BriefByPictures(7));
  writer.join();
  ::close(ends[0]);
  EXPECT_EQ(told.fault, 0);
  EXPECT_EQ(told.numbers, (std::vector{0, 7, 14, 21, 28, 35, 42, 49}));
}

// What it has sent by then cannot be let go, so nothing may wait with it.
TEST_F(SourceTest, APipeThatFallsSilentBeforeItsFirstPictureIsWholeHasEnded) {
  const auto file = folder_ / "silent.ts";
  test_video::Make(file, 20, "-c:v mpeg4 -q:v 2 -vf noise=alls=100");
  std::vector<char> bytes = test_video::ReadAll(file);
  bytes.resize(ByteReader::kMostHeader + 188);
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const Descriptor reads(ends[0]);
  const Descriptor camera(ends[1]);
  ASSERT_EQ(::write(camera.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  const Result<Source> source = Source::Make(reads.get(), BriefByPictures(1));
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error(), Fault::kEndedEarly);
}

TEST_F(SourceTest, ADescriptorThatAnEarlierEyeHasReadStartsOver) {
  test_video::Make(folder_ / "a.avi", 20, "-c:v mpeg4 -q:v 2");
  const int fd = ::open((folder_ / "a.avi").c_str(), O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(TellAll(fd, BriefByPictures(10)).numbers, (std::vector{0, 10}));
  EXPECT_EQ(TellAll(fd, BriefByPictures(10)).numbers, (std::vector{0, 10}));
  ::close(fd);
}

TEST_F(SourceTest, AGapInTheRecordingIsTimeInWhichNothingWasSeen) {
  test_video::Make(folder_ / "a.mkv", 50,
                   "-vf \"select='lt(n,12)+gte(n,37)'\" -vsync passthrough -c:v mjpeg -q:v 2");
  const Told told = TellAll(folder_ / "a.mkv", BriefByTime(milliseconds(1000)));
  EXPECT_EQ(told.fault, 0);
  EXPECT_EQ(told.numbers, (std::vector{0, 10, test_video::kBlind, 37, 40}));
}

TEST_F(SourceTest, PicturesOfAnotherSizeAreRefused) {
  test_video::Make(folder_ / "a.mp4", 20, std::string(kH264) + " -s 96x48");
  const Told told = TellAll(folder_ / "a.mp4", BriefByPictures(1));
  EXPECT_TRUE(told.numbers.empty());
  EXPECT_EQ(told.fault, static_cast<int>(Fault::kWrongPictureSize));
}

TEST_F(SourceTest, PicturesOfAMuchLargerSizeAreRefusedWithoutDecodingThem) {
  test_video::Make(folder_ / "a.mp4", 2, "-c:v libx264 -preset ultrafast -s 7680x4320");
  const Told told = TellAll(folder_ / "a.mp4", BriefByPictures(1));
  EXPECT_EQ(told.fault, static_cast<int>(Fault::kWrongPictureSize));
}

TEST_F(SourceTest, NothingTextAndSoundAreNoVideo) {
  test_video::WriteAll(folder_ / "empty", {});
  EXPECT_EQ(TellAll(folder_ / "empty", BriefByPictures(1)).fault,
            static_cast<int>(Fault::kEmptySource));
  const std::string text(5000, 'x');
  test_video::WriteAll(folder_ / "text", {text.begin(), text.end()});
  EXPECT_EQ(TellAll(folder_ / "text", BriefByPictures(1)).fault,
            static_cast<int>(Fault::kNotVideo));
  test_video::Make(folder_ / "sound.mp4", 5, "-map 1:a -c:a aac", "-f lavfi -i sine=duration=2");
  EXPECT_EQ(TellAll(folder_ / "sound.mp4", BriefByPictures(1)).fault,
            static_cast<int>(Fault::kNotVideo));
}

TEST_F(SourceTest, AListOfOtherFilesIsNotFollowed) {
  test_video::Make(folder_ / "a.ts", 20, kH264);
  const std::string list = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" +
                           (folder_ / "a.ts").string() + "\n#EXT-X-ENDLIST\n";
  test_video::WriteAll(folder_ / "a.m3u8", {list.begin(), list.end()});
  EXPECT_EQ(TellAll(folder_ / "a.m3u8", BriefByPictures(1)).fault,
            static_cast<int>(Fault::kNotVideo));
}

TEST_F(SourceTest, SoundBesideThePicturesChangesNothing) {
  test_video::Make(folder_ / "a.mp4", 50, std::string(kH264) + " -map 0:v -map 1:a -c:a aac",
                   "-f lavfi -i sine=duration=9");
  const Told told = TellAll(folder_ / "a.mp4", BriefByPictures(7));
  EXPECT_EQ(told.fault, 0);
  EXPECT_EQ(told.numbers, (std::vector{0, 7, 14, 21, 28, 35, 42, 49}));
}

TEST_F(SourceTest, WhatAnEditListCutsAwayIsNoPictureOfTheVideo) {
  test_video::Make(folder_ / "whole.mp4", 50, "-c:v libx264 -bf 3 -g 50 -crf 10");
  const std::string cut = "ffmpeg -v error -y -ss 1.2 -i " + (folder_ / "whole.mp4").string() +
                          " -c copy " + (folder_ / "cut.mp4").string();
  ASSERT_EQ(std::system(cut.c_str()), 0);
  const Told told = TellAll(folder_ / "cut.mp4", BriefByPictures(7));
  EXPECT_EQ(told.fault, 0);
  EXPECT_EQ(told.numbers, (std::vector{12, 19, 26, 33, 40, 47}));
}

}  // namespace
}  // namespace throng
