// Ages patch estimates and sums them to zones.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/latest.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "counter/base/check.h"

namespace throng {

namespace {

// Of the area of all patches of its camera.
double ShareOf(const Patch& patch, const Site& site) {
  SquareMetres all(0);
  for (const Patch& other : site.patches) {
    if (other.camera == patch.camera) all += other.area;
  }
  return std::min(patch.area / all, 1.0);
}

}  // namespace

Latest::Latest(const Site& site, Spread spread, std::vector<std::optional<Correction>> corrections,
               LatestOptions options)
    : site_(site),
      spread_(spread),
      corrections_(std::move(corrections)),
      options_(options),
      states_(site.patches.size()) {
  COUNTER_CHECK(corrections_.empty() || corrections_.size() == site.cameras.size());
}

Estimate Latest::EstimateOf(const Patch& patch, PatchReading reading) const {
  const Persons counted(reading.persons());
  const std::size_t camera = patch.camera.value();
  const bool corrected = camera < corrections_.size() && corrections_[camera].has_value();
  const Estimate estimate = corrected ? corrections_[camera]->Apply(counted, ShareOf(patch, site_))
                                      : Believe(reading, spread_);
  return WithSight(estimate, reading.sight());
}

void Latest::Take(CameraIndex camera, const Tally& tally, std::uint64_t step) {
  std::size_t place = 0;  // a tally's patches are the camera's patches in the site's order
  for (std::size_t i = 0; i < site_.patches.size(); ++i) {
    if (site_.patches[i].camera != camera) continue;
    const PatchReading reading = tally.patches.at(place++);
    if (reading.sight() == Sight::kBlind) continue;
    states_[i] = PatchState{EstimateOf(site_.patches[i], reading), step};
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
