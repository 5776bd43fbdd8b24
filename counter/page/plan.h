// Where a site's zones lie: the answer of GET /api/v1/plan.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "counter/site/site.h"

namespace throng {

// A drawing of the place, and where its edges are in the site's metres.
struct PlanImage {
  std::string url;
  double left_m, bottom_m, right_m, top_m;
};

// JSON as in counter/page/API.md. Of the zones whose outlines are in the site's own metres; of a
// site with none, those of its only camera in that one's. Nothing where neither is: zones of
// several cameras that each have metres of their own have no places to each other.
std::optional<std::string> PlanOf(const Site& site, const std::optional<PlanImage>& image);

}  // namespace throng
