// The whole of throng on single real pictures with known heads: a platform (BRT), a mall.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <opencv2/imgcodecs.hpp>

#include "tests/pipeline/process.h"
#include "tests/truth/evaluation.h"
#include "tests/truth/perspective.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

// Read off 11 standing adults, at rows of their feet; all are within 15% of it.
constexpr double kMallFactorPx = 115;

// BRT's table is a straight line, which is not what a camera sees that looks down so steeply, and
// its lens bends: the platform's rails, walls and kerbs bow in the pictures. These are of many
// stops, with cameras alike and hung alike: one lens is told by rails and walls of two of them, one
// pose by the heads and feet of sixteen standing adults in ten pictures (heads 11 px off, root mean
// square).
constexpr const char* kPlatform = R"([site]
name = "footage"
[[camera]]
name = "camera"
source = "footage.avi"
picture = [360, 640]
straight_lines = [
  [[162, 102], [188, 139], [321, 411], [359, 499]],
  [[46, 139], [43, 204], [41.5, 244], [43, 315], [49.5, 395], [71, 543.5], [91.5, 639]],
  [[144.5, 123.5], [177, 164], [233, 244], [282, 321], [332, 408], [359.5, 460]],
  [[44.5, 117], [46, 185], [52.5, 290], [62, 361], [74, 435], [106, 577], [125, 639]],
]
field_of_view_deg = 34.7
pose = { height_m = 4.7, tilt_deg = 38.0 }
[[zone]]
name = "picture"
kind = "walkway"
camera = "camera"
image = [[0, 30], [360, 30], [360, 640], [0, 640]]
)";

class FootageTest : public TruthTest {
 protected:
  // A full run takes minutes: every `usual`-th picture is enough to see a step back.
  void Use(const char* name, const char* usual) {
    data_ = DataFolder() / name;
    if (!fs::exists(data_ / "heads.csv")) GTEST_SKIP() << "no known heads in " << data_;
    if (std::system("ffmpeg -version > /dev/null 2>&1") != 0) {
      GTEST_SKIP() << "the ffmpeg program is missing";
    }
    ReadPictures();
    const auto every = static_cast<std::size_t>(std::stoi(FromEnvironment("THRONG_EVERY", usual)));
    std::ofstream truth(truth_);
    truth << "frame,picture\n";
    int frame = 0;
    for (const int heads : Join(video_, 0, every)) truth << ++frame << ',' << heads << '\n';
  }

  // All pictures, in order, and the heads of each.
  void ReadPictures() {
    std::map<std::string, int> heads;
    std::ifstream in(data_ / "heads.csv");
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) ++heads[line.substr(0, line.find(','))];
    for (const auto& entry : fs::directory_iterator(data_ / "frames")) {
      pictures_.push_back({fs::absolute(entry.path()), heads[entry.path().stem().string()]});
    }
    std::ranges::sort(pictures_);
  }

  // Each `every`-th picture from `first` on, as they are, into one video of 10 a second; returns
  // their heads.
  std::vector<int> Join(const fs::path& video, std::size_t first, std::size_t every) const {
    std::ofstream list(folder_ / "list.txt");
    std::vector<int> heads;
    for (std::size_t i = first; i < pictures_.size(); i += every) {
      list << "file '" << pictures_[i].first.string() << "'\nduration 0.1\n";
      heads.push_back(pictures_[i].second);
    }
    list.close();
    const std::string command = "ffmpeg -v error -y -f concat -safe 0 -i '" +
                                (folder_ / "list.txt").string() + "' -c copy '" + video.string() +
                                "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return heads;
  }

  void HoldAgainstLimits(const std::string& scene, const std::string& site_file) const {
    const fs::path site = folder_ / "site.toml";
    std::ofstream(site) << site_file;
    for (const std::string& model : Models()) {
      ExpectWithinLimits(scene, model, Eval(scene, model, site, video_, truth_));
    }
    AddMoments(site);
    ExpectWithinLimits(scene + ", 10 moments", "net",
                       Eval(scene + ", 10 moments", "net", site, video_, truth_));
  }

  // An operator counts ten times, from the first picture to the last; on pictures that are not
  // those that are compared.
  void AddMoments(const fs::path& site) const {
    const fs::path video = folder_ / "moments.avi";
    const std::size_t every = pictures_.size() / 10;
    const std::vector<int> heads = Join(video, every / 2 | 1U, every);
    ASSERT_EQ(heads.size(), 10U);
    for (std::size_t i = 0; i < heads.size(); ++i) {
      const Ended counted = RunToEnd(
          {THRONG_PROGRAM, "calibrate", "count", "--site", site.string(), "--source",
           video.string(), "--at", "0." + std::to_string(i), "camera", std::to_string(heads[i])},
          folder_);
      EXPECT_EQ(counted.code, 0) << counted.err;
    }
  }

  fs::path data_;
  std::vector<std::pair<fs::path, int>> pictures_;
  const fs::path video_ = folder_ / "footage.avi";
  const fs::path truth_ = folder_ / "footage.csv";
};

class MallTest : public FootageTest {
 protected:
  static constexpr ImageSize kPicture{640, 480};

  void SetUp() override {
    Use("mall", "4");
    if (IsSkipped()) return;
    perspective_ = Perspective::Read(data_ / "perspective.csv", kMallFactorPx);
    ASSERT_TRUE(perspective_) << data_ / "perspective.csv";
  }

  // Of the white part of a mask that has one piece in each row; both ends of some rows, down to
  // those whose feet are below the picture.
  std::vector<ImagePoint> OutlineOf(const cv::Mat& mask) const {
    constexpr int kRowStep = 24;
    std::vector<ImagePoint> left;
    std::vector<ImagePoint> right;
    for (int row = 0; row < mask.rows; ++row) {
      const auto* const pixels = mask.ptr<std::uint8_t>(row);
      const auto is_white = [](std::uint8_t value) { return value > 127; };
      const auto* const first = std::find_if(pixels, pixels + mask.cols, is_white);
      if (first == pixels + mask.cols) continue;
      const bool last = perspective_->FootRow(row) >= kPicture.height_px;
      if (!left.empty() && !last && row < left.back().y_px + kRowStep) continue;
      const auto ends = std::find_if_not(first, pixels + mask.cols, is_white);
      left.push_back({static_cast<double>(first - pixels), static_cast<double>(row)});
      right.push_back({static_cast<double>(ends - pixels), static_cast<double>(row)});
      if (last) break;
    }
    left.insert(left.end(), right.rbegin(), right.rend());
    return left;
  }

  std::optional<Perspective> perspective_;
};

TEST_F(FootageTest, OnAPlatform) {
  Use("brt", "8");
  if (IsSkipped() || HasFatalFailure()) return;
  HoldAgainstLimits("BRT", kPlatform);
}

TEST_F(MallTest, InAMall) {
  HoldAgainstLimits("Mall",
                    perspective_->SiteFile(kPicture, {{0, 0}, {640, 0}, {640, 480}, {0, 480}}));
}

// Heads outside the region of interest are not in the known counts.
TEST_F(MallTest, InAMallsRegionOfInterest) {
  const cv::Mat roi = cv::imread((data_ / "roi.png").string(), cv::IMREAD_GRAYSCALE);
  ASSERT_EQ(roi.size(), cv::Size(640, 480));
  HoldAgainstLimits("Mall in roi", perspective_->SiteFile(kPicture, OutlineOf(roi)));
}

}  // namespace
}  // namespace throng
