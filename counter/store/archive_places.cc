// Reads and writes what edges say of their sites.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_places.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "counter/site/fullest.h"

namespace throng {
namespace {

bool Agree(const ZoneFacts& a, const ZoneFacts& b) {
  const double difference = std::abs((a.area - b.area).value());
  return a.name == b.name && a.kind == b.kind && a.capacity == b.capacity &&
         difference <= 1e-6 * b.area.value();
}

SqlValue CapacityOf(const std::optional<Persons>& capacity) {
  if (!capacity) return {};
  return static_cast<std::int64_t>(capacity->value());
}

std::optional<Persons> CapacityIn(const SqlRow& row, int column) {
  if (row.IsNull(column)) return std::nullopt;
  return Persons(static_cast<double>(row.Integer(column)));
}

ZoneFacts ZoneIn(const SqlRow& row) {
  std::string name = row.Text(1);
  const bool is_fullest = IsFullestName(name);
  return {.name = std::move(name),
          .kind = static_cast<ZoneKind>(row.Integer(2)),
          .area = SquareMetres(row.Real(3)),
          .capacity = CapacityIn(row, 4),
          .capacity_rule = row.Text(5),
          .is_fullest = is_fullest};
}

constexpr const char* kZoneColumns = "site, name, kind, area_m2, capacity, capacity_rule";

// The number of the site, made if it is not there.
Result<std::int64_t> NumberOf(SqlSession& session, const std::string& name) {
  std::optional<std::int64_t> number;
  const std::array<SqlValue, 1> values = {name};
  const auto take = [&number](const SqlRow& row) {
    number = row.Integer(0);
    return true;
  };
  Status done = session.Run("SELECT site FROM site WHERE name = $1", values, take);
  if (done && !number) {
    done = session.Run("INSERT INTO site (name, longest_ns) VALUES ($1, 0) RETURNING site", values,
                       take);
  }
  if (!done) return done.error();
  if (!number) return Fault::kInternal;
  return *number;
}

Status PutZone(SqlSession& session, std::int64_t site, std::size_t position,
               const ZoneFacts& zone) {
  const std::array<SqlValue, 7> values = {site,
                                          static_cast<std::int64_t>(position),
                                          zone.name,
                                          static_cast<std::int64_t>(zone.kind),
                                          zone.area.value(),
                                          CapacityOf(zone.capacity),
                                          zone.capacity_rule};
  return session.Run(
      "INSERT INTO zone (site, position, name, kind, area_m2, capacity, capacity_rule) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) "
      "ON CONFLICT (site, position) DO UPDATE SET capacity_rule = excluded.capacity_rule",
      values, kNoRows);
}

Status ReplaceGroups(SqlSession& session, std::int64_t site, std::span<const Group> groups) {
  const std::array<SqlValue, 1> of_site = {site};
  for (const char* table : {"zone_group_member", "zone_group"}) {
    const Status dropped =
        session.Run(std::string("DELETE FROM ") + table + " WHERE site = $1", of_site, kNoRows);
    if (!dropped) return dropped;
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto position = static_cast<std::int64_t>(i);
    const std::array<SqlValue, 5> values = {
        site, position, groups[i].name, CapacityOf(groups[i].capacity), groups[i].capacity_rule};
    const Status added = session.Run(
        "INSERT INTO zone_group (site, position, name, capacity, capacity_rule) "
        "VALUES ($1, $2, $3, $4, $5)",
        values, kNoRows);
    if (!added) return added;
    for (const ZoneIndex zone : groups[i].zones) {
      const std::array<SqlValue, 3> member = {site, position, std::int64_t{zone.value()}};
      const Status joined =
          session.Run("INSERT INTO zone_group_member (site, position, zone) VALUES ($1, $2, $3)",
                      member, kNoRows);
      if (!joined) return joined;
    }
  }
  return Done{};
}

}  // namespace

Status CheckZones(std::span<const ZoneFacts> known, std::span<const ZoneFacts> zones) {
  if (zones.size() < known.size()) return Fault::kLedgerOtherSite;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (!Agree(known[i], zones[i])) return Fault::kLedgerOtherSite;
  }
  return Done{};
}

Result<std::int64_t> EnterSite(SqlSession& session, const SiteFacts& site) {
  const Result<std::int64_t> number = NumberOf(session, site.name);
  if (!number) return number;
  std::vector<ZoneFacts> known;
  const std::array<SqlValue, 1> of_site = {*number};
  Status done = session.Run(
      std::string("SELECT ") + kZoneColumns + " FROM zone WHERE site = $1 ORDER BY position",
      of_site, [&known](const SqlRow& row) {
        known.push_back(ZoneIn(row));
        return true;
      });
  if (done) done = CheckZones(known, site.zones);
  for (std::size_t i = 0; done && i < site.zones.size(); ++i) {
    if (i < known.size() && known[i].capacity_rule == site.zones[i].capacity_rule) continue;
    done = PutZone(session, *number, i, site.zones[i]);
  }
  if (done) done = ReplaceGroups(session, *number, site.groups);
  if (!done) return done.error();
  return *number;
}

Result<std::vector<KnownSite>> ReadSites(SqlSession& session) {
  std::vector<KnownSite> sites;
  std::map<std::int64_t, std::size_t> places;  // of a number among `sites`
  Status done = session.Run("SELECT site, name FROM site", {}, [&](const SqlRow& row) {
    sites.push_back(
        {.number = row.Integer(0), .facts = {.name = row.Text(1), .zones = {}, .groups = {}}});
    return true;
  });
  std::ranges::sort(sites, {}, [](const KnownSite& site) { return site.facts.name; });
  for (std::size_t i = 0; i < sites.size(); ++i) places[sites[i].number] = i;
  const auto facts = [&](const SqlRow& row) -> SiteFacts& {
    return sites.at(places.at(row.Integer(0))).facts;
  };
  if (done) {
    done = session.Run(std::string("SELECT ") + kZoneColumns + " FROM zone ORDER BY site, position",
                       {}, [&](const SqlRow& row) {
                         facts(row).zones.push_back(ZoneIn(row));
                         return true;
                       });
  }
  if (done) {
    done = session.Run(
        "SELECT site, name, capacity, capacity_rule FROM zone_group ORDER BY site, position", {},
        [&](const SqlRow& row) {
          facts(row).groups.push_back({.name = row.Text(1),
                                       .zones = {},
                                       .capacity = CapacityIn(row, 2),
                                       .capacity_rule = row.Text(3)});
          return true;
        });
  }
  if (done) {
    done = session.Run(
        "SELECT site, position, zone FROM zone_group_member ORDER BY site, position, zone", {},
        [&](const SqlRow& row) {
          const auto zone = ZoneIndex(static_cast<std::uint16_t>(row.Integer(2)));
          facts(row).groups.at(static_cast<std::size_t>(row.Integer(1))).zones.push_back(zone);
          return true;
        });
  }
  if (!done) return done.error();
  return sites;
}

}  // namespace throng
