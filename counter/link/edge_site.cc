// Numbers the zones of groups as the ledger does.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/edge_site.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace throng {
namespace {

// Nothing if one of its zones is not there yet.
std::optional<Group> GroupIn(std::span<const ZoneFacts> zones, const Site& site, Group group) {
  for (ZoneIndex& zone : group.zones) {
    const std::string& name = site.zones[zone.value()].name;
    const auto found = std::ranges::find(zones, name, &ZoneFacts::name);
    if (found == zones.end()) return std::nullopt;
    zone = ZoneIndex(static_cast<std::uint16_t>(found - zones.begin()));
  }
  return group;
}

bool AreSameZones(const ZoneFacts& a, const ZoneFacts& b) {
  return a.name == b.name && a.kind == b.kind && a.area == b.area && a.capacity == b.capacity &&
         a.capacity_rule == b.capacity_rule;
}

bool AreSameGroups(const Group& a, const Group& b) {
  return a.name == b.name && a.zones == b.zones && a.capacity == b.capacity &&
         a.capacity_rule == b.capacity_rule;
}

}  // namespace

SiteFacts EdgeSite(const Site& site, std::vector<ZoneFacts> ledger_zones) {
  SiteFacts facts{.name = site.name, .zones = std::move(ledger_zones), .groups = {}};
  for (const Group& group : site.groups) {
    if (auto numbered = GroupIn(facts.zones, site, group)) {
      facts.groups.push_back(*std::move(numbered));
    }
  }
  return facts;
}

bool AreSame(const SiteFacts& a, const SiteFacts& b) {
  return a.name == b.name && std::ranges::equal(a.zones, b.zones, AreSameZones) &&
         std::ranges::equal(a.groups, b.groups, AreSameGroups);
}

}  // namespace throng
