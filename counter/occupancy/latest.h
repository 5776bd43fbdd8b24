// The newest estimate of each patch, and what the zones are worth from them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "counter/base/ids.h"
#include "counter/door/tally.h"
#include "counter/occupancy/calibrate.h"
#include "counter/occupancy/correction.h"
#include "counter/occupancy/estimate.h"
#include "counter/site/site.h"

namespace throng {

struct LatestOptions {
  // A reading this many steps old, or older, is no answer any more.
  std::uint64_t blind_after_steps = 3;
};

// Holds one estimate per patch; no history. Steps are counted from 0 and never go back.
class Latest {
 public:
  // `corrections` at CameraIndex; may be empty. `site` must outlive it.
  Latest(const Site& site, Spread spread, std::vector<std::optional<Correction>> corrections = {},
         LatestOptions options = {});

  // What `camera` said at `step`. Patches it is blind on keep their older estimate.
  void Take(CameraIndex camera, const Tally& tally, std::uint64_t step);

  // The zone at `step`: sum over its patches that are not blind. A stale patch counts with a
  // standard deviation that has grown by its own size with every step since.
  ZoneOccupancy At(ZoneIndex zone, std::uint64_t step) const;

 private:
  struct PatchState {
    Estimate estimate;
    std::uint64_t step;
  };
  Estimate EstimateOf(const Patch& patch, PatchReading reading) const;

  const Site& site_;
  Spread spread_;
  std::vector<std::optional<Correction>> corrections_;
  LatestOptions options_;
  std::vector<std::optional<PatchState>> states_;  // at PatchIndex
};

}  // namespace throng
