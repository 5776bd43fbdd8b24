// Released counts and zones as entries.
// SPDX-License-Identifier: Apache-2.0
#include "counter/release/entry.h"

namespace throng {

Entry EntryOf(const Published& published) {
  return {.zone = published.zone(),
          .window = published.window(),
          .count = published.count(),
          .coverage_percent = published.coverage_percent(),
          .freshness = published.freshness()};
}

std::vector<ZoneFacts> FactsOf(const Site& site) {
  std::vector<ZoneFacts> facts;
  facts.reserve(site.zones.size());
  for (const Zone& zone : site.zones) {
    facts.push_back({.name = zone.name,
                     .kind = zone.kind,
                     .area = zone.free_area,
                     .capacity = zone.capacity,
                     .capacity_rule = zone.capacity_rule,
                     .is_fullest = zone.fullest_of.has_value()});
  }
  return facts;
}

SquareMetres AreaBehind(int coverage_percent, const ZoneFacts& zone) {
  return zone.is_fullest ? zone.area : zone.area * (coverage_percent / 100.0);
}

}  // namespace throng
