// A site file's right parts and its complaints as JSON, without a number that is none.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/site_check.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "counter/page/rounded.h"
#include "counter/site/heads.h"
#include "counter/site/site_parts.h"

namespace throng {
namespace {

using Json = nlohmann::ordered_json;

Json JsonOf(const Complaint& complaint) {
  return {{"weight", complaint.weight == Complaint::Weight::kMistake ? "mistake" : "note"},
          {"line", complaint.line},
          {"field", complaint.field},
          {"text", complaint.text}};
}

Json ComplaintsOf(const std::vector<Complaint>& complaints) {
  Json told = Json::array();
  const auto end = complaints.begin() + std::min(std::ssize(complaints), kMostComplaintsTold);
  std::for_each(complaints.begin(), end, [&](const auto& one) { told.push_back(JsonOf(one)); });
  if (end == complaints.end()) return told;
  Complaint rest{
      .weight = Complaint::Weight::kNote,
      .line = 0,
      .field = "file",
      .text = std::to_string(complaints.end() - end) + " more are not shown; mend these first"};
  if (std::any_of(end, complaints.end(), [](const Complaint& complaint) {
        return complaint.weight == Complaint::Weight::kMistake;
      })) {
    rest.weight = Complaint::Weight::kMistake;
  }
  told.push_back(JsonOf(rest));
  return told;
}

Json ResidualsOf(const Calibration& calibration) {
  Json residuals = Json::array();
  for (const Residual& residual : calibration.residuals) {
    residuals.push_back({{"px", Rounded(residual.image_px)},
                         {"metres", Rounded(residual.ground.value())},
                         {"leftOut", residual.rejected}});
  }
  return residuals;
}

Json JsonOf(const SiteCamera& camera) {
  const Calibration& calibration = camera.calibration;
  const CameraPose& pose = calibration.camera.pose();
  const bool has_marks = !calibration.residuals.empty();
  return {{"name", camera.name},
          {"picture", {pose.picture.width_px, pose.picture.height_px}},
          {"heightM", Rounded(calibration.camera.HeightAboveGround().value())},
          {"tiltDeg", Rounded(calibration.camera.TiltDegrees())},
          {"focalPx", Rounded(pose.focal_px)},
          {"lensBend", pose.lens_bend},
          {"linesRmsPx", calibration.lens ? Rounded(calibration.lens->rms_px) : Json()},
          {"tooLow", !HeadPlane::Make(calibration.camera)},
          {"rmsPx", has_marks ? Rounded(calibration.rms_px) : Json()},
          {"pixelFromSite", calibration.camera.PixelFromSite()},
          {"residuals", ResidualsOf(calibration)}};
}

Json JsonOf(const SiteParts& parts, ZoneIndex index) {
  const Zone& zone = parts.zones[index.value()];
  const double coverage = CoverageOf(parts.zones, parts.patches, index);
  return {
      {"name", zone.name},
      {"kind", NameOf(zone.kind)},
      {"areaM2", Rounded(zone.area.value())},
      {"capacity", zone.capacity ? Json(std::llround(zone.capacity->value())) : Json()},
      {"capacityRule", zone.capacity_rule},
      {"coveragePercent", Rounded(100 * coverage)},
      {"outlineM", CornersOf(zone.outline)},
      {"fullestOf", zone.fullest_of ? Json(parts.zones[zone.fullest_of->value()].name) : Json()}};
}

Json JsonOf(const SiteParts& parts, const PatchView& view) {
  const SiteCamera& camera = parts.cameras[view.camera.value()];
  const auto heights = PersonHeightsIn(view.outline, camera.calibration.camera);
  Json told{{"camera", camera.name}, {"outlinePx", CornersOf(view.outline)}};
  told["personHeightPx"] =
      heights ? Json::array({Rounded(heights->far), Rounded(heights->near)}) : Json();
  return told;
}

// Fullest cells are seen as their zones are.
Json PatchesOf(const SiteParts& parts) {
  Json told = Json::array();
  std::size_t views_left = kMostViewsTold;
  for (const Patch& patch : parts.patches) {
    const Zone& zone = parts.zones[patch.zone.value()];
    if (zone.fullest_of || patch.views.size() > views_left) continue;
    views_left -= patch.views.size();
    Json views = Json::array();
    for (const PatchView& view : patch.views) views.push_back(JsonOf(parts, view));
    told.push_back(
        {{"zone", zone.name}, {"areaM2", Rounded(patch.area.value())}, {"views", views}});
  }
  return told;
}

Json MissingOnSign(const std::vector<SiteCamera>& cameras) {
  Json told = Json::array();
  for (const SiteCamera& camera : cameras) {
    Json keys = Json::array();
    for (const NoticeLine& line : MissingIn(camera.notice)) keys.push_back(line.key);
    if (!keys.empty()) told.push_back({{"camera", camera.name}, {"keys", keys}});
  }
  return told;
}

}  // namespace

std::string CheckSite(std::string_view toml, Clock& clock) {
  const Duration end = clock.Steady() + kLongestCheck;
  std::vector<Complaint> complaints;
  const SiteParts parts = ParseSiteParts(
      toml, [&] { return clock.Steady() < end; }, complaints);
  Json answer{{"complaints", ComplaintsOf(complaints)},
              {"cameras", Json::array()},
              {"zones", Json::array()},
              {"patches", PatchesOf(parts)},
              {"missingOnSign", MissingOnSign(parts.cameras)}};
  for (const SiteCamera& camera : parts.cameras) answer["cameras"].push_back(JsonOf(camera));
  for (std::size_t i = 0; i < parts.zones.size(); ++i) {
    answer["zones"].push_back(JsonOf(parts, ZoneIndex(static_cast<std::uint16_t>(i))));
  }
  return answer.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace throng
