// Reads zones and windows, and looks whether they can be.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/ledger_rows.h"

#include <utility>

#include "counter/site/fullest.h"
#include "counter/store/sql.h"

namespace throng {
namespace {

std::optional<ZoneKind> KindOf(const std::string& name) {
  for (const ZoneKind kind : {ZoneKind::kWalkway, ZoneKind::kQueue, ZoneKind::kStair}) {
    if (name == NameOf(kind)) return kind;
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<ZoneRow>> ZonesIn(SQLite::Database& sql) {
  std::vector<ZoneRow> zones;
  SQLite::Statement all(sql, VersionOf(sql) < 2
                                 ? "SELECT zone, name, kind, area_m2, capacity, NULL FROM zone "
                                   "ORDER BY zone"
                                 : "SELECT zone, name, kind, area_m2, capacity, capacity_rule "
                                   "FROM zone ORDER BY zone");
  while (all.executeStep()) {
    const std::optional<ZoneKind> kind = KindOf(all.getColumn(2).getString());
    if (!kind) return Fault::kLedgerDamaged;
    std::optional<Persons> capacity;
    if (!all.getColumn(4).isNull()) capacity = Persons(all.getColumn(4).getDouble());
    zones.push_back({.row = all.getColumn(0).getInt64(),
                     .facts = {.name = all.getColumn(1).getString(),
                               .kind = *kind,
                               .area = SquareMetres(all.getColumn(3).getDouble()),
                               .capacity = capacity,
                               .capacity_rule = all.getColumn(5).getString(),
                               .is_fullest = IsFullestName(all.getColumn(1).getString())}});
  }
  return zones;
}

std::optional<Entry> WindowIn(SQLite::Statement& row, int first, ZoneIndex zone) {
  const auto whole = [&row, first](int column) {
    return std::int64_t{row.getColumn(first + column).getInt64()};
  };
  const std::int64_t start = whole(0), end = whole(1), coverage = whole(5), freshness = whole(6);
  if (start >= end || coverage < 0 || coverage > 100 || freshness < 1 || freshness > 3) return {};
  Entry entry{.zone = zone,
              .window = {Instant(start), Instant(end)},
              .count = std::nullopt,
              .coverage_percent = static_cast<int>(coverage),
              .freshness = static_cast<Freshness>(freshness)};
  const bool is_blind = row.getColumn(first + 2).isNull();
  if (is_blind != (entry.freshness == Freshness::kBlind)) return {};
  if (is_blind) return entry;
  const std::int64_t persons = whole(2), low = whole(3), high = whole(4);
  if (low < 0 || low > persons || persons > high || high > 65'535) return {};
  entry.count = WholeCount{.persons = static_cast<std::uint16_t>(persons),
                           .low = static_cast<std::uint16_t>(low),
                           .high = static_cast<std::uint16_t>(high)};
  return entry;
}

bool IsSane(const AlarmEvent& event) {
  const bool is_known = event.change >= AlarmChange::kRaise && event.change <= AlarmChange::kEnd &&
                        event.kind >= AlarmKind::kCrowding && event.kind <= AlarmKind::kStale &&
                        event.band <= Band::kCritical;
  const bool has_count = !event.count || (event.count->low <= event.count->persons &&
                                          event.count->persons <= event.count->high);
  return is_known && has_count && event.alarm > 0 && event.sequence > 0;
}

}  // namespace throng
