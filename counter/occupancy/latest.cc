// Ages what cameras said, finds the owner of each patch, and sums patches to zones.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/latest.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <tuple>
#include <utility>

#include "counter/base/check.h"

namespace throng {
namespace {

// In which the persons of a reading are: the patch, or one cell of it. Of a camera's offset, a cell
// gets the share of its area as a patch does.
SquareMetres CountedArea(const Site& site, const Patch& patch) {
  const Zone& zone = site.zones[patch.zone.value()];
  return zone.fullest_of ? std::min(zone.area, patch.area) : patch.area;
}

// Of two that are alike, the one that is less sure.
Estimate Fuller(const Estimate& a, const Estimate& b) {
  return std::pair(a.mean(), a.sigma()) < std::pair(b.mean(), b.sigma()) ? b : a;
}

}  // namespace

Latest::Latest(const Site& site, Spread spread, std::vector<std::optional<Correction>> corrections,
               LatestOptions options)
    : site_(site),
      spread_(spread),
      corrections_(std::move(corrections)),
      options_(options),
      areas_(site.cameras.size(), SquareMetres(0)),
      has_moved_(site.cameras.size()) {
  COUNTER_CHECK(corrections_.empty() || corrections_.size() == site.cameras.size());
  for (const Patch& patch : site.patches) {
    states_.emplace_back(patch.views.size());
    troubles_.emplace_back(patch.views.size(), ZoneTrouble::kNotYet);
    if (site.zones.at(patch.zone.value()).fullest_of) continue;
    for (const PatchView& view : patch.views) areas_[view.camera.value()] += patch.area;
  }
}

Estimate Latest::EstimateOf(CameraIndex camera, SquareMetres area, PatchReading reading) const {
  const Persons counted(reading.persons());
  const std::size_t at = camera.value();
  const bool corrected = at < corrections_.size() && corrections_[at].has_value();
  const Estimate estimate = corrected
                                ? corrections_[at]->Apply(counted, std::min(area / areas_[at], 1.0))
                                : Believe(reading, area, spread_);
  return WithSight(estimate, reading.sight());
}

std::optional<Smooth> Latest::NewSmooth() const {
  if (!options_.smooth) return std::nullopt;
  return Smooth(*options_.smooth);
}

void Latest::Take(CameraIndex camera, const Tally& tally, std::uint64_t step) {
  std::size_t place = 0;
  for (const auto& [patch, view] : ViewsOf(site_, camera)) {
    const PatchReading reading = tally.patches.at(place++);
    troubles_[patch][view] = TroubleIn(reading);
    if (reading.reason() == SightReason::kMoved) has_moved_[camera.value()] = true;
    if (reading.sight() == Sight::kBlind) continue;
    const Estimate read = EstimateOf(camera, CountedArea(site_, site_.patches[patch]), reading);
    std::optional<ViewState>& state = states_[patch][view];
    std::optional<Smooth> smooth = state ? state->smooth : NewSmooth();
    const Estimate believed = smooth ? smooth->Take(read, step) : read;
    state = ViewState{.camera = camera,
                      .estimate = believed,
                      .sight = reading.sight(),
                      .step = step,
                      .smooth = smooth};
  }
}

void Latest::Miss(CameraIndex camera, ZoneTrouble why) {
  for (const auto& [patch, view] : ViewsOf(site_, camera)) troubles_[patch][view] = why;
}

const Latest::ViewState* Latest::OwnerOf(const ViewStates& views, std::uint64_t step) const {
  // Less is better. What is old is worth less than what is dim, and the age decides; views that
  // are alike keep their order, the best first.
  const auto rank = [step](const ViewState& view) {
    return std::tuple(step - view.step, view.step == step && view.sight != Sight::kSeeing);
  };
  const ViewState* owner = nullptr;
  for (const std::optional<ViewState>& view : views) {
    if (!view || step - view->step >= options_.blind_after_steps) continue;
    if (owner == nullptr || rank(*view) < rank(*owner)) owner = &*view;
  }
  return owner;
}

ZoneTrouble Latest::TroubleOf(std::size_t patch, const ViewState* owner, std::uint64_t step) const {
  const std::vector<PatchView>& views = site_.patches[patch].views;
  ZoneTrouble trouble = ZoneTrouble::kNone;
  for (std::size_t i = 0; i < views.size(); ++i) {
    if (owner == nullptr || owner->step != step) {
      trouble = Both(trouble, troubles_[patch][i]);
    } else if (views[i].camera == owner->camera) {
      trouble = troubles_[patch][i];
    }
  }
  const bool is_seen = owner != nullptr && trouble == ZoneTrouble::kNone;
  return is_seen && has_moved_[owner->camera.value()] ? ZoneTrouble::kMoved : trouble;
}

ZoneOccupancy Latest::At(ZoneIndex zone, std::uint64_t step) const {
  ZoneOccupancy result{
      .zone = zone, .estimate = std::nullopt, .coverage = 0.0, .freshness = Freshness::kBlind};
  Persons mean(0);
  double variance = 0;                                  // as if all errors were independent
  std::vector<double> sigmas(site_.cameras.size(), 0);  // of each camera, added up
  const bool is_fullest = site_.zones[zone.value()].fullest_of.has_value();
  std::optional<Estimate> fullest;
  Freshness worst = Freshness::kFresh;  // of the parts
  for (std::size_t i = 0; i < site_.patches.size(); ++i) {
    const Patch& patch = site_.patches[i];
    if (patch.zone != zone) continue;
    const ViewState* const owner = OwnerOf(states_[i], step);
    const std::uint64_t age = owner == nullptr ? 0 : step - owner->step;
    const Freshness of_patch = owner == nullptr ? Freshness::kBlind
                               : age == 0       ? Freshness::kFresh
                                                : Freshness::kStale;
    const ZoneTrouble trouble = TroubleOf(i, owner, step);
    if (of_patch == worst) result.trouble = Both(result.trouble, trouble);
    if (of_patch > worst) result.trouble = trouble;
    worst = std::max(worst, of_patch);
    if (owner == nullptr) continue;
    const double sigma = owner->estimate.sigma().value() * (1.0 + static_cast<double>(age));
    mean += owner->estimate.mean();
    variance += sigma * sigma;
    sigmas[owner->camera.value()] += sigma;
    if (is_fullest) {
      const Estimate aged(owner->estimate.mean(), Persons(sigma));
      fullest = fullest ? Fuller(*fullest, aged) : aged;
    }
    const bool first = result.freshness == Freshness::kBlind;
    result.freshness = first ? of_patch : std::max(result.freshness, of_patch);
    result.coverage += patch.area / GroundOf(site_, zone);
  }
  if (result.freshness == Freshness::kBlind) return result;
  if (is_fullest) {
    result.estimate = fullest;
    return result;
  }
  const double alike = std::inner_product(sigmas.begin(), sigmas.end(), sigmas.begin(), 0.0);
  result.estimate =
      Estimate(mean, Persons(std::sqrt((1 - kSharedError) * variance + kSharedError * alike)));
  result.coverage = std::min(result.coverage, 1.0);  // patch areas are rounded to the millimetre
  return result;
}

}  // namespace throng
