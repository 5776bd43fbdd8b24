// No frame of a live camera stays: what is searched for comes over RTSP and HTTP, and stops.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "counter/site/load.h"
#include "tests/live/stand_in.h"
#include "tests/live/video_loop.h"
#include "tests/wall/canary_live_video.h"
#include "tests/wall/canary_scene.h"
#include "tests/wall/canary_video.h"
#include "tests/wall/raw_camera.h"

namespace throng {
namespace {

using std::chrono::milliseconds;

constexpr int kMostSpread = 2 * kCanaryRate;  // a frame lives for 2 s

struct Camera {
  std::string protocol;
  std::string video;
};
const Camera kMoves{.protocol = "rtsp", .video = kCanaryMoves};
const Camera kStill{.protocol = "rtsp", .video = kCanaryStill};
const Camera kJpeg{.protocol = "http", .video = kCanaryJpeg};

class CanaryLiveTest : public CanaryScene {
 protected:
  void SetUp() override {
    CanaryScene::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    std::vector<Complaint> complaints;
    const Result<Site> site = LoadSite(site_, complaints);
    ASSERT_TRUE(site && MakeLiveCanary(camera_, kPictures, *site, needles_));
  }

  Process Counting(const std::string& control, const std::string& address,
                   const std::string& look_every_s) const {
    return {Count(control, {"--tick", "15", "--look-every", look_every_s, "--source", address}),
            folder_};
  }

  CameraServer Serve(const Camera& camera) const {
    std::vector<std::string> words{"--video", camera_ / camera.video};
    if (camera.protocol == "http") words.emplace_back("--http");
    return {folder_, words};
  }

  // Picture `number` of a video of JPEG pictures, as HTTP brings it.
  std::string JpegPart(std::size_t number, const char* video = kCanaryJpeg) const {
    const std::optional<VideoLoop> loop = ReadVideoLoop(camera_ / video);
    return loop ? RawCamera::PartOf(loop->pictures[number].bytes) : std::string();
  }

  // Looks at `throng` again and again, for 8 s and until all of `wanted` was there, or for 60 s.
  // What was found in all, and in `spread` how many pictures of the video lay, at most, between the
  // oldest and the newest that were there at one moment.
  Found FoundLive(const Process& throng, const std::set<std::string>& wanted, int& spread) const {
    using std::chrono::steady_clock;
    Found all;
    spread = 0;
    const steady_clock::time_point began = steady_clock::now();
    for (int look = 0; steady_clock::now() - began < std::chrono::seconds(60); ++look) {
      const bool all_seen = std::ranges::includes(StagesIn(all), wanted);
      if (all_seen && steady_clock::now() - began > std::chrono::seconds(8)) break;
      // While it was searched time went by, so an eye that is let go on looks at once.
      Sleep(look * 3 % 40);
      const Found found = FoundInAll(FamilyOf(throng.id()));
      spread = std::max(spread, SpreadOf(PicturesIn(found)));
      for (const auto& [what, count] : found) all[what] += count;
    }
    return all;
  }

