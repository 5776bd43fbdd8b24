// From a draft to a valid site; what is wrong with its values is complained about.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "counter/site/draft.h"
#include "counter/site/load.h"
#include "counter/site/site.h"

namespace throng {

// Nothing if its calibration has a mistake; every mistake is added to `complaints`.
std::optional<SiteCamera> MakeCamera(const DraftCamera& draft, std::vector<Complaint>& complaints);

// A zone, and the pieces of it that its camera sees (as patches that lack their indices).
struct SeenZone {
  struct Piece {
    ImagePolygon outline;
    SquareMetres area;
  };
  Zone zone;
  std::vector<Piece> pieces;
};

// `camera` is null where it has mistakes itself: then only what needs no camera is checked, and
// nothing returned.
std::optional<SeenZone> MakeZone(const DraftZone& draft, const SiteCamera* camera,
                                 std::vector<Complaint>& complaints);

// Adds every mistake to `complaints`. The site is valid if there is no mistake in the whole list,
// the earlier ones included; nothing otherwise.
std::optional<Site> MakeSite(const DraftSite& draft, std::vector<Complaint>& complaints);

}  // namespace throng
