// Cut and damaged videos: no step is invented, none is shifted, and an early end is told.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "counter/eye/decode.h"
#include "counter/eye/source.h"
#include "counter/eye/test_video.h"
#include "counter/eye/wiped_observer.h"

namespace throng {
namespace {

using std::chrono::milliseconds;
using test_video::BriefByPictures;
using test_video::BriefByTime;
using test_video::kBlind;
using test_video::TellAll;
using test_video::Told;

constexpr char kH264[] = "-c:v libx264 -preset veryfast -crf 10 -bf 3 -g 12 -keyint_min 12";
constexpr int kEndedEarly = static_cast<int>(Fault::kEndedEarly);

class Damage : public testing::Test {
 protected:
  void SetUp() override {
    if (!test_video::CanMake()) GTEST_SKIP() << "the ffmpeg program is missing";
  }

  // The first half of the bytes of a video of 200 pictures.
  std::filesystem::path Half(const std::string& name, const std::string& options) {
    test_video::Make(folder_ / name, 200, options);
    std::vector<char> bytes = test_video::ReadAll(folder_ / name);
    bytes.resize(bytes.size() / 2);
    test_video::WriteAll(folder_ / name, bytes);
    return folder_ / name;
  }

  // A video of 100 pictures with `count` bytes overwritten, behind all headers and before any
  // index.
  std::filesystem::path Scratched(const std::string& name, const std::string& options,
                                  std::size_t count) {
    test_video::Make(folder_ / name, 100, options);
    std::vector<char> bytes = test_video::ReadAll(folder_ / name);
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() * 7 / 10);
    std::fill_n(place, count, '\x5A');
    test_video::WriteAll(folder_ / name, bytes);
    return folder_ / name;
  }

  test_video::Folder folder_;
};

// All that is told is right: a step shows its own picture or is blind.
void ExpectRightOrBlind(const Told& told, int pictures) {
  for (std::size_t i = 0; i < told.numbers.size(); ++i) {
    const int expected = static_cast<int>(i) * pictures;
    EXPECT_TRUE(told.numbers[i] == expected || told.numbers[i] == kBlind)
        << "step " << i << " shows " << told.numbers[i];
  }
}

TEST_F(Damage, AVideoCutInHalfIsToldToEndEarlyAfterTheStepsThatExist) {
  for (const auto& [name, options] : std::vector<std::pair<std::string, std::string>>{
           {"a.avi", "-c:v mpeg4 -q:v 2"},
           {"b.avi", "-c:v mjpeg -q:v 2"},
           {"c.avi", "-c:v msmpeg4 -q:v 2"},
           {"d.mkv", kH264},
           {"e.mp4", std::string(kH264) + " -movflags faststart"}}) {
    const Told told = TellAll(Half(name, options), BriefByPictures(10));
    EXPECT_EQ(told.fault, kEndedEarly) << name;
    EXPECT_GE(told.numbers.size(), 3U) << name;
    EXPECT_LE(told.numbers.size(), 14U) << name;
    ExpectRightOrBlind(told, 10);
  }
}

TEST_F(Damage, AnMp4CutBeforeItsIndexIsNoVideo) {
  EXPECT_EQ(TellAll(Half("a.mp4", kH264), BriefByPictures(10)).fault,
            static_cast<int>(Fault::kNotVideo));
}

TEST_F(Damage, AContainerWhoseHeadIsCutOffIsNoVideo) {
  for (const std::string codec : {"mpeg4", "mjpeg"}) {
    test_video::Make(folder_ / "a.avi", 200, "-c:v " + codec + " -q:v 2 -g 10");
    std::vector<char> bytes = test_video::ReadAll(folder_ / "a.avi");
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 3));
    test_video::WriteAll(folder_ / "a.avi", bytes);
    EXPECT_EQ(TellAll(folder_ / "a.avi", BriefByPictures(10)).fault,
              static_cast<int>(Fault::kNotVideo))
        << codec;
  }
}

TEST_F(Damage, BarePicturesAreAVideoWithoutAHead) {
  for (const auto& [name, options] : std::vector<std::pair<std::string, std::string>>{
           {"a.h264", kH264},
           {"a.hevc", "-c:v libx265 -x265-params log-level=none"},
           {"a.mjpeg", "-c:v mjpeg -q:v 2"},
           {"a.m4v", "-c:v mpeg4 -q:v 2 -f m4v"},
           {"a.m2v", "-c:v mpeg2video -r 25 -q:v 2"}}) {
    test_video::Make(folder_ / name, 40, options);
    const Told told = TellAll(folder_ / name, BriefByPictures(10));
    EXPECT_EQ(told.fault, 0) << name;
    EXPECT_GE(told.numbers.size(), 4U) << name;
  }
}

