// Charts are drawn whole, in both formats, whatever the names are; or it is said why not.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "counter/serve/gnuplot.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::int64_t kSecond = 1'000'000'000;

Panel PanelOf(const std::string& name) {
  Panel panel{.zone = name,
              .capacity = Persons(20),
              .entries = {},
              .known = {{.at = Instant(kSecond), .persons = 4}}};
  for (int i = 0; i < 9; ++i) {
    const bool blind = i == 4;
    panel.entries.push_back({.zone = ZoneIndex(0),
                             .window = {Instant(i * kSecond), Instant((i + 1) * kSecond)},
                             .count = blind ? std::optional<WholeCount>() : WholeCount{5, 3, 7},
                             .coverage_percent = blind ? 0 : 100,
                             .freshness = blind ? Freshness::kBlind : Freshness::kFresh});
  }
  return panel;
}

std::string Bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class ChartTest : public testing::Test {
 protected:
  ChartTest()
      : folder_(fs::temp_directory_path() / ("throng_chart." + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~ChartTest() override { fs::remove_all(folder_); }
  const fs::path folder_;
};

TEST_F(ChartTest, DrawsSvgWithEachZoneAndNothingBesideIt) {
  const std::vector<Panel> panels{PanelOf("west"), PanelOf("east")};
  ASSERT_TRUE(DrawChart(folder_ / "run.svg", "a run", panels));
  const std::string svg = Bytes(folder_ / "run.svg");
  EXPECT_THAT(svg, HasSubstr("<svg"));
  EXPECT_THAT(svg, HasSubstr("west"));
  EXPECT_THAT(svg, HasSubstr("east"));
  EXPECT_THAT(svg, HasSubstr("</svg>"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(ChartTest, DrawsPng) {
  ASSERT_TRUE(DrawChart(folder_ / "run.png", "a run", std::vector{PanelOf("west")}));
  EXPECT_THAT(Bytes(folder_ / "run.png"), StartsWith("\x89PNG"));
}

TEST_F(ChartTest, ACapacityFarAboveTheCountsIsNamedAndDoesNotFlattenThem) {
  std::vector<Panel> panels{PanelOf("hall"), PanelOf("stair")};
  panels[0].capacity = Persons(7);
  panels[1].capacity = Persons(8);
  ASSERT_TRUE(DrawChart(folder_ / "run.svg", "a run", panels));
  const std::string svg = Bytes(folder_ / "run.svg");
  EXPECT_THAT(svg, HasSubstr("hall (capacity 7, dashed)"));
  EXPECT_THAT(svg, HasSubstr("stair (capacity 8, above this scale)"));
}

TEST_F(ChartTest, MeansOverHoursAreDrawnWithTheHighestCount) {
  constexpr std::int64_t kHour = 3600 * kSecond;
  Panel panel{.zone = "hall", .capacity = {}, .entries = {}, .known = {}};
  for (int i = 0; i < 5; ++i) {
    const Window window{Instant(i * kHour), Instant((i + 1) * kHour)};
    panel.means.push_back({.window = window, .persons = Range{8, 10, 12}, .highest = 31});
  }
  panel.means[3].persons.reset();
  ASSERT_TRUE(DrawChart(folder_ / "day.svg", "a day", std::vector{panel}));
  const std::string svg = Bytes(folder_ / "day.svg");
  EXPECT_THAT(svg, HasSubstr(">mean<"));
  EXPECT_THAT(svg, HasSubstr(">highest<"));
  EXPECT_THAT(svg, Not(HasSubstr("persons counted")));
  for (Panel::Mean& mean : panel.means) mean.persons.reset();
  EXPECT_TRUE(DrawChart(folder_ / "dark.svg", "a day", std::vector{panel}));
}

TEST_F(ChartTest, ANameCannotRunACommandOfGnuplot) {
  const std::string name = "x'; system('touch " + (folder_ / "owned").string() + "'); `touch " +
                           (folder_ / "owned").string() + "` #";
  ASSERT_TRUE(DrawChart(folder_ / "run.svg", name, std::vector{PanelOf(name)}));
  EXPECT_FALSE(fs::exists(folder_ / "owned"));
  // The control: the same words outside of quotes do run.
  ASSERT_TRUE(Draw(folder_ / "control.svg", 100, 100,
                   "system('touch " + (folder_ / "owned").string() + "')\nplot 1"));
  EXPECT_TRUE(fs::exists(folder_ / "owned"));
}

TEST_F(ChartTest, ARunThatWasBlindThroughoutIsDrawnAsWell) {
  Panel panel = PanelOf("dark");
  for (Entry& entry : panel.entries) entry.count.reset();
  panel.known.clear();
  EXPECT_TRUE(DrawChart(folder_ / "dark.svg", "a run", std::vector{panel}));
  panel.entries.clear();
  EXPECT_TRUE(DrawChart(folder_ / "nothing.svg", "a run", std::vector{panel}));
}

TEST_F(ChartTest, SaysWhyItCannotDraw) {
  EXPECT_EQ(Draw(folder_ / "none" / "x.svg", 100, 100, "plot 1").error(), Fault::kNotAFolder);
  EXPECT_EQ(Draw(folder_ / "x.svg", 100, 100, "plot nonsense(").error(), Fault::kChartFailed);
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", folder_.c_str(), 1);
  const Status without = Draw(folder_ / "x.svg", 100, 100, "plot 1");
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(without.error(), Fault::kNoChartProgram);
  EXPECT_TRUE(fs::is_empty(folder_));
}

// A pipe holds 64 KiB: whoever writes more to a program that has gone is told by a signal.
TEST_F(ChartTest, AChartProgramThatGoesBeforeItHasReadAllDoesNotEndUs) {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", folder_.c_str(), 1);
  const Status without = Draw(folder_ / "x.svg", 100, 100, std::string(1'000'000, '\n'));
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(without.error(), Fault::kNoChartProgram);
  EXPECT_TRUE(fs::is_empty(folder_));
}

}  // namespace
}  // namespace throng
