// Zones with cells bring a second zone, which has the same patches.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/fullest.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "counter/base/check.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::string_view kFullest = ", fullest ";
constexpr std::string_view kUnit = " m2";
constexpr double kRoundedM2 = 0.05;  // areas are told to a tenth

void CheckNotFullest(const std::optional<Written<std::string>>& name,
                     std::vector<Complaint>& complaints) {
  if (!name || !IsFullestName(name->value)) return;
  AddMistake(complaints, name->place,
             "a name that ends like this is what throng calls the fullest cell of a zone; choose "
             "another");
}

}  // namespace

std::string FullestName(std::string_view zone, SquareMetres cell) {
  return fmt::format("{}{}{:g}{}", zone, kFullest, cell.value(), kUnit);
}

bool IsFullestName(std::string_view name) {
  const std::size_t at = name.rfind(kFullest);
  if (at == std::string_view::npos || at == 0 || !name.ends_with(kUnit)) return false;
  const char* const from = name.data() + at + kFullest.size();
  const char* const to = name.data() + name.size() - kUnit.size();
  double cell = 0;
  return from < to && std::from_chars(from, to, cell).ptr == to;
}

std::vector<std::string> FullestNamesOf(const DraftSite& draft) {
  std::vector<std::string> names;
  for (const DraftZone& zone : draft.zones) {
    if (!zone.name || !zone.cell_m2) continue;
    names.push_back(FullestName(zone.name->value, SquareMetres(zone.cell_m2->value)));
  }
  return names;
}

void CheckFullest(const DraftSite& draft, const MayGoOn& may_go_on,
                  std::vector<Complaint>& complaints) {
  for (const DraftZone& zone : draft.zones) {
    CheckNotFullest(zone.name, complaints);
    if (!zone.name || !zone.cell_m2) continue;
    const std::string name = FullestName(zone.name->value, SquareMetres(zone.cell_m2->value));
    if (FaultOfName(zone.name->value) || !FaultOfName(name)) continue;
    AddMistake(complaints, zone.name->place,
               "the fullest cell's name, " + Quote(name) +
                   ", is longer than 64 bytes; give the zone a shorter one");
  }
  const std::vector<std::string> fullest = FullestNamesOf(draft);
  for (const DraftGroup& group : draft.groups) {
    CheckNotFullest(group.name, complaints);
    for (const auto& [name, place] : group.zones) {
      if (!may_go_on()) return;
      if (std::ranges::find(fullest, name) == fullest.end()) continue;
      AddMistake(complaints, place,
                 "a group is the sum of its zones, and whoever is in the fullest cell is in its "
                 "zone already; delete this one (a rule can name it beside the group)");
    }
  }
}

void CheckRoomForCells(const DraftZone& zone, SquareMetres area,
                       std::vector<Complaint>& complaints) {
  if (!zone.cell_m2 || area.value() + kRoundedM2 >= 2 * zone.cell_m2->value) return;
  AddMistake(complaints, zone.cell_m2->place,
             "the zone has " + Number(area.value(), 1) +
                 " m2, which is less than two cells, so its density is the cells' already; delete "
                 "this line");
}

void AddFullest(const CellAreas& cells, std::vector<Zone>& zones, std::vector<Patch>& patches) {
  COUNTER_CHECK(zones.size() == cells.size());
  const std::size_t written_patches = patches.size();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i] || zones[i].name.empty()) continue;
    const ZoneIndex parent(static_cast<std::uint16_t>(i));
    const ZoneIndex index(static_cast<std::uint16_t>(zones.size()));
    Zone zone = zones[i];
    zone.name = FullestName(zone.name, *cells[i]);
    zone.area = *cells[i];
    zone.free_area = *cells[i];
    zone.capacity = std::nullopt;
    zone.capacity_rule.clear();
    zone.fullest_of = parent;
    zones.push_back(std::move(zone));
    for (std::size_t patch = 0; patch < written_patches; ++patch) {
      if (patches[patch].zone != parent) continue;
      Patch copy = patches[patch];
      copy.zone = index;
      patches.push_back(std::move(copy));
    }
  }
}

}  // namespace throng