TEST_F(Damage, AStreamThatStatesNoEndIsWholeWhereverItIsCut) {
  for (const std::string name : {"a.ts", "a.h264"}) {
    const Told told = TellAll(Half(name, kH264), BriefByPictures(10));
    EXPECT_EQ(told.fault, 0) << name;
    EXPECT_GE(told.numbers.size(), 7U) << name;
    ExpectRightOrBlind(told, 10);
  }
}

TEST_F(Damage, AWholeVideoWithLongerSoundDoesNotEndEarly) {
  for (const std::string name : {"a.mkv", "a.mp4", "a.avi"}) {
    test_video::Make(folder_ / name, 30, "-map 0:v -map 1:a -c:v mpeg4 -q:v 2 -c:a mp2",
                     "-f lavfi -i sine=duration=9");
    EXPECT_EQ(TellAll(folder_ / name, BriefByPictures(10)).fault, 0) << name;
  }
}

TEST_F(Damage, ScratchedPicturesAreBlindAndTheRestKeepTheirSteps) {
  for (const auto& [name, options] : std::vector<std::pair<std::string, std::string>>{
           {"a.avi", "-c:v mpeg4 -q:v 2 -g 10"},
           {"b.avi", "-c:v mjpeg -q:v 2"},
           {"c.mkv", std::string(kH264) + " -cluster_time_limit 1000"},
           {"d.mp4", std::string(kH264) + " -movflags faststart"},
           {"e.ts", kH264}}) {
    const Told told = TellAll(Scratched(name, options, 600), BriefByPictures(1));
    EXPECT_EQ(told.fault, 0) << name;
    const auto blind = std::ranges::count(told.numbers, kBlind);
    EXPECT_GE(blind, 1) << name;
    EXPECT_LE(blind, 40) << name;
    if (name != "e.ts" && name != "c.mkv") {  // where whole packets are lost, so is their count
      ASSERT_EQ(told.numbers.size(), 100U) << name;
      ExpectRightOrBlind(told, 1);
    }
  }
}

TEST_F(Damage, ScratchedPicturesDoNotShiftTheStepsByTime) {
  for (const auto& [name, options] : std::vector<std::pair<std::string, std::string>>{
           {"a.avi", "-c:v mpeg4 -q:v 2 -g 10"},
           {"b.mkv", std::string(kH264) + " -cluster_time_limit 1000"},
           {"c.mp4", std::string(kH264) + " -movflags faststart"},
           {"d.ts", kH264}}) {
    const Told told = TellAll(Scratched(name, options, 600), BriefByTime(milliseconds(500)));
    EXPECT_EQ(told.fault, 0) << name;
    ASSERT_EQ(told.numbers.size(), 20U) << name;
    for (std::size_t i = 0; i < 20; ++i) {
      const int first = static_cast<int>(i) * 5;
      if (told.numbers[i] == kBlind) continue;
      EXPECT_GE(told.numbers[i], first) << name;
      EXPECT_LT(told.numbers[i], first + 5) << name;
    }
  }
}

TEST_F(Damage, AVideoWithoutOneWholePictureSaysSo) {
  test_video::Make(folder_ / "a.avi", 20, "-c:v mjpeg -q:v 2");
  std::vector<char> bytes = test_video::ReadAll(folder_ / "a.avi");
  const std::string mark = "movi";
  const auto movi = std::search(bytes.begin(), bytes.end(), mark.begin(), mark.end());
  ASSERT_NE(movi, bytes.end());
  for (auto at = movi; at + 700 < bytes.end(); ++at) {
    if (std::equal(at, at + 2, "\xFF\xD8")) std::fill_n(at, 700, '\0');
  }
  test_video::WriteAll(folder_ / "a.avi", bytes);
  const Told told = TellAll(folder_ / "a.avi", BriefByPictures(1));
  EXPECT_EQ(told.fault, static_cast<int>(Fault::kNoPicture));
  EXPECT_TRUE(told.numbers.empty());
}

TEST_F(Damage, TheDecodersMemoryIsWipedWhenItGoesBack) {
  test_video::Make(folder_ / "a.mp4", 30, kH264);
  const int fd = ::open((folder_ / "a.mp4").c_str(), O_RDONLY | O_CLOEXEC);
  WipeObserver memory;
  {
    Result<std::unique_ptr<Demuxer>> demuxer = Demuxer::Make(fd, 1920 * 1088);
    ASSERT_TRUE(demuxer);
    Result<Decoder> decoder = Decoder::Make(*(*demuxer)->stream().codecpar, 1920 * 1088, memory);
    ASSERT_TRUE(decoder);
    while (const AVPacket* packet = (*demuxer)->Next()) {
      decoder->Send(packet, Decoder::Effort::kAll);
      while (decoder->Receive()) {
      }
    }
    EXPECT_GT(memory.held(), 0);
  }
  ::close(fd);
  EXPECT_EQ(memory.held(), 0);
  EXPECT_GE(memory.given_back(), 30);
  EXPECT_EQ(memory.not_wiped(), 0);
}

}  // namespace
}  // namespace throng
