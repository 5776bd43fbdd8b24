// The loop: one tally for each step, blind where nothing is seen, at the pace it is told.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/look.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "counter/door/pipe.h"
#include "counter/eye/test_video.h"

namespace throng {
namespace {

using std::chrono::milliseconds;

// Counts bright squares of 16 px: the bits of the picture's number and one more.
class SquareModel final : public DensityModel {
 public:
  Result<DensityMap> DensityOf(const Frame& frame) override {
    ++looks;
    if (fails) return Fault::kInternal;
    DensityMap density(frame.size());
    const cv::Mat picture = frame.Bgr();
    for (int y = 8; y < picture.rows; y += 16) {
      for (int x = 8; x < picture.cols; x += 16) {
        if (picture.at<cv::Vec3b>(y, x)[1] > 128) {
          density.Add({static_cast<double>(x), static_cast<double>(y)}, Persons(1));
        }
      }
    }
    return density;
  }

  bool Reaches(ImagePoint) const override { return true; }

  int looks = 0;
  bool fails = false;
};

// Stands still but for sleeping.
class StillClock final : public Clock {
 public:
  Instant Now() const override { return Instant(0); }
  Duration Steady() const override { return now; }
  void SleepUntil(Duration steady) override {
    now = std::max(now, steady);
    if (slept.empty() || slept.back() != steady) slept.push_back(steady);  // packet, then picture
  }

  Duration now = std::chrono::hours(1);
  std::vector<Duration> slept;
};

class LookTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!test_video::CanMake()) GTEST_SKIP() << "the ffmpeg program is missing";
  }

  // The tallies of a video made with `options`; the status is kept in status_.
  std::vector<Tally> TalliesOf(const std::string& options, const Brief& brief) {
    test_video::Make(folder_ / "a.mkv", 50, options);
    const int video = ::open((folder_ / "a.mkv").c_str(), O_RDONLY | O_CLOEXEC);
    const Result<DoorEnds> door = MakeDoor();
    status_ = Look(video, door->write_fd, brief, model_, clock_);
    ::close(video);
    ::close(door->write_fd);
    std::vector<Tally> tallies;
    while (true) {
      const Result<std::optional<Tally>> tally = ReadFromDoor(door->read_fd);
      if (!tally || !*tally) break;
      tallies.push_back(**tally);
    }
    ::close(door->read_fd);
    return tallies;
  }

  test_video::Folder folder_;
  SquareModel model_;
  StillClock clock_;
  Status status_ = Done{};
};

constexpr char kMjpeg[] = "-c:v mjpeg -q:v 2";

TEST_F(LookTest, EachStepTellsWhatItsPictureShows) {
  const std::vector<Tally> tallies = TalliesOf(kMjpeg, test_video::BriefByPictures(7));
  ASSERT_TRUE(status_);
  std::vector<int> squares;
  for (const Tally& tally : tallies) squares.push_back(tally.patches[0].persons());
  // One more than the bits set in 0, 7, 14, 21, 28, 35, 42, 49.
  EXPECT_EQ(squares, (std::vector{1, 4, 4, 4, 4, 4, 4, 4}));
  EXPECT_EQ(model_.looks, 8);
  EXPECT_TRUE(clock_.slept.empty());
}

TEST_F(LookTest, PatchesShareThePicture) {
  Brief brief = test_video::BriefByPictures(49);
  brief.patches = {{{0, 0}, {16, 0}, {16, 48}, {0, 48}}, {{16, 0}, {64, 0}, {64, 48}, {16, 48}}};
  const std::vector<Tally> tallies = TalliesOf(kMjpeg, brief);
  ASSERT_EQ(tallies.size(), 2U);
  EXPECT_EQ(tallies[1].patches[0].persons(), 2);  // 49: bits 0 and 4 stand in the first column
  EXPECT_EQ(tallies[1].patches[1].persons(), 2);  // bit 5, and the square that is always bright
}

