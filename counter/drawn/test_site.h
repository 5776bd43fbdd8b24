// A site whose zones are easy to reckon with; for tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "counter/site/load.h"

namespace throng {

// A camera 5 m above the origin looks along y. On the ground the zone "left" is 4 m x 6 m from
// (-4, 6) to (0, 12), "right" from (0, 6) to (4, 12). A second camera "blind" sees no zone.
inline Site SiteForTest(const std::string& lens = "") {
  std::vector<Complaint> complaints;
  Result<Site> site = ParseSite(
      "[site]\nname = \"drawn\"\n\n[[camera]]\nname = \"cam\"\nsource = \"v.avi\"\n"
      "picture = [320, 240]\nfield_of_view_deg = 60.0\n" +
          lens +
          "pose = { height_m = 5.0, tilt_deg = 30.0 }\n\n"
          "[[camera]]\nname = \"blind\"\nsource = \"b.avi\"\n"
          "picture = [320, 240]\nfield_of_view_deg = 60.0\n"
          "pose = { height_m = 5.0, tilt_deg = 30.0 }\n\n"
          "[[zone]]\nname = \"left\"\nkind = \"walkway\"\ncamera = \"cam\"\n"
          "metres = [[-4, 6], [0, 6], [0, 12], [-4, 12]]\n\n"
          "[[zone]]\nname = \"right\"\nkind = \"walkway\"\ncamera = \"cam\"\n"
          "metres = [[0, 6], [4, 6], [4, 12], [0, 12]]\n",
      complaints);
  return *std::move(site);
}

}  // namespace throng
