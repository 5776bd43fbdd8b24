// 90% intervals hold nine times in ten on drawn scenes that nothing was fitted on.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/coverage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

namespace throng {
namespace {

// Far from those of tests/bench/coverage. Few looks at many scenes: looks at one scene err alike.
constexpr std::uint64_t kFrom = 900'100;
constexpr std::uint64_t kUntil = 900'210;
constexpr DrawnReadingsOptions kLooks{.looks = 5, .seconds_apart = 24};

class CoverageTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { scenes_ = ReadDrawnScenes(kFrom, kUntil, kLooks); }

  static std::vector<BandCoverage> With(const char* what, const Spread& spread) {
    std::vector<BandCoverage> bands = CoverageOf(scenes_, spread);
    std::printf("%s\n%s", what, TableOf(bands).c_str());
    return bands;
  }

  static inline std::vector<DrawnReadings> scenes_;
};

// 91% when it was written. A band of density has so few scenes here that its share is known to 4-7
// points; SPECIFICATION.md has those of more scenes.
TEST_F(CoverageTest, IntervalsHoldTheTruthNineTimesInTen) {
  const std::vector<BandCoverage> bands = With("net", SpreadOf(Model::kNet));
  ASSERT_EQ(bands.size(), 7U) << "all densities, and all together";
  EXPECT_GE(bands.back().held, 0.88);
  EXPECT_LE(bands.back().held, 0.94) << "too wide to be of use";
  EXPECT_GE(bands.front().held, 0.99) << "nobody is read as nobody";
  for (const BandCoverage& band : bands) EXPECT_GE(band.held, 0.76) << band.of;
}

// The control: with half the spread they do not.
TEST_F(CoverageTest, HalfTheSpreadIsSeenToBeTooNarrow) {
  Spread half = SpreadOf(Model::kNet);
  half.floor = half.floor * 0.5;
  half.share /= 2;
  half.crowd /= 2;
  half.own /= 2;
  const std::vector<BandCoverage> bands = With("half", half);
  EXPECT_LT(bands.back().held, 0.78);
  const auto failed =
      std::ranges::count_if(bands, [](const BandCoverage& band) { return band.held < 0.76; });
  EXPECT_GE(failed, 3);
}

TEST_F(CoverageTest, TheSameSeedIsTheSameScene) {
  const DrawnReadings again = ReadDrawn(kFrom, kLooks);
  for (std::size_t i = 0; i < again.looks.size(); ++i) {
    EXPECT_EQ(again.looks[i].tally, scenes_.front().looks[i].tally) << i;
    EXPECT_EQ(again.looks[i].known, scenes_.front().looks[i].known) << i;
  }
}

}  // namespace
}  // namespace throng
