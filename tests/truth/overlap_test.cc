// The whole of throng on one drawn crowd seen by two and three cameras, also when one video ends.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "counter/site/load.h"
#include "counter/site/test_live_site.h"
#include "counter/site/test_overlaps.h"
#include "tests/pipeline/process.h"
#include "tests/truth/evaluation.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

constexpr int kPictures = 40;
constexpr int kShort = 15;      // of a video that ends early
constexpr int kBlindAfter = 3;  // steps
// Of what is known. The same place is cut into other cells where a camera looks at more of it, and
// a head may be found in one way and missed in the other.
constexpr double kMostAdded = 0.06;

using ViewIsUsed = std::function<bool(const Patch&, const PatchView&)>;

bool IsBest(const Patch& patch, const PatchView& view) {
  return view.camera == patch.views.front().camera;
}

// `text` with other zones: for each view that is used one of its own, drawn in that camera's
// picture. So each camera counts alone, and nobody knows of an overlap.
std::string ZonesByHand(std::string_view text, const ViewIsUsed& is_used) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(text, complaints);
  std::ostringstream made;
  made << text.substr(0, text.find("[[zone]]"));
  int number = 0;
  for (const Patch& patch : site->patches) {
    const std::string& zone = site->zones[patch.zone.value()].name;
    for (const PatchView& view : patch.views) {
      if (!is_used(patch, view)) continue;
      made << "[[zone]]\nname = \"" << zone << ' ' << ++number
           << "\"\nkind = \"walkway\"\ncamera = \"" << site->cameras[view.camera.value()].name
           << "\"\nimage = [";
      for (const ImagePoint& corner : view.outline) {
        made << '[' << corner.x_px << ", " << corner.y_px << "], ";
      }
      made << "]\n";
    }
  }
  return made.str();
}

class OverlapTest : public TruthTest {
 protected:
  // As many people all the time, so that a shorter video has the same beginning.
  void Draw(std::string_view site, const std::string& seed, int pictures,
            const std::string& into) const {
    fs::create_directories(folder_ / into);
    std::ofstream(folder_ / "site.toml") << site;
    const Ended drawn = RunToEnd(
        {THRONG_DRAW_PROGRAM, "video", "--site", folder_ / "site.toml", "--out", folder_ / into,
         "--truth", folder_ / into / "truth.csv", "--seed", seed, "--pictures",
         std::to_string(pictures), "--per-second", "0.5", "--persons-m2", "0.3", "0.3"},
        folder_);
    ASSERT_EQ(drawn.code, 0) << drawn.err;
  }

  // Persons from the step `from` on, in all zones whose name begins with `zone`.
  struct Counted {
    double persons = 0;
    int least_coverage_percent = 100;
  };
  Counted Count(std::string_view site, const std::string& zone, int from = 0,
                const std::string& cut = "") const {
    std::ofstream(folder_ / "full" / "site.toml") << Live(site);
    std::vector<std::string> words{THRONG_PROGRAM, "count",  "--json",
                                   "--tick",       "2",      "--start",
                                   "2026-01-01",   "--site", folder_ / "full" / "site.toml"};
    if (!cut.empty()) {
      words.insert(words.end(),
                   {"--source", cut + "=" + (folder_ / "short" / cut).string() + ".avi"});
    }
    const Ended ended = RunToEnd(words, folder_);
    EXPECT_EQ(ended.code, 0) << ended.err;
    Counted counted;
    std::map<std::string, int> steps;
    std::istringstream lines(ended.out);
    for (std::string line; std::getline(lines, line);) {
      const nlohmann::json window = nlohmann::json::parse(line);
      if (steps[window.at("zone")]++ < from) continue;
      if (!std::string(window.at("zone")).starts_with(zone)) continue;
      EXPECT_FALSE(window.at("persons").is_null()) << line;
      if (window.at("persons").is_number()) counted.persons += window.at("persons").get<double>();
      counted.least_coverage_percent =
          std::min(counted.least_coverage_percent, window.at("coverage_percent").get<int>());
    }
    return counted;
  }

