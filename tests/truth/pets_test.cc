// The whole of throng on real footage with known counts: PETS 2009 S2.L1, two zones, 76 pictures.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/pipeline/process.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

fs::path FromEnvironment(const char* name, const fs::path& otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? fs::path(value) : otherwise;
}

class PetsTest : public testing::Test {
 protected:
  PetsTest() : folder_(fs::temp_directory_path() / ("throng_pets." + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~PetsTest() override { fs::remove_all(folder_); }

  void SetUp() override {
    if (!fs::exists(truth_)) GTEST_SKIP() << "no known counts at " << truth_;
    if (!fs::exists(video_))
      GTEST_SKIP() << "no video; sh tests/run.sh fetches it and sets THRONG_VIDEO";
  }

  // The scores of `model` by zone, for the known counts in `truth`.
  std::map<std::string, nlohmann::json> Eval(const std::string& model,
                                             const fs::path& truth) const {
    const Ended ended = RunToEnd({THRONG_PROGRAM, "eval", "--json", "--model", model, "--site",
                                  fs::path(THRONG_SOURCE_DIR) / "counter" / "demo.toml", "--source",
                                  video_, "--truth", truth},
                                 folder_);
    EXPECT_EQ(ended.code, 0) << ended.err;
    std::map<std::string, nlohmann::json> scores;
    const nlohmann::json report = nlohmann::json::parse(ended.out, nullptr, false);
    for (const auto& score : report.at("scores")) scores[score.at("zone")] = score;
    return scores;
  }

  const fs::path folder_;
  const fs::path video_ = FromEnvironment("THRONG_VIDEO", "");
  const fs::path truth_ =
      FromEnvironment("THRONG_DATA", fs::path(THRONG_SOURCE_DIR) / ".." / "shared" / "data") /
      "pets_s2l1" / "zone_truth.csv";
};

TEST_F(PetsTest, HogMissesMostOfAPersonPerZoneAndItsIntervalSaysSo) {
  const auto scores = Eval("hog", truth_);
  for (const char* zone : {"west", "east"}) {
    ASSERT_TRUE(scores.contains(zone));
    EXPECT_EQ(scores.at(zone).at("compared"), 76) << "one count per picture with known counts";
    EXPECT_EQ(scores.at(zone).at("blind"), 0);
  }
  // The baseline that the network has to beat, with room for other versions of OpenCV and FFmpeg.
  const double mean_absolute_error = scores.at("all").at("mean_absolute_error");
  EXPECT_GT(mean_absolute_error, 1.0);
  EXPECT_LT(mean_absolute_error, 1.6);
  EXPECT_GT(scores.at("all").at("interval_held"), 0.8);
}

TEST_F(PetsTest, TheNetworkIsNearerToTheTruthThanHog) {
  const auto scores = Eval("net", truth_);
  EXPECT_EQ(scores.at("all").at("blind"), 0);
  EXPECT_LT(scores.at("all").at("mean_absolute_error"), 1.1);
  EXPECT_LT(scores.at("all").at("root_mean_square_error"), 1.5);
  EXPECT_GT(scores.at("all").at("interval_held"), 0.85);
}

TEST_F(PetsTest, ADetectorThatAUserBringsIsNearestInASparseScene) {
  const fs::path model = FromEnvironment(
      "THRONG_YOLOX", fs::path(THRONG_SOURCE_DIR) / ".." / "shared" / "models" / "yolox_nano.onnx");
  if (!fs::exists(model)) GTEST_SKIP() << "no model at " << model << "; THRONG_YOLOX names one";
  const auto scores = Eval(model, truth_);
  EXPECT_EQ(scores.at("all").at("blind"), 0);
  EXPECT_LT(scores.at("all").at("mean_absolute_error"), 0.32);
  EXPECT_GT(scores.at("all").at("interval_held"), 0.9);
}

// The control: the comparison sees that known counts shifted by ten persons are wrong.
TEST_F(PetsTest, CountsAreNotRightWhateverIsKnown) {
  std::ifstream in(truth_);
  std::ofstream out(folder_ / "wrong.csv");
  std::string line;
  std::getline(in, line);
  out << line << "\n";
  while (std::getline(in, line)) out << line.substr(0, line.find(',')) << ",12,12\n";
  out.close();
  const auto scores = Eval("hog", folder_ / "wrong.csv");
  EXPECT_GT(scores.at("all").at("mean_absolute_error"), 8.0);
  EXPECT_LT(scores.at("all").at("interval_held"), 0.2);
}

}  // namespace
}  // namespace throng
