// Each scene twice through occupancy: with smoothing, and without.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/smoothing.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "counter/base/check.h"
#include "counter/occupancy/latest.h"

namespace throng {
namespace {

// Sums of one way of telling.
class Follower {
 public:
  Follower(const Site& site, const Spread& spread, LatestOptions options)
      : latest_(site, spread, {}, options), before_(site.zones.size()) {}

  void Take(const Tally& tally, std::uint64_t step) { latest_.Take(CameraIndex(0), tally, step); }

  // Whether the zone is seen at `step`; `moved` is then whether another number is told than before.
  bool Compare(ZoneIndex zone, std::uint64_t step, int known, FollowFigures& sums, bool& moved) {
    const ZoneOccupancy now = latest_.At(zone, step);
    std::optional<double>& before = before_.at(zone.value());
    if (now.freshness != Freshness::kFresh) {
      before.reset();
      return false;
    }
    const double persons = now.estimate->mean().value();
    sums.mean_absolute += std::abs(persons - known);
    if (before) sums.jump += std::abs(persons - *before);
    moved = !before || persons != *before;
    before = persons;
    return true;
  }

 private:
  Latest latest_;
  std::vector<std::optional<double>> before_;  // at ZoneIndex
};

}  // namespace

SmoothingFigures SmoothingOn(std::span<const DrawnReadings> scenes, const Spread& spread) {
  SmoothingFigures figures;
  figures.scenes = static_cast<int>(scenes.size());
  int held_back = 0;
  for (const DrawnReadings& drawn : scenes) {
    const Duration tick(std::llround(1e9 * drawn.seconds_apart));
    Follower alone(drawn.site, spread, {});
    Follower smoothed(drawn.site, spread, {.smooth = SmoothOptions{.tick = tick}});
    for (std::uint64_t step = 0; step < drawn.looks.size(); ++step) {
      const DrawnReadings::Look& look = drawn.looks[step];
      alone.Take(look.tally, step);
      smoothed.Take(look.tally, step);
      for (std::size_t i = 0; i < drawn.site.zones.size(); ++i) {
        const ZoneIndex zone(static_cast<std::uint16_t>(i));
        bool is_another = false;
        bool is_told = false;
        if (!alone.Compare(zone, step, look.known[i], figures.alone, is_another)) continue;
        COUNTER_CHECK(smoothed.Compare(zone, step, look.known[i], figures.smoothed, is_told));
        ++figures.readings;
        if (is_another && !is_told) ++held_back;
      }
    }
  }
  COUNTER_CHECK(figures.readings > 0);
  for (FollowFigures* const of : {&figures.alone, &figures.smoothed}) {
    of->mean_absolute /= figures.readings;
    of->jump /= figures.readings;
  }
  figures.held_back = static_cast<double>(held_back) / figures.readings;
  return figures;
}

}  // namespace throng
