// What a count means for its zone: density, level of service, share of capacity.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "counter/base/units.h"
#include "counter/occupancy/level_of_service.h"
#include "counter/release/entry.h"

namespace throng {

struct Meaning {
  PersonsPerM2 density;  // over the part of the zone that was seen
  LevelOfService level;
  std::optional<double> capacity_percent;  // of the whole zone's capacity; absent if it has none
};

// Computed from released numbers only. Nothing for a blind entry.
std::optional<Meaning> MeaningOf(const Entry& entry, const ZoneFacts& zone);

// "fresh", "stale", "blind".
std::string_view NameOf(Freshness freshness);

}  // namespace throng
