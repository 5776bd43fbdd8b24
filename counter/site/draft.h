// The site file as written: the right words and types, each with its place; not yet a site.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "counter/base/units.h"
#include "counter/site/alarm_rule.h"
#include "counter/site/calibrate.h"
#include "counter/site/geometry.h"
#include "counter/site/load.h"
#include "counter/site/profile.h"
#include "counter/site/wording.h"

namespace throng {

// What is absent here was missing, or was a mistake that has been reported; leave it at that.
template <class T>
struct Written {
  T value;
  Place place;
};

struct DraftPose {
  Metres height;
  double tilt_deg;
  std::optional<Standpoint> stand;
};

using DraftGroundMarks = std::vector<Written<GroundMark>>;
using DraftHeightMarks = std::vector<Written<HeightMark>>;

// How much it bends, or lines that are straight in reality.
using DraftLines = std::vector<Written<ImageLine>>;
using DraftLens = std::variant<double, DraftLines>;

struct DraftCamera {
  Place place;
  std::optional<Written<std::string>> name;
  std::optional<Written<std::string>> source;
  std::optional<Written<ImageSize>> picture;
  std::optional<Written<std::variant<DraftGroundMarks, DraftHeightMarks, DraftPose>>> calibration;
  std::optional<Written<double>> field_of_view_deg;
  std::optional<Written<DraftLens>> lens = std::nullopt;  // none: a pinhole
  Notice notice = {};                                     // its own
};

// A corner of an outline, in pixels or metres.
struct DraftCorner {
  double x;
  double y;
};

struct DraftOutline {
  bool in_image;  // else in metres on the ground
  std::vector<Written<DraftCorner>> corners;
};

// A number of persons, or the rule that gives it.
struct DraftCapacityRule {
  std::string rule;
  double physical = 1;  // Green Guide's factor (P)
  double safety = 1;    // and (S)
  double seats = 0;
  double standing_m2 = 0;
  double per_m2 = 0;
};
using DraftCapacity = std::variant<double, DraftCapacityRule>;

struct DraftZone {
  Place place;
  std::optional<Written<std::string>> name;
  std::optional<Written<std::string>> kind;
  std::vector<Written<std::string>> cameras;  // one, from "camera", or those of "cameras"
  std::optional<Written<DraftOutline>> outline;
  std::optional<Written<DraftCapacity>> capacity;
  std::optional<Written<double>> obstructed_m2;
  std::optional<Written<double>> cell_m2 = std::nullopt;
};

struct DraftMoment {
  std::optional<Written<std::string>> camera;
  std::optional<Written<std::string>> model;
  std::optional<Written<double>> counted;
  std::optional<Written<double>> known;
};

struct DraftGroup {
  Place place;
  std::optional<Written<std::string>> name;
  std::vector<Written<std::string>> zones;
  std::optional<Written<double>> capacity;
};

struct DraftAlarm {
  Place place;
  std::optional<Written<std::string>> name;
  std::vector<Written<std::string>> places;
  AlarmRule rule;  // all but name, places and what depends on them
};

struct DraftSite {
  std::optional<Written<std::string>> name;
  std::vector<DraftCamera> cameras;
  std::vector<DraftZone> zones;
  std::vector<DraftMoment> moments;
  std::vector<DraftGroup> groups;
  std::vector<DraftAlarm> alarms;
  std::optional<Written<std::string>> time_zone;
  SiteProfile profile = {};
  Notice notice = {};  // of all cameras that do not say otherwise
};

}  // namespace throng
