// How much of a zone is seen, by whom, and what its kind is called.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/site.h"

#include <algorithm>

#include "counter/base/check.h"

namespace throng {

namespace {

SquareMetres GroundOf(const std::vector<Zone>& zones, ZoneIndex zone) {
  const Zone& one = zones.at(zone.value());
  return one.fullest_of ? zones.at(one.fullest_of->value()).area : one.area;
}

}  // namespace

SquareMetres GroundOf(const Site& site, ZoneIndex zone) { return GroundOf(site.zones, zone); }

double CoverageOf(const std::vector<Zone>& zones, const std::vector<Patch>& patches,
                  ZoneIndex zone) {
  COUNTER_CHECK(zone.value() < zones.size());
  SquareMetres seen(0);
  for (const Patch& patch : patches) {
    if (patch.zone == zone) seen += patch.area;
  }
  return std::clamp(seen / GroundOf(zones, zone), 0.0, 1.0);
}

double CoverageOf(const Site& site, ZoneIndex zone) {
  return CoverageOf(site.zones, site.patches, zone);
}

std::vector<ViewPlace> ViewsOf(const Site& site, CameraIndex camera) {
  std::vector<ViewPlace> places;
  for (std::size_t patch = 0; patch < site.patches.size(); ++patch) {
    const std::vector<PatchView>& views = site.patches[patch].views;
    const auto view = std::ranges::find(views, camera, &PatchView::camera);
    if (view == views.end()) continue;
    places.push_back({patch, static_cast<std::size_t>(view - views.begin())});
  }
  return places;
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
