// From a draft to a valid site; what is wrong with its values is complained about.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "counter/site/draft.h"
#include "counter/site/load.h"
#include "counter/site/may_go_on.h"
#include "counter/site/outline.h"
#include "counter/site/site.h"
#include "counter/site/split.h"

namespace throng {

// Nothing if its calibration has a mistake; every mistake is added to `complaints`.
std::optional<SiteCamera> MakeCamera(const DraftCamera& draft, std::vector<Complaint>& complaints);

// A zone, and the parts of it that its cameras see.
struct SeenZone {
  Zone zone;
  std::optional<ImagePolygon> drawn;  // if it was drawn in the picture of its only camera
  SeenParts parts;
};

// `seers` are the zone's cameras. If there is none, because of mistakes elsewhere, only what needs
// no camera is checked, and nothing returned.
std::optional<SeenZone> MakeZone(const DraftZone& draft, const CameraSet& seers,
                                 const Cameras& cameras, std::vector<Complaint>& complaints);

// A zone with its draft.
struct PlacedZone {
  const DraftZone* draft;
  CameraSet seers;
  SeenZone seen;
};

// Has no camera see more pieces of `zones` (all, in the file's order) than one tally holds, where
// giving up overlaps can do it; makes a note of each that is given up, and a mistake of each camera
// that still sees too many.
std::vector<Patch> MakePatches(const DraftSite& draft, std::vector<PlacedZone>& zones,
                               const Cameras& cameras, const MayGoOn& may_go_on,
                               std::vector<Complaint>& complaints);

// What a draft's parts come to. All positions are those of the draft.
struct MadeParts {
  Cameras cameras;
  std::vector<PlacedZone> zones;  // those that could be placed, in the draft's order
  std::vector<Patch> patches;
  std::vector<AlarmRule> alarms;  // of use only without a mistake
};

// Adds every mistake to `complaints`, and one more if it may not go on. Without a mistake in the
// whole list, the earlier ones included, nothing is missing in any part.
MadeParts MakeParts(const DraftSite& draft, const MayGoOn& may_go_on,
                    std::vector<Complaint>& complaints);

bool HasMistake(const std::vector<Complaint>& complaints);

// Adds every mistake to `complaints`. The site is valid if there is no mistake in the whole list,
// the earlier ones included; nothing otherwise.
std::optional<Site> MakeSite(const DraftSite& draft, std::vector<Complaint>& complaints);

}  // namespace throng
