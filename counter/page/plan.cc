// Outlines of those zones that share their metres.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/plan.h"

#include <nlohmann/json.hpp>
#include <set>

#include "counter/page/rounded.h"

namespace throng {
namespace {

using Json = nlohmann::ordered_json;

// Whose zones can be drawn beside each other.
std::set<CameraIndex> CamerasOfPlan(const Site& site) {
  std::set<CameraIndex> own;
  std::set<CameraIndex> shared;
  for (const Patch& patch : site.patches) {
    const CameraIndex camera = patch.views.front().camera;
    (site.cameras[camera.value()].has_own_metres ? own : shared).insert(camera);
  }
  if (!shared.empty()) return shared;
  return own.size() == 1 ? own : std::set<CameraIndex>{};
}

}  // namespace

std::optional<std::string> PlanOf(const Site& site, const std::optional<PlanImage>& image) {
  const std::set<CameraIndex> cameras = CamerasOfPlan(site);
  if (cameras.empty()) return std::nullopt;
  std::set<ZoneIndex> drawn;
  for (const Patch& patch : site.patches) {
    if (cameras.contains(patch.views.front().camera)) drawn.insert(patch.zone);
  }
  Json plan = Json::object();
  if (!site.time_zone.empty()) plan["timeZone"] = site.time_zone;
  plan["zones"] = Json::array();
  for (const ZoneIndex index : drawn) {
    const Zone& zone = site.zones[index.value()];
    if (zone.fullest_of) continue;
    plan["zones"].push_back({{"name", zone.name}, {"outline", CornersOf(zone.outline)}});
  }
  if (image) {
    plan["image"] = {{"url", image->url},
                     {"left", Rounded(image->left_m)},
                     {"bottom", Rounded(image->bottom_m)},
                     {"right", Rounded(image->right_m)},
                     {"top", Rounded(image->top_m)}};
  }
  return plan.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace throng
