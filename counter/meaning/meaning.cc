// Density, level and share of capacity from a released count.
// SPDX-License-Identifier: Apache-2.0
#include "counter/meaning/meaning.h"

#include "counter/base/check.h"

namespace throng {

std::optional<Meaning> MeaningOf(const Entry& entry, const ZoneFacts& zone) {
  if (!entry.count || entry.coverage_percent == 0) return std::nullopt;
  const SquareMetres seen = AreaBehind(entry.coverage_percent, zone);
  const Persons persons(entry.count->persons);
  const PersonsPerM2 density = persons / seen;
  std::optional<double> capacity_percent;
  if (zone.capacity) capacity_percent = 100.0 * (persons / *zone.capacity);
  return Meaning{.density = density,
                 .level = LevelOf(zone.kind, density),
                 .capacity_percent = capacity_percent};
}

std::string_view NameOf(Freshness freshness) {
  switch (freshness) {
    case Freshness::kFresh:
      return "fresh";
    case Freshness::kStale:
      return "stale";
    case Freshness::kBlind:
      return "blind";
  }
  COUNTER_CHECK(false);
}

}  // namespace throng
