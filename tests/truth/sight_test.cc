// No false alarm about a camera's sight on real footage and in growing crowds, and none missed.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/sight.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/pipeline/process.h"
#include "tests/truth/evaluation.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

using Tallies = std::map<std::pair<Sight, SightReason>, int>;
using Change = std::function<cv::Mat(const cv::Mat&)>;

constexpr std::pair kWell(Sight::kSeeing, SightReason::kNone);
constexpr std::pair kMoved(Sight::kDim, SightReason::kMoved);

Frame FrameOf(const cv::Mat& picture, Duration at) {
  Frame frame({static_cast<std::uint16_t>(picture.cols), static_cast<std::uint16_t>(picture.rows)},
              at);
  picture.copyTo(frame.Bgr());
  return frame;
}

// Faults of cameras, and what they are called.
const std::vector<std::pair<SightReason, Change>> kFaults{
    {SightReason::kDark, [](const cv::Mat& picture) { return cv::Mat(picture * 0.04); }},
    {SightReason::kOverexposed,
     [](const cv::Mat& picture) { return cv::Mat(picture * 6 + cv::Scalar::all(120)); }},
    {SightReason::kNoise,
     [](const cv::Mat& picture) {
       cv::Mat noise(picture.size(), CV_16SC3);
       cv::theRNG().fill(noise, cv::RNG::NORMAL, 100, 60);
       cv::Mat mixed;
       cv::addWeighted(picture, 0.2, noise, 1, 0, mixed, CV_8UC3);
       return mixed;
     }},
    {SightReason::kBlurred,
     [](const cv::Mat& picture) {
       cv::Mat blurred;
       cv::GaussianBlur(picture, blurred, {}, 7);
       return blurred;
     }},
    {SightReason::kCovered, [](const cv::Mat& picture) {
       cv::Mat few;
       cv::Mat covered;
       cv::resize(picture, few, {4, 3}, 0, 0, cv::INTER_AREA);
       cv::resize(few, covered, picture.size(), 0, 0, cv::INTER_CUBIC);
       return cv::Mat(covered * 0.5 + cv::Scalar::all(60));
     }}};

class SightTest : public TruthTest {
 protected:
  // The pictures of one folder in the order of their names, each `every`-th.
  std::vector<cv::Mat> Read(const fs::path& folder, std::size_t every) const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<cv::Mat> pictures;
    for (std::size_t i = 0; i < files.size(); i += every) {
      pictures.push_back(cv::imread(files[i].string()));
      EXPECT_FALSE(pictures.back().empty()) << files[i];
    }
    return pictures;
  }
  std::vector<cv::Mat> Decode(const fs::path& video, int every) const {
    const fs::path into = folder_ / video.stem();
    fs::create_directory(into);
    const Ended decoded = RunToEnd(
        {"ffmpeg", "-loglevel", "error", "-i", video, "-vf",
         "select=not(mod(n\\," + std::to_string(every) + "))", "-vsync", "0", into / "%05d.png"},
        folder_);
    EXPECT_EQ(decoded.code, 0) << decoded.err;
    return Read(into, 1);
  }
  // Of each by itself, people of these sizes being looked for.
  static Tallies Alone(const std::vector<cv::Mat>& pictures, const std::vector<int>& detail_px,
                       const Change& change = nullptr) {
    Tallies tallies;
    for (const cv::Mat& picture : pictures) {
      const Frame frame = FrameOf(change ? change(picture) : picture, Duration(0));
      for (const int detail : detail_px) {
        const Seen seen = SightOf(QualityOf(frame, detail));
        ++tallies[{seen.sight, seen.reason}];
      }
    }
    return tallies;
  }
  // Of all of them as one camera's.
  static Tallies InOrder(SightJudge& judge, const std::vector<cv::Mat>& pictures, Duration every,
                         Duration from = Duration(0)) {
    Tallies tallies;
    Duration at = from;
    for (const cv::Mat& picture : pictures) {
      const Seen seen = judge.Judge(FrameOf(picture, at));
      ++tallies[{seen.sight, seen.reason}];
      at += every;
    }
    return tallies;
  }
  static void ExpectFaultsAreFound(const std::vector<cv::Mat>& pictures,
                                   const std::vector<int>& detail_px) {
    for (const auto& [reason, change] : kFaults) {
      for (const auto& [seen, times] : Alone(pictures, detail_px, change)) {
        EXPECT_NE(seen.first, Sight::kSeeing) << static_cast<int>(reason) << ": " << times;
        EXPECT_EQ(seen.second, reason) << times;
      }
    }
  }
  static int Of(const Tallies& tallies, std::pair<Sight, SightReason> seen) {
    const auto found = tallies.find(seen);
    return found == tallies.end() ? 0 : found->second;
  }
};