  // Of the zone in that column of the truth, 0-based.
  double Known(int column) const {
    std::ifstream in(folder_ / "full" / "truth.csv");
    std::string line;
    std::getline(in, line);
    double known = 0;
    while (std::getline(in, line)) {
      std::istringstream cells(line);
      std::string cell;
      for (int i = 0; i <= column + 1; ++i) std::getline(cells, cell, ',');
      known += std::stod(cell);
    }
    return known;
  }

  // All sums over several crowds: one alone says little of a network.
  void CountOnce(const std::string& name, std::string_view site, const std::string& zone,
                 int column, const std::vector<std::string>& seeds) const {
    double known = 0;
    double together = 0;
    double by_hand = 0;
    double doubled = 0;
    for (const std::string& seed : seeds) {
      Draw(site, seed, kPictures, "full");
      known += Known(column);
      together += Count(site, zone).persons;
      by_hand += Count(ZonesByHand(site, IsBest), zone).persons;
      doubled += Count(ZonesByHand(site, [](const Patch&, const PatchView&) { return true; }), zone)
                     .persons;
    }
    std::printf(
        "%s: known %.0f, counted %+.1f%%; the best views alone %+.1f%%; all views %+.1f%%\n",
        name.c_str(), known, 100 * (together / known - 1), 100 * (by_hand / known - 1),
        100 * (doubled / known - 1));
    EXPECT_LE(std::abs(together - by_hand) / known, kMostAdded);
    EXPECT_LT(together / known, 1.25) << "nobody is counted twice";
    EXPECT_GT(together / known, 0.7);
    EXPECT_GT(doubled / together, 1.3) << "the control: without owners they are too many";
  }

  // From when `cut` is blind on, the others count what they see, as if they were alone.
  void CountWithout(const std::string& name, std::string_view site, const std::string& zone,
                    int column, CameraIndex cut, const std::string& cut_name,
                    const std::string& seed) const {
    Draw(site, seed, kPictures, "full");
    Draw(site, seed, kShort, "short");
    const ViewIsUsed is_next = [cut](const Patch& patch, const PatchView& view) {
      const auto next = std::ranges::find_if(
          patch.views, [cut](const PatchView& other) { return other.camera != cut; });
      return next != patch.views.end() && next->camera == view.camera;
    };
    const int from = kShort + kBlindAfter;
    const double known = Known(column) * (kPictures - from) / kPictures;  // about
    const Counted together = Count(site, zone, from, cut_name);
    const Counted alone = Count(ZonesByHand(site, is_next), zone, from);
    std::printf(
        "%s without %s: known about %.0f in all, counted %.0f in the %d%% that are seen; "
        "the others alone %.0f\n",
        name.c_str(), cut_name.c_str(), known, together.persons, together.least_coverage_percent,
        alone.persons);
    EXPECT_LE(std::abs(together.persons - alone.persons) / known, kMostAdded);
    EXPECT_LT(together.persons / known, 1.25);
    EXPECT_LT(together.least_coverage_percent, 97);
    EXPECT_GT(together.least_coverage_percent, 70);
  }
};

TEST_F(OverlapTest, TwoCamerasCountOnce) {
  CountOnce("two cameras", kPlatform, "middle", 1, {"920001", "920002"});
}

TEST_F(OverlapTest, ThreeCamerasCountOnce) {
  CountOnce("three cameras", kHall, "hall", 0, {"920002"});
}

TEST_F(OverlapTest, WhenAVideoEndsTheOtherCamerasCountWhatTheySee) {
  CountWithout("two cameras", kPlatform, "middle", 1, CameraIndex(1), "east", "920001");
  CountWithout("three cameras", kHall, "hall", 0, CameraIndex(1), "two", "920002");
}

}  // namespace
}  // namespace throng
