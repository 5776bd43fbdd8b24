// Released counts, window by window, to what is known of each zone and group.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/meaning/situation.h"
#include "counter/meaning/trend.h"
#include "counter/release/entry.h"
#include "counter/site/site.h"

namespace throng {

// A zone, or a group of zones.
struct WatchedPlace {
  std::string name;
  std::string kind;                // a zone's, or "group"
  std::vector<std::size_t> zones;  // positions among the zones; one, of a zone itself
  bool is_group;
  std::optional<Persons> capacity;
  std::string capacity_rule;  // where it comes from; empty if there is none
};

// The zones in their order, then the groups.
std::vector<WatchedPlace> PlacesOf(std::span<const ZoneFacts> zones, std::span<const Group> groups);

// Remembers a few minutes of counts for the trend, and nothing else. Feed it those again after a
// restart and it goes on as if there had been none.
class Situations {
 public:
  Situations(std::vector<ZoneFacts> zones, std::span<const Group> groups,
             TrendOptions options = {});

  const std::vector<WatchedPlace>& places() const { return places_; }

  // Of each place. `entries` are of `window`, at most one for each zone; a zone without is blind.
  // Windows come in order of time. `troubles` of the zones, in their order; empty where they are
  // not known. That of a group is what all zones that have one have, else kSeveral.
  std::vector<Situation> Take(const Window& window, std::span<const Entry> entries,
                              std::span<const ZoneTrouble> troubles = {});

 private:
  Situation SituationOf(std::size_t place, const Window& window,
                        std::span<const Entry* const> at_zone);

  std::vector<ZoneFacts> zones_;
  std::vector<WatchedPlace> places_;
  std::vector<Trend> trends_;  // at the position of the place
};

}  // namespace throng
