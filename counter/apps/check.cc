// throng check: every mistake in a site file, and what its calibration means.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>

#include "counter/apps/command.h"
#include "counter/serve/term.h"
#include "counter/site/heads.h"
#include "counter/site/weekly_hours.h"

namespace throng {
namespace {

void PrintCamera(const SiteCamera& camera) {
  const Calibration& calibration = camera.calibration;
  const CameraPose& pose = calibration.camera.pose();
  fmt::print(
      "camera \"{}\": {} x {} px, {:.1f} m above the ground, tilted {:.0f} degrees down, "
      "focal length {:.0f} px\n",
      camera.name, pose.picture.width_px, pose.picture.height_px,
      calibration.camera.HeightAboveGround().value(), calibration.camera.TiltDegrees(),
      pose.focal_px);
  if (pose.lens_bend != 0) {
    fmt::print("  its lens bends by {:.2f}: the picture's corners are drawn {} by {:.0f}%\n",
               pose.lens_bend, pose.lens_bend < 0 ? "in" : "out", 100 * std::abs(pose.lens_bend));
  }
  if (calibration.lens) {
    fmt::print("  the straight lines are {:.1f} px off straight; through a pinhole {:.1f}\n",
               calibration.lens->rms_px, calibration.lens->rms_straight_px);
  }
  if (!HeadPlane::Make(calibration.camera)) {
    fmt::print(
        "  too low for the network, which looks onto people's heads from {:.1f} m or higher\n",
        kLowestCamera.value());
  }
  if (calibration.residuals.empty()) return;
  fmt::print("  the marks are off by {:.1f} px (root mean square)\n  mark  off by px  off by m\n",
             calibration.rms_px);
  for (std::size_t i = 0; i < calibration.residuals.size(); ++i) {
    const Residual& residual = calibration.residuals[i];
    fmt::print("  {:>4}  {:>9.1f}  {:>8.2f}{}\n", i + 1, residual.image_px, residual.ground.value(),
               residual.rejected ? "  left out: it disagrees with the others" : "");
  }
}

std::string PersonHeights(const Camera& camera, const ImagePolygon& outline) {
  const std::optional<HeightsPx> heights = PersonHeightsIn(outline, camera);
  return heights ? fmt::format("{:.0f} .. {:.0f} px", heights->far, heights->near) : "-";
}

void PrintView(const Site& site, const Patch& patch, const PatchView& view) {
  const Zone& zone = site.zones[patch.zone.value()];
  const SiteCamera& camera = site.cameras[view.camera.value()];
  fmt::print("{:<16} {:<8} {:>9.1f} {:>9} {:>8.0f}%  {:<10} {}\n", zone.name, NameOf(zone.kind),
             zone.area.value(), zone.capacity ? fmt::format("{:.0f}", zone.capacity->value()) : "-",
             100.0 * CoverageOf(site, patch.zone), camera.name,
             PersonHeights(camera.calibration.camera, view.outline));
}

void PrintZones(const Site& site) {
  fmt::print("\n{:<16} {:<8} {:>9} {:>9} {:>9}  {:<10} {}\n", "zone", "kind", "area m2", "capacity",
             "coverage", "camera", "a person here is tall");
  for (const Patch& patch : site.patches) {
    if (site.zones[patch.zone.value()].fullest_of) continue;  // seen as its zone is
    for (const PatchView& view : patch.views) PrintView(site, patch, view);
  }
}

// Persons are counted by the first of these; by the next while it is blind.
std::string NamesOf(const Site& site, const std::vector<PatchView>& views) {
  std::string names;
  for (const PatchView& view : views) {
    names += (names.empty() ? "" : ", then ") + site.cameras[view.camera.value()].name;
  }
  return names;
}

// Of the zone, where `cut` sees nothing any more.
SquareMetres SeenWithout(const Site& site, ZoneIndex zone, CameraIndex cut) {
  SquareMetres seen(0);
  for (const Patch& patch : site.patches) {
    const bool remains = std::ranges::any_of(
        patch.views, [cut](const PatchView& view) { return view.camera != cut; });
    if (patch.zone == zone && remains) seen += patch.area;
  }
  return seen;
}

// Which part of a zone of several cameras is counted by whom, and what each camera is worth.
void PrintShares(const Site& site, ZoneIndex index) {
  const Zone& zone = site.zones[index.value()];
  std::set<CameraIndex> cameras;
  for (const Patch& patch : site.patches) {
    if (patch.zone != index) continue;
    for (const PatchView& view : patch.views) cameras.insert(view.camera);
  }
  if (cameras.size() < 2 || zone.fullest_of) return;
  fmt::print("\nzone \"{}\" is counted by several cameras\n  {:>9}  counted by\n", zone.name,
             "part m2");
  SquareMetres unseen = zone.area;
  for (const Patch& patch : site.patches) {
    if (patch.zone != index) continue;
    fmt::print("  {:>9.1f}  {}\n", patch.area.value(), NamesOf(site, patch.views));
    unseen = unseen - patch.area;
  }
  if (unseen.value() >= 0.05) fmt::print("  {:>9.1f}  nobody\n", unseen.value());
  for (const CameraIndex camera : cameras) {
    fmt::print("  without \"{}\" {:.0f}% of the zone is seen\n", site.cameras[camera.value()].name,
               100.0 * (SeenWithout(site, index, camera) / zone.area));
  }
}

// Where capacities come from, groups, and alarms.
void PrintRules(const Site& site) {
  for (const Zone& zone : site.zones) {
    if (!zone.capacity) continue;
    fmt::print("capacity of \"{}\": {:.0f} persons ({})\n", zone.name, zone.capacity->value(),
               zone.capacity_rule);
  }
  for (const Zone& zone : site.zones) {
    if (!zone.fullest_of) continue;
    fmt::print("\"{}\": the most persons in any {:g} m2 of \"{}\"; rules can name it\n", zone.name,
               zone.area.value(), site.zones[zone.fullest_of->value()].name);
  }
  for (const Group& group : site.groups) {
    std::string zones;
    for (const ZoneIndex zone : group.zones) {
      zones += (zones.empty() ? "" : " + ") + site.zones[zone.value()].name;
    }
    fmt::print("group \"{}\": {}", group.name, zones);
    if (group.capacity) {
      fmt::print(", for {:.0f} persons ({})", group.capacity->value(), group.capacity_rule);
    }
    fmt::print("\n");
  }
  for (const AlarmRule& rule : site.alarms) {
    fmt::print("alarm \"{}\" on {} of {}, {}, for {} s:", rule.name, NameOf(rule.on),
               fmt::join(rule.places, ", "), NameOf(rule.side), rule.stay.count());
    for (std::size_t i = 0; i < rule.limits.size(); ++i) {
      if (!rule.limits.at(i)) continue;
      fmt::print(" {} from {:g}, left at {:g};", NameOf(kBandsAboveClear.at(i)),
                 rule.limits.at(i)->enter, rule.limits.at(i)->leave);
    }
    for (const WeeklyHours& hours : rule.hours) fmt::print(" {};", FormatWeeklyHours(hours));
    for (const WeeklyHours& hours : rule.quiet) fmt::print(" not {};", FormatWeeklyHours(hours));
    fmt::print("\n");
  }
  if (!site.alarms.empty() && !MayAlarm(site.profile)) {
    fmt::print("no alarm is raised: that needs profile = \"live\"\n");
  }
}

// For what the site is counted, by whose leave, and how long still.
void PrintProfile(const SiteProfile& profile, const TimeZone& zone, Instant now) {
  if (profile.kind == Profile::kLive) {
    fmt::print("profile: live, a count per tick\n");
  } else {
    fmt::print("profile: statistics, means over 15 minutes; a live site says profile = \"live\"\n");
  }
  if (profile.legal_basis) {
    fmt::print("  legal basis: \"{}\" of {}, until {}\n", profile.legal_basis->reference,
               profile.legal_basis->authority, FormatDay(profile.legal_basis->expires));
  }
  if (const auto note = NoteOfTerm(profile, zone, now)) fmt::print("  {}\n", *note);
}

// What people beside the cameras should be told and the file does not say.
void PrintMissing(const Site& site) {
  std::vector<std::string_view> examples;
  for (const SiteCamera& camera : site.cameras) {
    const std::vector<NoticeLine> missing = MissingIn(camera.notice);
    if (missing.empty()) continue;
    if (examples.empty()) fmt::print("\nfor the sign on the wall (throng notice)\n");
    std::vector<std::string_view> keys;
    for (const NoticeLine& line : missing) {
      keys.push_back(line.key);
      if (std::ranges::find(examples, line.example) == examples.end()) {
        examples.push_back(line.example);
      }
    }
    fmt::print("  camera \"{}\" lacks {}\n", camera.name, fmt::join(keys, ", "));
  }
  if (examples.empty()) return;
  fmt::print("add below [notice], for all cameras, or below the [[camera]] they are for\n");
  for (const std::string_view example : examples) fmt::print("  {}\n", example);
}

}  // namespace

ExitCode Check(const CheckCommand& command) {
  const Result<Site> site = LoadSiteOrTell(command.site);
  if (!site) return ExitCode::kSite;
  fmt::print("{}: no mistakes\nsite \"{}\"\n", command.site.string(), site->name);
  PrintProfile(site->profile, ZoneOf(*site), SystemClock().Now());
  for (const SiteCamera& camera : site->cameras) {
    PrintCamera(camera);
    PrintCorrection(camera, Model::kNet);
  }
  PrintZones(*site);
  for (std::size_t i = 0; i < site->zones.size(); ++i) {
    PrintShares(*site, ZoneIndex(static_cast<std::uint16_t>(i)));
  }
  PrintRules(*site);
  PrintMissing(*site);
  return ExitCode::kOk;
}

}  // namespace throng
