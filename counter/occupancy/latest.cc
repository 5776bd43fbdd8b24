// Ages patch estimates and sums them to zones.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/latest.h"

#include <algorithm>
#include <cstddef>

namespace throng {

Latest::Latest(const Site& site, Spread spread, LatestOptions options)
    : site_(site), spread_(spread), options_(options), states_(site.patches.size()) {}

void Latest::Take(CameraIndex camera, const Tally& tally, std::uint64_t step) {
  std::size_t place = 0;  // a tally's patches are the camera's patches in the site's order
  for (std::size_t i = 0; i < site_.patches.size(); ++i) {
    if (site_.patches[i].camera != camera) continue;
    const std::optional<Estimate> estimate = Calibrate(tally.patches.at(place++), spread_);
    if (estimate) states_[i] = PatchState{*estimate, step};
  }
}

ZoneOccupancy Latest::At(ZoneIndex zone, std::uint64_t step) const {
  ZoneOccupancy result{
      .zone = zone, .estimate = std::nullopt, .coverage = 0.0, .freshness = Freshness::kBlind};
  for (std::size_t i = 0; i < site_.patches.size(); ++i) {
    const Patch& patch = site_.patches[i];
    const std::optional<PatchState>& state = states_[i];
    if (patch.zone != zone || !state) continue;
    const std::uint64_t age = step - state->step;
    if (age >= options_.blind_after_steps) continue;
    const Estimate aged(state->estimate.mean(),
                        state->estimate.sigma() * (1.0 + static_cast<double>(age)));
    const Freshness freshness = age == 0 ? Freshness::kFresh : Freshness::kStale;
    const bool first = !result.estimate;
    result.estimate = first ? aged : *result.estimate + aged;
    result.freshness = first ? freshness : std::max(result.freshness, freshness);
    result.coverage += patch.area / site_.zones[zone.value()].area;
  }
  result.coverage = std::min(result.coverage, 1.0);  // patch areas are rounded to the millimetre
  return result;
}

}  // namespace throng
