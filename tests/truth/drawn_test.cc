// The whole of throng on drawn videos whose counts are exact, from nobody to a crowd.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>

#include "tests/pipeline/process.h"
#include "tests/truth/evaluation.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

// Seeds far from those that anything has learned from.
constexpr const char* kSparseSeed = "900001";
constexpr const char* kDenseSeed = "900002";
constexpr const char* kSteepSeed = "900003";
constexpr const char* kCloseSeed = "900004";

constexpr const char* kHall = R"([site]
name = "Hall"
[[camera]]
name = "hall"
source = "hall.avi"
picture = [640, 480]
field_of_view_deg = 60.0
pose = { height_m = 4.5, tilt_deg = 28.0 }
[[zone]]
name = "far"
kind = "walkway"
camera = "hall"
image = [[110, 130], [530, 130], [560, 240], [80, 240]]
[[zone]]
name = "near"
kind = "walkway"
camera = "hall"
image = [[80, 240], [560, 240], [600, 440], [40, 440]]
)";

constexpr const char* kGate = R"([site]
name = "Gate"
[[camera]]
name = "gate"
source = "gate.avi"
picture = [640, 480]
field_of_view_deg = 70.0
pose = { height_m = 6.0, tilt_deg = 55.0 }
[[zone]]
name = "gate"
kind = "queue"
camera = "gate"
image = [[80, 120], [560, 120], [600, 430], [40, 430]]
)";

// A wide lens under a low roof: people below it are several times as large as those farther away.
constexpr const char* kStop = R"([site]
name = "Stop"
[[camera]]
name = "stop"
source = "stop.avi"
picture = [360, 640]
field_of_view_deg = 57.0
pose = { height_m = 3.2, tilt_deg = 45.0 }
[[zone]]
name = "far"
kind = "walkway"
camera = "stop"
image = [[40, 100], [320, 100], [340, 230], [20, 230]]
[[zone]]
name = "near"
kind = "walkway"
camera = "stop"
image = [[20, 230], [340, 230], [350, 630], [10, 630]]
)";

class DrawnTest : public TruthTest {
 protected:
  fs::path SiteOf(const std::string& text) const {
    std::ofstream(folder_ / "site.toml") << text;
    return folder_ / "site.toml";
  }

  // 80 seconds, from empty to `most` persons per square metre and back.
  void Draw(const fs::path& site, const std::string& seed, const std::string& most) const {
    const Ended drawn =
        RunToEnd({THRONG_DRAW_PROGRAM, "video", "--site", site, "--out", video_, "--truth", truth_,
                  "--seed", seed, "--seconds", "80", "--per-second", "0.3", "--persons-m2", most},
                 folder_);
    ASSERT_EQ(drawn.code, 0) << drawn.err;
  }

  void HoldAgainstLimits(const std::string& scene, const fs::path& site) const {
    for (const std::string& model : Models()) {
      ExpectWithinLimits(scene, model, Eval(scene, model, site, video_, truth_));
    }
  }

  const fs::path video_ = folder_ / "drawn.avi";
  const fs::path truth_ = folder_ / "drawn.csv";
};

TEST_F(DrawnTest, OnTheDemosSiteWithFewPeople) {
  const fs::path site = fs::path(THRONG_SOURCE_DIR) / "counter" / "demo.toml";
  Draw(site, kSparseSeed, "0.1");
  HoldAgainstLimits("drawn sparse", site);
}

TEST_F(DrawnTest, InAHallThatFillsToACrowd) {
  const fs::path site = SiteOf(kHall);
  Draw(site, kDenseSeed, "3.5");
  HoldAgainstLimits("drawn dense", site);
}

TEST_F(DrawnTest, FromSteeplyAbove) {
  const fs::path site = SiteOf(kGate);
  Draw(site, kSteepSeed, "1.2");
  HoldAgainstLimits("drawn steep", site);
}

TEST_F(DrawnTest, FromCloseBy) {
  const fs::path site = SiteOf(kStop);
  Draw(site, kCloseSeed, "1.5");
  HoldAgainstLimits("drawn close", site);
}

// The control: the same video with ten persons more in each known count is seen to be wrong.
TEST_F(DrawnTest, CountsAreNotRightWhateverIsKnown) {
  const fs::path site = SiteOf(kGate);
  Draw(site, kSteepSeed, "0.05");
  std::ifstream in(truth_);
  std::ofstream out(folder_ / "wrong.csv");
  std::string line;
  std::getline(in, line);
  out << line << "\n";
  while (std::getline(in, line)) {
    const std::size_t comma = line.find(',');
    out << line.substr(0, comma) << ',' << 10 + std::stoi(line.substr(comma + 1)) << '\n';
  }
  out.close();
  const Evaluation wrong = Eval("control", "net", site, video_, folder_ / "wrong.csv");
  EXPECT_GT(wrong.all().mean_absolute, 8.0);
  EXPECT_LT(wrong.all().held, 0.2);
}

}  // namespace
}  // namespace throng
