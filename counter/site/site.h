// The whole site: cameras, zones, patches. Valid by construction, immutable.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter/base/ids.h"
#include "counter/base/units.h"
#include "counter/site/alarm_rule.h"
#include "counter/site/calibrate.h"
#include "counter/site/camera.h"
#include "counter/site/geometry.h"
#include "counter/site/profile.h"

namespace throng {

// What people do in a zone; decides which of Fruin's scales applies.
enum class ZoneKind : std::uint8_t { kWalkway = 1, kQueue = 2, kStair = 3 };

struct Zone {
  std::string name;  // 1..64 bytes of UTF-8 without control characters; unique in the site
  ZoneKind kind;
  GroundPolygon outline;            // simple
  SquareMetres area;                // of `outline`, > 0; of one cell where this is a fullest one
  SquareMetres free_area;           // what furniture leaves of it, > 0
  std::optional<Persons> capacity;  // whole, > 0
  std::string capacity_rule = {};   // where it comes from, for people; empty if there is none
  // Of which zone, one before it, this is the fullest cell: whoever is counted here is there too.
  // It has the outline and the patches of that zone, each counted once more in its fullest cell,
  // and is as full as the fullest of them. No capacity, and in no group.
  std::optional<ZoneIndex> fullest_of = std::nullopt;
};

// Zones that are watched as one: a station, a venue.
struct Group {
  std::string name;                 // as a zone's; no zone or other group has it
  std::vector<ZoneIndex> zones;     // at least one, each once
  std::optional<Persons> capacity;  // as written; else the sum, where all its zones have one
  std::string capacity_rule;        // as a zone's
};

// How one camera sees a patch.
struct PatchView {
  CameraIndex camera;
  ImagePolygon outline;  // in that camera's picture; a person belongs here if the foot point does
};

// A part of one zone that may be counted by any of the same cameras. The patches of a zone do not
// overlap and add up to what is seen of it.
struct Patch {
  ZoneIndex zone;
  SquareMetres area;  // > 0, at most that of its zone's ground
  // At least one, each of another camera; first the camera whose picture has most pixels for each
  // square metre of the patch, so the one that is near and looks down steeply.
  std::vector<PatchView> views;
};

// A look at the place by a person, who counted everybody in what a camera sees of its zones, beside
// what a model counted there at that moment.
struct Moment {
  std::string model;  // the model's own name for itself
  Persons counted;    // whole, 0..kMostInMoment
  Persons known;      // the same
};
inline constexpr double kMostInMoment = 4092;  // what one tally can say

struct SiteCamera {
  std::string name;  // as a zone's; unique among cameras
  // As written: a path relative to the site file's folder, or absolute; or an address that
  // ParseCameraAddress accepts (site/address.h).
  std::string source;
  Calibration calibration;
  std::vector<Moment> moments;  // in the file's order
  Notice notice = {};           // what is said for all cameras included
  // Its metres begin below it (people's heights, a pose without a place); else they are the site's.
  bool has_own_metres = false;
};

// Made by LoadSite only (site/load.h), which checks all of the above. At most 4 views for each
// camera.
struct Site {
  std::string name;
  std::vector<SiteCamera> cameras;  // at CameraIndex
  std::vector<Zone> zones;          // at ZoneIndex
  std::vector<Patch> patches;       // at PatchIndex; in the order of their zones
  std::vector<Group> groups = {};
  std::vector<AlarmRule> alarms = {};
  std::string time_zone = {};  // of `alarms` and the legal basis, like Europe/Paris; empty: UTC
  SiteProfile profile = {};
};

// One view, by positions in Site::patches and Patch::views.
struct ViewPlace {
  std::size_t patch;
  std::size_t view;
};

// The views of `camera`, in the order in which its tally tells them: that of the patches.
std::vector<ViewPlace> ViewsOf(const Site& site, CameraIndex camera);

// The area in which its people are looked for: that of `zone`, or of the zone whose fullest cell it
// is.
SquareMetres GroundOf(const Site& site, ZoneIndex zone);

// Share of that area that the zone's patches see, 0..1.
double CoverageOf(const Site& site, ZoneIndex zone);
double CoverageOf(const std::vector<Zone>& zones, const std::vector<Patch>& patches,
                  ZoneIndex zone);

// The name of a kind in site files and outputs: "walkway", "queue", "stair".
const char* NameOf(ZoneKind kind);

}  // namespace throng