  // What is there so long after the camera fell silent. Before that, `seen` was there.
  Found FoundAfterFreeze(const std::string& control, const Camera& camera,
                         const std::string& look_every_s, const std::string& seen,
                         milliseconds after) const {
    const CameraServer server = Serve(camera);
    const Process throng = Counting(control, server.Address(camera.protocol, 0), look_every_s);
    EXPECT_TRUE(Eventually([&] {
      return StagesIn(FoundInAll(FamilyOf(throng.id()))).contains(seen);
    })) << "control: at first it is there";
    const std::vector<pid_t> before = FamilyOf(throng.id());
    server.Order("freeze 0");
    std::this_thread::sleep_for(after);
    Found found = FoundIn(throng);
    EXPECT_EQ(FamilyOf(throng.id()), before) << "it is still the same eye";
    return found;
  }
};

TEST_F(CanaryLiveTest, WhileALiveCameraPlaysOnlyTheNewestPicturesAreThere) {
  const std::set<std::string> wanted{kPacket, "frame, BGR", "band"};
  for (const Camera& camera : {kMoves, kStill, kJpeg}) {
    const CameraServer server = Serve(camera);
    const Process throng = Counting("", server.Address(camera.protocol, 0), "0.2");
    int spread = 0;
    const Found found = FoundLive(throng, wanted, spread);
    EXPECT_THAT(StagesIn(found), testing::IsSupersetOf(wanted)) << "control: the search works";
    EXPECT_GT(SpreadOf(PicturesIn(found)), kMostSpread) << "control: at one moment or another";
    EXPECT_LE(spread, kMostSpread) << camera.video;
  }
}

// Where pictures are put together, a large one must not last until another as large comes.
TEST_F(CanaryLiveTest, ALargePictureIsGoneTwoSecondsLaterThoughOnlySmallOnesFollow) {
  const CameraServer server(folder_, {"--from-start", "--video", camera_ / kCanaryShrinks});
  const Process throng = Counting("", server.Address("rtsp", 0), "1");
  EXPECT_TRUE(Eventually([&] {
    return FoundInAll(FamilyOf(throng.id())).contains({kPacket, 0});
  })) << "control: at first it is there";
  const std::vector<pid_t> before = FamilyOf(throng.id());
  std::this_thread::sleep_for(kAfter);
  const Found after = FoundIn(throng);
  EXPECT_TRUE(after.empty()) << Told(after);
  EXPECT_EQ(FamilyOf(throng.id()), before) << "it is still the same eye";
}

// What has been looked at waits in no buffer for the next picture, or the one behind it.
TEST_F(CanaryLiveTest, OfASlowCameraNoPictureIsThereForMoreThanTwoSeconds) {
  std::vector<RawCamera::Piece> pieces;
  pieces.reserve(12);
  for (std::size_t i = 0; i < 12; ++i) {
    pieces.push_back({.bytes = JpegPart(i, kCanaryCoarse), .pause_before = milliseconds(1000)});
  }
  const RawCamera camera(pieces);
  const Process throng = Counting("", camera.Address(), "1");
  std::set<int> all;
  while (!camera.has_said_all()) {
    const std::set<int> pictures = PicturesIn(FoundInAll(FamilyOf(throng.id())));
    EXPECT_LE(SpreadOf(pictures), 2);
    all.insert(pictures.begin(), pictures.end());
    Sleep(100);
  }
  EXPECT_GE(SpreadOf(all), 8) << "control: the search works";
}

// The eye goes with it: nothing else can let go of a part of a picture.
TEST_F(CanaryLiveTest, HalfAPictureOfASilentCameraIsGoneTwoSecondsLater) {
  const std::string part = JpegPart(3);
  const RawCamera camera({{.bytes = JpegPart(1)},
                          {.bytes = JpegPart(2), .pause_before = milliseconds(1000)},
                          {.bytes = part.substr(0, part.size() * 3 / 4)}});
  Process throng = Counting("", camera.Address(), "1");
  EXPECT_TRUE(Eventually([&] {
    return FoundInAll(FamilyOf(throng.id())).contains({kPacket, 3});
  })) << "control: at first it is there";
  ASSERT_TRUE(camera.has_said_all());
  const pid_t eye = FamilyOf(throng.id()).back();
  std::this_thread::sleep_for(kAfter);
  const std::vector<pid_t> family = FamilyOf(throng.id());
  EXPECT_THAT(family, testing::Not(testing::Contains(eye)));
  const Found after = FoundInAll(family);
  EXPECT_TRUE(after.empty()) << Told(after);
  EXPECT_TRUE(Eventually([&] { return FamilyOf(throng.id()).size() == 3; })) << "the next eye";
  const Found in_next = FoundIn(throng);
  EXPECT_TRUE(in_next.empty()) << Told(in_next);
  throng.Signal(SIGINT);
  EXPECT_THAT(throng.Wait().err, testing::HasSubstr("the camera is connected, but sends nothing"));
}

TEST_F(CanaryLiveTest, WhenALiveCameraFallsSilentNothingIsThereTwoSecondsLater) {
  for (const Camera& camera : {kMoves, kStill, kJpeg}) {
    for (const char* look_every_s : {"1", "15"}) {
      const Found soon = FoundAfterFreeze("", camera, look_every_s, kPacket, milliseconds(100));
      EXPECT_THAT(StagesIn(soon), testing::Contains(kPacket))
          << "control: at first some of the last picture is there; " << camera.video;
      const Found after = FoundAfterFreeze("", camera, look_every_s, kPacket, kAfter);
      EXPECT_TRUE(after.empty()) << camera.video << ": " << Told(after);
    }
  }
}

// It looks but once, so that little of what it left is used again.
TEST_F(CanaryLiveTest, WithoutWipingAllStays) {
  for (const Camera& camera : {kMoves, kJpeg}) {
    const Found after = FoundAfterFreeze("wipes_nothing", camera, "15", "band", kAfter);
    EXPECT_THAT(StagesIn(after), testing::IsSupersetOf({kPacket, "band"})) << camera.video;
    EXPECT_THAT(StagesIn(after), testing::Contains(testing::EndsWith("plane"))) << camera.video;
  }
}

TEST_F(CanaryLiveTest, WithoutAFreeThatWipesPacketsStay) {
  for (const Camera& camera : {kMoves, kJpeg}) {
    EXPECT_THAT(StagesIn(FoundAfterFreeze("keeps_freed", camera, "1", kPacket, kAfter)),
                testing::Contains(kPacket))
        << camera.video;
  }
}

TEST_F(CanaryLiveTest, WithoutARestTheDecoderKeepsItsPicture) {
  EXPECT_THAT(StagesIn(FoundAfterFreeze("never_rests", kMoves, "1", "Y plane", kAfter)),
              testing::Contains("Y plane"));
}

}  // namespace
}  // namespace throng
