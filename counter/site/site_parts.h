// The right parts of a site file in which other parts may be wrong.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "counter/site/load.h"
#include "counter/site/may_go_on.h"
#include "counter/site/site.h"

namespace throng {

// As in Site, but for what has mistakes; to be shown to whoever writes the file, not to count by.
// Without a mistake, these are the site's.
struct SiteParts {
  // Each that could be calibrated. Its name and its source may be empty, unfit, or another's too.
  std::vector<SiteCamera> cameras;
  // Each whose kind, outline and cameras are right. Its name may be empty, unfit, or another's too;
  // zones may overlap. Without a capacity if that is wrong.
  std::vector<Zone> zones;
  // As in Site, of these zones, by these cameras; a camera may have more of them than a tally
  // tells.
  std::vector<Patch> patches;
};

// Adds the same complaints as ParseSite. Where it may not go on, parts are missing, and a mistake
// says so. Reads nothing but `toml`: files and addresses in it are left alone.
SiteParts ParseSiteParts(std::string_view toml, const MayGoOn& may_go_on,
                         std::vector<Complaint>& complaints);

}  // namespace throng
