// How much of a zone is seen, and what its kind is called.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/site.h"

#include <algorithm>

#include "counter/base/check.h"

namespace throng {

double CoverageOf(const Site& site, ZoneIndex zone) {
  COUNTER_CHECK(zone.value() < site.zones.size());
  SquareMetres seen(0);
  for (const Patch& patch : site.patches) {
    if (patch.zone == zone) seen += patch.area;
  }
  return std::clamp(seen / site.zones[zone.value()].area, 0.0, 1.0);
}

const char* NameOf(ZoneKind kind) {
  switch (kind) {
    case ZoneKind::kWalkway:
      return "walkway";
    case ZoneKind::kQueue:
      return "queue";
    case ZoneKind::kStair:
      return "stair";
  }
  return "unknown";
}

}  // namespace throng
