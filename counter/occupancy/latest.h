// The newest estimate of each patch by each camera that sees it, and who counts it now.
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
#include "counter/occupancy/smooth.h"
#include "counter/occupancy/trouble.h"
#include "counter/site/site.h"

namespace throng {

struct LatestOptions {
  // A reading this many steps old, or older, is no answer any more.
  std::uint64_t blind_after_steps = 3;
  // Absent where nobody knows the time between steps, as between pictures of a collection: then
  // each reading stands for itself, since one tells nothing of the next.
  std::optional<SmoothOptions> smooth;
};

// Holds one level per view of a patch; no history. Steps are counted from 0 and never go back.
//
// What is smoothed is one view of a patch, not the zone: cameras err differently, so a level must
// not go on from one camera to the other when the owner changes.
//
// A patch belongs to one of the cameras that see it at a time, whichever others see it too, so
// nobody is counted twice. At each step the owner is the best view that sees it now; if there is
// none, the best that sees it dimly now; if there is none, the one that saw it last. Whom a patch
// belonged to before plays no part, so it comes back by itself.
class Latest {
 public:
  // `corrections` at CameraIndex; may be empty. `site` must outlive it.
  Latest(const Site& site, Spread spread, std::vector<std::optional<Correction>> corrections = {},
         LatestOptions options = {});

  // What `camera` said at `step`. Patches it is blind on keep their older estimate.
  void Take(CameraIndex camera, const Tally& tally, std::uint64_t step);

  // `camera` said nothing at this step, since `why`.
  void Miss(CameraIndex camera, ZoneTrouble why);

  // The zone at `step`: sum over its patches, each as its owner sees it; of a fullest cell, the
  // most of them, which errs on the high side more than each of them does. The errors of patches of
  // one owner are alike, others independent. A patch that nobody sees is not covered. A stale one
  // counts with a standard deviation that has grown by its own size with every step since. Its
  // trouble is why its worst part is not seen, else not seen now, else not seen well.
  ZoneOccupancy At(ZoneIndex zone, std::uint64_t step) const;

 private:
  // What one camera last said of one patch.
  struct ViewState {
    CameraIndex camera;
    Estimate estimate;
    Sight sight;
    std::uint64_t step;
    std::optional<Smooth> smooth;
  };
  using ViewStates = std::vector<std::optional<ViewState>>;  // in the order of Patch::views

  Estimate EstimateOf(CameraIndex camera, SquareMetres area, PatchReading reading) const;
  std::optional<Smooth> NewSmooth() const;
  // Null if no camera has seen the patch lately.
  const ViewState* OwnerOf(const ViewStates& views, std::uint64_t step) const;
  // Of the patch, if it is seen now, through its owner; else of all who could.
  ZoneTrouble TroubleOf(std::size_t patch, const ViewState* owner, std::uint64_t step) const;

  const Site& site_;
  Spread spread_;
  std::vector<std::optional<Correction>> corrections_;
  LatestOptions options_;
  std::vector<SquareMetres> areas_;                 // at CameraIndex: of all it sees, once
  std::vector<ViewStates> states_;                  // at PatchIndex
  std::vector<std::vector<ZoneTrouble>> troubles_;  // the same, of the newest step
  std::vector<bool> has_moved_;                     // at CameraIndex: at any step
};

}  // namespace throng
