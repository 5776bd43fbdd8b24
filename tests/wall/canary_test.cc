// No frame stays: the memory of eye and throng, and all files, are searched for pieces of pictures.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <thread>

#include "tests/wall/canary_scene.h"
#include "tests/wall/canary_video.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds kStart(500);  // an eye's, and 17 pictures, which fill the door

// A camera that stalls after some pictures.
struct Stall {
  std::string video;
  std::size_t bytes;
  std::string model = "net";
  bool sound_goes_on = false;  // what is behind `bytes` comes bit by bit
};
const Stall kCompressed{.video = "canary.mkv", .bytes = 1'000'000};
const Stall kByHog{.video = "canary.mkv", .bytes = 1'000'000, .model = "hog"};
const Stall kReferring{.video = "canary.h264.mkv", .bytes = 1'000'000};
// Here the packets are the planes; the last one is whole.
const Stall kBare{.video = "canary.y4m", .bytes = EndOfBarePictures(8)};

class CanaryTest : public CanaryScene {
 protected:
  // Looks again and again while the eye works, however long it takes to start, until all that is
  // wanted was there; what was found in all, and in `spread` between how many pictures of the video
  // all that was there at one moment lay.
  Found FoundLive(const std::string& model, const std::set<std::string>& wanted, int& spread) {
    Found all;
    spread = 0;
    for (int run = 0; run < 20; ++run) {
      Process process(Count("", {"--model", model, "--tick", "0.04"}), folder_);
      for (int i = 0; i < 400 && FamilyOf(process.id()).size() < 3; ++i) Sleep(5);
      while (FamilyOf(process.id()).size() == 3) {
        Sleep(7);
        const Found found = FoundInAll(FamilyOf(process.id()));
        const std::set<int> pictures = PicturesIn(found);
        if (!pictures.empty()) spread = std::max(spread, *pictures.rbegin() - *pictures.begin());
        for (const auto& [what, count] : found) all[what] += count;
        if (std::ranges::includes(StagesIn(all), wanted)) return all;
      }
    }
    return all;
  }

  // All but 7 s of the sound, which follows the pictures.
  Stall SoundOnly() const {
    const auto bytes = static_cast<std::size_t>(fs::file_size(camera_ / kCanaryWithSound));
    return {.video = kCanaryWithSound, .bytes = bytes - 7 * kSoundBytes, .sound_goes_on = true};
  }

  // What is there so long `after` throng stopped to read from a full door.
  Found FoundWhileThrongSleeps(const std::string& control, milliseconds after) {
    Process process(Count(control, {"--tick", "0.04"}), folder_);
    for (int i = 0; i < 400 && FamilyOf(process.id()).size() < 3; ++i) Sleep(5);
    process.Signal(SIGSTOP);  // before the eye has told anything
    std::this_thread::sleep_for(kStart + after);
    return FoundIn(process);
  }

  // A camera that sends the first bytes of `video` and then nothing: what is there so long `after`.
  Found FoundAfterStall(const std::string& control, const Stall& stall, milliseconds after) {
    const fs::path pipe = folder_ / "pipe";
    EXPECT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    Process process(Count(control, {"--model", stall.model, "--tick", "5", "--source",
                                    pipe.string(), "--ledger", (folder_ / "l.ledger").string()}),
                    folder_);
    std::ofstream camera(pipe, std::ios::binary);  // waits for the reader
    std::ifstream video(camera_ / stall.video, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(video), {}};
    camera.write(bytes.data(), static_cast<std::streamsize>(stall.bytes));
    camera.flush();
    const std::vector<pid_t> before = FamilyOf(process.id());
    constexpr milliseconds kEach(20);
    std::span<const char> rest = std::span(bytes).subspan(stall.bytes);
    for (milliseconds waited(0); waited < after; waited += kEach) {
      const std::span<const char> piece =
          rest.first(stall.sound_goes_on ? std::min(rest.size(), kSoundBytes / 50) : 0);
      rest = rest.subspan(piece.size());
      camera.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush();
      std::this_thread::sleep_for(kEach);
    }
    Found found = FoundIn(process);
    EXPECT_EQ(FamilyOf(process.id()), before) << "it is still the same eye";
    EXPECT_THAT(CodeThatCanChange(before.back()), testing::IsEmpty());
    process.Signal(SIGKILL);
    process.Wait();
    fs::remove(pipe);
    fs::remove(folder_ / "l.ledger");
    return found;
  }
};

