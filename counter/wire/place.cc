// Checks and copies what an edge says of its site.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/place.h"

#include <throng/v1/place.pb.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>

#include "counter/site/fullest.h"
#include "counter/wire/check.h"
#include "counter/wire/limits.h"

namespace throng {
namespace {

static_assert(static_cast<int>(ZoneKind::kWalkway) == v1::ZONE_KIND_WALKWAY);
static_assert(static_cast<int>(ZoneKind::kQueue) == v1::ZONE_KIND_QUEUE);
static_assert(static_cast<int>(ZoneKind::kStair) == v1::ZONE_KIND_STAIR);
static_assert(v1::ZoneKind_MAX == v1::ZONE_KIND_STAIR, "teach this file the new one");

std::uint32_t Whole(Persons persons) {
  return static_cast<std::uint32_t>(
      std::clamp(std::round(persons.value()), 1.0, double{kMostCapacity}));
}

// Of a zone or a group.
template <class Place>
std::optional<Persons> CapacityIn(const Place& place) {
  if (!place.has_capacity_persons()) return std::nullopt;
  return Persons(place.capacity_persons());
}

template <class Place>
Refused CheckCapacityIn(const Place& place) {
  if (const Refused odd = CheckSentence("capacity_rule", place.capacity_rule())) return odd;
  if (place.has_capacity_persons()) {
    return CheckCapacity("capacity_persons", place.capacity_persons());
  }
  if (place.capacity_rule().empty()) return {};
  return Refusal{.field = "capacity_rule", .rule = "is there without a capacity"};
}

using Names = std::unordered_set<std::string_view>;

Refused CheckZone(const v1::Zone& zone, Names& names) {
  if (const Refused unknown = CheckKnown("", zone)) return unknown;
  if (const Refused odd = CheckName("name", zone.name())) return odd;
  if (!names.insert(zone.name()).second) {
    return Refusal{.field = "name", .rule = "is that of another place"};
  }
  if (zone.kind() < v1::ZONE_KIND_WALKWAY || zone.kind() > v1::ZoneKind_MAX) {
    return Refusal{.field = "kind", .rule = "is not said, or not known"};
  }
  if (!(zone.area_m2() >= kLeastAreaM2 && zone.area_m2() <= kMostAreaM2)) {  // so not NaN either
    return Refusal{.field = "area_m2", .rule = "is not from 1e-6 to 1e9"};
  }
  if (zone.is_fullest_cell() != IsFullestName(zone.name())) {
    return Refusal{.field = "is_fullest_cell", .rule = "is not what its name says"};
  }
  if (zone.is_fullest_cell() && zone.has_capacity_persons()) {
    return Refusal{.field = "capacity_persons", .rule = "is for zones, and not for their cells"};
  }
  return CheckCapacityIn(zone);
}

Refused CheckGroup(const v1::Group& group, const v1::Site& site, Names& names) {
  if (const Refused unknown = CheckKnown("", group)) return unknown;
  if (const Refused odd = CheckName("name", group.name())) return odd;
  if (!names.insert(group.name()).second) {
    return Refusal{.field = "name", .rule = "is that of another place"};
  }
  if (group.zones().empty()) return Refusal{.field = "zones", .rule = "are missing"};
  std::vector<bool> seen(static_cast<std::size_t>(site.zones_size()));
  for (const std::uint32_t zone : group.zones()) {
    if (zone >= seen.size()) return Refusal{.field = "zones", .rule = "name none of the site"};
    if (seen[zone]) return Refusal{.field = "zones", .rule = "name one twice"};
    seen[zone] = true;
    if (!site.zones(static_cast<int>(zone)).is_fullest_cell()) continue;
    return Refusal{.field = "zones", .rule = "name a fullest cell"};
  }
  return CheckCapacityIn(group);
}

Refused CheckSizes(const v1::Site& site) {
  const auto size_of = [](const auto& list) { return static_cast<std::size_t>(list.size()); };
  if (site.zones().empty()) return Refusal{.field = "zones", .rule = "are missing"};
  if (size_of(site.zones()) > kMostZones) {
    return Refusal{.field = "zones", .rule = "are more than 4096"};
  }
  if (size_of(site.groups()) > kMostGroups) {
    return Refusal{.field = "groups", .rule = "are more than 1024"};
  }
  std::size_t grouped = 0;
  for (const v1::Group& group : site.groups()) grouped += size_of(group.zones());
  if (grouped <= kMostGrouped) return {};
  return Refusal{.field = "groups", .rule = "have more than 16384 zones in all"};
}

SiteFacts Copied(const v1::Site& message) {
  SiteFacts site{.name = message.name(), .zones = {}, .groups = {}};
  for (const v1::Zone& zone : message.zones()) {
    site.zones.push_back({.name = zone.name(),
                          .kind = static_cast<ZoneKind>(zone.kind()),
                          .area = SquareMetres(zone.area_m2()),
                          .capacity = CapacityIn(zone),
                          .capacity_rule = zone.capacity_rule(),
                          .is_fullest = zone.is_fullest_cell()});
  }
  for (const v1::Group& group : message.groups()) {
    Group& copy = site.groups.emplace_back(Group{.name = group.name(),
                                                 .zones = {},
                                                 .capacity = CapacityIn(group),
                                                 .capacity_rule = group.capacity_rule()});
    for (const std::uint32_t zone : group.zones()) {
      copy.zones.emplace_back(static_cast<std::uint16_t>(zone));
    }
  }
  return site;
}

}  // namespace

v1::Site MessageOf(const SiteFacts& site) {
  v1::Site message;
  message.set_name(site.name);
  for (const ZoneFacts& facts : site.zones) {
    v1::Zone& zone = *message.add_zones();
    zone.set_name(facts.name);
    zone.set_kind(static_cast<v1::ZoneKind>(facts.kind));
    zone.set_area_m2(facts.area.value());
    if (facts.capacity) zone.set_capacity_persons(Whole(*facts.capacity));
    zone.set_capacity_rule(facts.capacity_rule);
    zone.set_is_fullest_cell(facts.is_fullest);
  }
  for (const Group& facts : site.groups) {
    v1::Group& group = *message.add_groups();
    group.set_name(facts.name);
    for (const ZoneIndex zone : facts.zones) group.add_zones(zone.value());
    if (facts.capacity) group.set_capacity_persons(Whole(*facts.capacity));
    group.set_capacity_rule(facts.capacity_rule);
  }
  return message;
}

Result<SiteFacts, Refusal> SiteFrom(const v1::Site& message) {
  if (const Refused unknown = CheckKnown("site", message)) return *unknown;
  if (const Refused odd = CheckName("site.name", message.name())) return *odd;
  if (const Refused odd = CheckSizes(message)) return *odd;
  Names names;
  std::size_t position = 0;
  for (const v1::Zone& zone : message.zones()) {
    if (const Refused odd = CheckZone(zone, names)) return At("zones", position, *odd);
    ++position;
  }
  position = 0;
  for (const v1::Group& group : message.groups()) {
    if (const Refused odd = CheckGroup(group, message, names)) return At("groups", position, *odd);
    ++position;
  }
  return Copied(message);
}

}  // namespace throng