TEST_F(LookTest, ADarkPictureIsBlindAndIsNotAnalysed) {
  const std::vector<Tally> tallies =
      TalliesOf("-vf \"drawbox=t=fill:color=black:enable='between(n,14,27)'\" -c:v mjpeg -q:v 2",
                test_video::BriefByPictures(7));
  ASSERT_EQ(tallies.size(), 8U);
  EXPECT_EQ(tallies[1].patches[0].sight(), Sight::kSeeing);
  EXPECT_EQ(tallies[2].patches[0], PatchReading::Blind(SightReason::kDark));
  EXPECT_EQ(tallies[3].patches[0], PatchReading::Blind(SightReason::kDark));
  EXPECT_EQ(tallies[3].patches[1], PatchReading()) << "of no patch";
  EXPECT_EQ(tallies[4].patches[0].sight(), Sight::kSeeing);
  EXPECT_EQ(model_.looks, 6);
}

TEST_F(LookTest, AtThePaceOfTheRecordingEachTallyWaitsForItsTime) {
  Brief brief = test_video::BriefByTime(milliseconds(2000));
  brief.pace = Pace::kRealTime;
  EXPECT_EQ(TalliesOf(kMjpeg, brief).size(), 3U);
  const Duration start = std::chrono::hours(1);
  ASSERT_EQ(clock_.slept.size(), 50U) << "once for each picture: none is held until the next step";
  EXPECT_EQ(clock_.slept.front(), start);
  EXPECT_EQ(clock_.slept[20], start + milliseconds(2000));
  EXPECT_EQ(clock_.slept.back(), start + milliseconds(4900));
}

// A bare H.264 stream has no times: its pictures keep the pace all the same.
TEST_F(LookTest, PicturesWithoutTimesKeepThePaceToo) {
  Brief brief = test_video::BriefByTime(milliseconds(2000));
  brief.pace = Pace::kRealTime;
  TalliesOf("-c:v libx264 -bf 0 -f h264", brief);
  ASSERT_TRUE(status_);
  ASSERT_GE(clock_.slept.size(), 40U);
  const Duration took = clock_.slept.back() - clock_.slept.front();
  EXPECT_GE(took, milliseconds(1500)) << "50 pictures, at 25 a second where nobody says";
}

TEST_F(LookTest, AfterARestartTheFirstStepComesWhenItIsDue) {
  Brief brief = test_video::BriefByTime(milliseconds(2000));
  brief.pace = Pace::kRealTime;
  brief.first_step = 1;
  brief.first_due = milliseconds(300);
  EXPECT_EQ(TalliesOf(kMjpeg, brief).size(), 2U);
  const Duration start = std::chrono::hours(1);
  EXPECT_EQ(clock_.slept.front(), start + milliseconds(300 - 2000)) << "long past: no wait";
  EXPECT_EQ(clock_.slept[20], start + milliseconds(300));
}

TEST_F(LookTest, AModelThatFailsEndsTheLook) {
  model_.fails = true;
  EXPECT_TRUE(TalliesOf(kMjpeg, test_video::BriefByPictures(7)).empty());
  ASSERT_FALSE(status_);
  EXPECT_EQ(status_.error(), Fault::kInternal);
}

// What a camera sent last is let go of 1.5 s after it was read, which must not be long after it
// came.
TEST_F(LookTest, ASilentCameraIsReadFourTimesASecondUntilItIsGivenUp) {
  std::array<int, 2> camera{};
  std::array<int, 2> asks{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, camera.data()), 0);
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, asks.data()), 0);
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: multipart/mixed\r\n\r\n";
  ASSERT_EQ(::write(camera[1], head.data(), head.size()), static_cast<ssize_t>(head.size()));
  Brief brief = test_video::BriefByTime(std::chrono::seconds(15));
  brief.live = CameraProtocol::kHttp;
  const Result<DoorEnds> door = MakeDoor();
  ASSERT_TRUE(door);
  const Status ended = LookLive(camera[0], door->write_fd, asks[0], brief, model_, clock_);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error(), Fault::kCameraSilent) << "after 10 s";
  EXPECT_EQ(clock_.slept.size(), 41U);
  for (const int fd : {camera[0], camera[1], asks[0], asks[1], door->read_fd, door->write_fd}) {
    ::close(fd);
  }
}

}  // namespace
}  // namespace throng
