// The whole of throng on real footage with known counts: PETS 2009 S2.L1, two zones, 76 pictures.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/truth/evaluation.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

class PetsTest : public TruthTest {
 protected:
  void SetUp() override {
    if (!fs::exists(truth_)) GTEST_SKIP() << "no known counts at " << truth_;
    if (!fs::exists(video_))
      GTEST_SKIP() << "no video; sh tests/run.sh fetches it and sets THRONG_VIDEO";
  }

  Evaluation EvalWith(const std::string& model, const fs::path& truth) const {
    return Eval("PETS", model, fs::path(THRONG_SOURCE_DIR) / "counter" / "demo.toml", video_,
                truth);
  }

  const fs::path video_ = FromEnvironment("THRONG_VIDEO", "");
  const fs::path truth_ = DataFolder() / "pets_s2l1" / "zone_truth.csv";
};

TEST_F(PetsTest, HogMissesMostOfAPersonPerZoneAndItsIntervalSaysSo) {
  const Evaluation hog = EvalWith("hog", truth_);
  ASSERT_EQ(hog.zones.size(), 3U);
  EXPECT_EQ(hog.zones[0].compared, 76) << "one count per picture with known counts";
  EXPECT_EQ(hog.zones[1].compared, 76);
  // The baseline that the network has to beat, with room for other versions of OpenCV and FFmpeg.
  EXPECT_GT(hog.all().mean_absolute, 1.0);
  ExpectWithinLimits("PETS", "hog", hog);
}

TEST_F(PetsTest, TheNetworkIsNearerToTheTruthThanHog) {
  ExpectWithinLimits("PETS", "net", EvalWith("net", truth_));
}

TEST_F(PetsTest, ADetectorThatAUserBringsIsNearestInASparseScene) {
  if (std::ranges::count(Models(), "yolox") == 0) {
    GTEST_SKIP() << "no model beside the source tree; THRONG_YOLOX names one";
  }
  ExpectWithinLimits("PETS", "yolox", EvalWith("yolox", truth_));
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
  const Evaluation wrong = EvalWith("net", folder_ / "wrong.csv");
  EXPECT_GT(wrong.all().mean_absolute, 8.0);
  EXPECT_LT(wrong.all().held, 0.2);
}

}  // namespace
}  // namespace throng
