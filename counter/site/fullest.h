// The zone that stands for the fullest cell of another: its name, and what may be wrong with it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/site/draft.h"
#include "counter/site/may_go_on.h"
#include "counter/site/site.h"

namespace throng {

// "hall, fullest 16 m2": of zone "hall".
std::string FullestName(std::string_view zone, SquareMetres cell);

// Whether a name is of that form. No zone in a site file may have such a one, so that readers of a
// ledger, which knows zones by their names, know such a zone too.
bool IsFullestName(std::string_view name);

// The names that zones with cells add, in the order of their zones.
std::vector<std::string> FullestNamesOf(const DraftSite& draft);

// Adds every mistake that concerns cells to `complaints`, but for those of a zone's size.
void CheckFullest(const DraftSite& draft, const MayGoOn& may_go_on,
                  std::vector<Complaint>& complaints);

// A mistake where the zone, of `area`, has no room for two cells.
void CheckRoomForCells(const DraftZone& zone, SquareMetres area,
                       std::vector<Complaint>& complaints);

// How many places in the tally of each camera that sees it one piece of `zone` takes.
inline std::size_t PlacesInTally(const DraftZone& zone) { return zone.cell_m2 ? 2 : 1; }

// How large a cell each zone's draft asks for, if it does; at ZoneIndex.
using CellAreas = std::vector<std::optional<SquareMetres>>;
inline std::optional<SquareMetres> CellOf(const DraftZone& zone) {
  if (!zone.cell_m2) return std::nullopt;
  return SquareMetres(zone.cell_m2->value);
}

// Adds after all `zones` and `patches` those that their cells ask for. A zone without a name gets
// none: its cell would have none either.
void AddFullest(const CellAreas& cells, std::vector<Zone>& zones, std::vector<Patch>& patches);

}  // namespace throng
