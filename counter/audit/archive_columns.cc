// The columns that an archive of a hub may have, in SQLite and in PostgreSQL.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "counter/audit/promises.h"

namespace throng {
namespace {

// Table.column and what it holds, as store/sqlite_session.cc and store/postgres_schema.cc make
// them. Names, reasons and roles come from edges, which have them from their site files.
constexpr std::array<std::string_view, 56> kArchiveColumns{"archive_version.version whole",
                                                           "site.site whole",
                                                           "site.name text",
                                                           "site.longest_ns whole",
                                                           "zone.site whole",
                                                           "zone.position whole",
                                                           "zone.name text",
                                                           "zone.kind whole",
                                                           "zone.area_m2 real",
                                                           "zone.capacity whole",
                                                           "zone.capacity_rule text",
                                                           "zone_group.site whole",
                                                           "zone_group.position whole",
                                                           "zone_group.name text",
                                                           "zone_group.capacity whole",
                                                           "zone_group.capacity_rule text",
                                                           "zone_group_member.site whole",
                                                           "zone_group_member.position whole",
                                                           "zone_group_member.zone whole",
                                                           "occupancy.site whole",
                                                           "occupancy.window_start_ns whole",
                                                           "occupancy.window_end_ns whole",
                                                           "occupancy.zone whole",
                                                           "occupancy.persons whole",
                                                           "occupancy.low whole",
                                                           "occupancy.high whole",
                                                           "occupancy.coverage_percent whole",
                                                           "occupancy.freshness whole",
                                                           "unrolled.site whole",
                                                           "unrolled.quarter_ns whole",
                                                           "kept.resolution whole",
                                                           "kept.since_ns whole",
                                                           "kept.emptied_ns whole",
                                                           "alarm_event.site whole",
                                                           "alarm_event.alarm whole",
                                                           "alarm_event.sequence whole",
                                                           "alarm_event.change whole",
                                                           "alarm_event.kind whole",
                                                           "alarm_event.rule text",
                                                           "alarm_event.place text",
                                                           "alarm_event.band whole",
                                                           "alarm_event.at_ns whole",
                                                           "alarm_event.persons whole",
                                                           "alarm_event.low whole",
                                                           "alarm_event.high whole",
                                                           "alarm_event.reason text",
                                                           "alarm_event.by_role text",
                                                           "alarm_asked.site whole",
                                                           "alarm_asked.alarm whole",
                                                           "alarm_asked.by_role text",
                                                           "alarm_asked.at_ns whole",
                                                           "edge_alarm.site whole",
                                                           "edge_alarm.alarm whole",
                                                           "edge_alarm.ledger whole",
                                                           "edge_alarm.number whole",
                                                           "edge_alarm.raised_ns whole"};

// Of each of the tables of sums; all are whole numbers.
constexpr std::array<std::string_view, 4> kSumTables{"rollup_minute", "rollup_quarter_hour",
                                                     "rollup_hour", "rollup_day"};
constexpr std::array<std::string_view, 11> kSumNames{
    "site",    "zone",        "start_ns",    "counted_us", "persons_us", "low_us",
    "high_us", "coverage_us", "top_persons", "top_low",    "top_high"};

// In words that both databases have in common; others as they are.
std::string KindOf(const std::string& type) {
  if (type == "INTEGER" || type == "integer" || type == "bigint") return "whole";
  if (type == "REAL" || type == "double precision") return "real";
  if (type == "TEXT" || type == "text") return "text";
  return type;
}

bool IsKnown(const Column& column) {
  const std::string kind = KindOf(column.type);
  if (std::ranges::count(kSumTables, column.table) > 0) {
    return kind == "whole" && std::ranges::count(kSumNames, column.name) > 0;
  }
  return std::ranges::count(kArchiveColumns,
                            fmt::format("{}.{} {}", column.table, column.name, kind)) > 0;
}

}  // namespace

Finding FindingOnArchive(std::span<const Column> columns) {
  Finding finding{.promise = "The archive holds counts of zones and their alarms, and nothing else",
                  .checked = "every table and column, as the database tells them",
                  .by_hand = "sqlite3 ARCHIVE .schema, or psql: \\d"};
  std::string others;
  for (const Column& column : columns) {
    if (IsKnown(column)) continue;
    others += fmt::format("; {}.{} {}", column.table, column.name, column.type);
  }
  finding.verdict = others.empty() && !columns.empty() ? Outcome::kHolds : Outcome::kBroken;
  finding.figure = others.empty() ? fmt::format("{} columns, all known", columns.size())
                                  : fmt::format("unknown: {}", others.substr(2));
  return finding;
}

}  // namespace throng