// Another patch and another pose are not needed: people of PETS are about as large.
const Brief kBrief{.camera = {.picture = {768, 576},
                              .focal_px = 600,
                              .camera_from_site = {1, 0, 0, 0, -0.6, -0.8, 0, 0.8, -0.6},
                              .site_origin_m = {0, 4, 12}},
                   .steps = {.every = seconds(1)},
                   .patches = {{{10, 200}, {750, 200}, {750, 560}, {10, 560}}}};

TEST_F(SightTest, EachPictureOfThePlatformIsSeenByDayAndByNight) {
  const fs::path frames = DataFolder() / "brt" / "frames";
  if (!fs::exists(frames)) GTEST_SKIP() << "no pictures in " << frames;
  const std::vector<cv::Mat> pictures = Read(frames, 1);
  EXPECT_EQ(Of(Alone(pictures, {4, 16}), kWell), 2 * std::ssize(pictures));
  ExpectFaultsAreFound(Read(frames, 24), {4});
}

TEST_F(SightTest, TheMallIsSeenAndDoesNotMove) {
  const fs::path frames = DataFolder() / "mall" / "frames";
  if (!fs::exists(frames)) GTEST_SKIP() << "no pictures in " << frames;
  const std::vector<cv::Mat> pictures = Read(frames, 1);
  for (const Duration every : {seconds(1), seconds(15)}) {
    SightJudge judge(kBrief);
    EXPECT_EQ(Of(InOrder(judge, pictures, every), kWell), std::ssize(pictures));
  }
  ExpectFaultsAreFound(Read(frames, 40), {4});
}

TEST_F(SightTest, TheCrossingIsSeenAndDoesNotMoveUntilItDoes) {
  const std::string video = FromEnvironment("THRONG_VIDEO", "");
  if (video.empty() || !fs::exists(video)) GTEST_SKIP() << "THRONG_VIDEO names no video";
  const std::vector<cv::Mat> pictures = Decode(video, 10);
  SightJudge judge(kBrief);
  EXPECT_EQ(Of(InOrder(judge, pictures, seconds(1)), kWell), std::ssize(pictures));
  ExpectFaultsAreFound({pictures[0], pictures[30], pictures[60]}, {5});
  std::vector<cv::Mat> turned;  // a third of a picture further right, the rest repeated
  for (std::size_t i = 0; i < 15; ++i) {
    cv::Mat& picture = turned.emplace_back();
    const int third = pictures[i].cols / 3;
    cv::hconcat(pictures[i].colRange(third, pictures[i].cols),
                pictures[i].colRange(third, 2 * third), picture);
  }
  EXPECT_GE(Of(InOrder(judge, turned, seconds(1), seconds(80)), kMoved), 1) << "in 3 ticks of 5 s";
}

TEST_F(SightTest, ACrowdThatGrowsToThreePerSquareMetreIsNoMovedCamera) {
  const auto draw = [&](const std::string& name, const char* seed, const char* pictures) {
    const fs::path site = folder_ / "site.toml";
    std::ofstream(site) << "[site]\nname = \"crowd\"\n[[camera]]\nname = \"a\"\nsource = \"x\"\n"
                           "picture = [640, 360]\nfield_of_view_deg = 60.0\n"
                           "pose = { height_m = 5.0, tilt_deg = 30.0 }\n[[zone]]\nname = \"z\"\n"
                           "kind = \"walkway\"\ncamera = \"a\"\n"
                           "image = [[32, 120], [608, 120], [608, 342], [32, 342]]\n";
    const Ended drawn =
        RunToEnd({THRONG_DRAW_PROGRAM, "video", "--site", site, "--seed", seed, "--pictures",
                  pictures, "--per-second", "0.2", "--persons-m2", "0", "3", "--out",
                  folder_ / name, "--truth", folder_ / "truth.csv"},
                 folder_);
    EXPECT_EQ(drawn.code, 0) << drawn.err;
    return Decode(folder_ / name, 1);
  };
  Brief brief = kBrief;
  brief.camera.picture = {640, 360};
  brief.patches = {{{32, 120}, {608, 120}, {608, 342}, {32, 342}}};
  SightJudge judge(brief);
  const std::vector<cv::Mat> crowd = draw("crowd.avi", "3", "60");
  const Tallies tallies = InOrder(judge, crowd, seconds(5));
  EXPECT_EQ(Of(tallies, kWell), std::ssize(crowd));
  EXPECT_GE(Of(InOrder(judge, draw("other.avi", "4", "20"), seconds(5), seconds(300)), kMoved), 15)
      << "another place";
}

}  // namespace
}  // namespace throng
