// What is known of a place, a zone or a group of zones, at the end of one window.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "counter/base/time.h"
#include "counter/occupancy/estimate.h"
#include "counter/occupancy/level_of_service.h"
#include "counter/occupancy/trouble.h"

namespace throng {

// A value with the ends of its 90% interval; low <= expected <= high.
struct Range {
  double low;
  double expected;
  double high;
};

// From the end of the window. Absent: not within the hour. 0: it is full.
struct MinutesToFull {
  std::optional<double> earliest;
  std::optional<double> expected;
  std::optional<double> latest;
};

// Computed from released counts only, but for `trouble`. All that is absent is unknown, never zero.
struct Situation {
  Window window;
  Freshness freshness;
  int coverage_percent;
  // In the part that was seen; absent exactly if blind.
  std::optional<Range> persons = {};
  std::optional<Range> density_per_m2 = {};
  // Of a group: of the worst of its zones that are seen.
  std::optional<LevelOfService> level = {};
  // Absent without a capacity. Its bad end takes what is not seen to be as full as the rest.
  std::optional<Range> capacity_percent = {};
  std::optional<Range> headroom = {};  // persons; below 0 where there are too many
  // Persons; absent until enough windows were seen.
  std::optional<Range> change_per_minute = {};
  std::optional<MinutesToFull> to_full = {};  // absent where capacity or change are
  // Why it is not seen as well as it could be. Known live only, since it is not in the ledger; so
  // no alarm depends on it.
  std::optional<ZoneTrouble> trouble = {};
};

}  // namespace throng