TEST_F(CanaryTest, WhileAnEyeWorksOnlyTheNewestPicturesAreThere) {
  const std::set<std::string> of_network{"Y plane",    "U plane", "V plane",
                                         "frame, BGR", "band",    "network"};
  int spread = 0;
  const Found found = FoundLive("net", of_network, spread);
  EXPECT_THAT(StagesIn(found), testing::IsSupersetOf(of_network)) << "control: the search works";
  EXPECT_LE(spread, 3) << "pictures between the oldest and the newest that are there";
  const Found by_hog = FoundLive("hog", {"HOG's scaled"}, spread);
  EXPECT_THAT(StagesIn(by_hog), testing::Contains("HOG's scaled"));
  EXPECT_LE(spread, 3);
}

TEST_F(CanaryTest, WhenACameraStallsNothingIsThereTwoSecondsLater) {
  for (const Stall& stall : {kCompressed, kByHog, kReferring, kBare, SoundOnly()}) {
    const std::string what = stall.video + ", " + stall.model;
    EXPECT_THAT(StagesIn(FoundAfterStall("", stall, milliseconds(300))),
                testing::Contains(testing::EndsWith("plane")))
        << "control: at first some of the last picture is there; " << what;
    const Found after = FoundAfterStall("", stall, kAfter);
    EXPECT_TRUE(after.empty()) << what << ": " << Told(after);
  }
}

TEST_F(CanaryTest, WhenThrongDoesNotReadNothingIsThereTwoSecondsLater) {
  EXPECT_THAT(StagesIn(FoundWhileThrongSleeps("", milliseconds(300))), testing::Contains("Y plane"))
      << "control: at first the last picture is there";
  const Found after = FoundWhileThrongSleeps("", kAfter);
  EXPECT_TRUE(after.empty()) << Told(after);
}

TEST_F(CanaryTest, NothingIsInAFile) {
  const fs::path left = folder_ / "left";
  fs::create_directory(left);
  const auto in_left = [&](const char* name) { return (left / name).string(); };
  Process process(Count("", {"--tick", "0.04", "--ledger", in_left("l.ledger"), "--csv",
                             in_left("c.csv"), "--chart", in_left("c.svg")}),
                  left);
  const Ended ended = process.Wait();
  EXPECT_EQ(ended.code, 0) << ended.err;
  Found found;
  SearchFiles(left, needles_, found);
  EXPECT_TRUE(found.empty()) << Told(found);
  EXPECT_GE(std::distance(fs::directory_iterator(left), {}), 4) << "there are files";
  SearchFiles(camera_, needles_, found);
  EXPECT_FALSE(found.empty()) << "control: the search works";
}

// Controls: with one protection less, the same search finds what it should protect.
TEST_F(CanaryTest, WithoutWipingAllStaysThatWasNotOverwritten) {
  EXPECT_THAT(StagesIn(FoundAfterStall("wipes_nothing", kCompressed, kAfter)),
              testing::IsSupersetOf({"Y plane", "band", "frame, BGR"}));
}

TEST_F(CanaryTest, WithoutAFreeThatWipesPacketsStay) {
  EXPECT_THAT(StagesIn(FoundAfterStall("keeps_freed", kBare, kAfter)),
              testing::Contains("Y plane"));
}

TEST_F(CanaryTest, WithoutARestTheDecoderKeepsItsPicture) {
  EXPECT_THAT(StagesIn(FoundAfterStall("never_rests", kCompressed, kAfter)),
              testing::Contains("Y plane"));
  EXPECT_THAT(StagesIn(FoundAfterStall("never_rests", SoundOnly(), kAfter)),
              testing::Contains("Y plane"));
  EXPECT_THAT(StagesIn(FoundWhileThrongSleeps("never_rests", kAfter)),
              testing::Contains("Y plane"));
}

}  // namespace
}  // namespace throng
