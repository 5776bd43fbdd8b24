// Reads and writes windows, sums and events.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_rows.h"

namespace throng {
namespace {

constexpr const char* kArchivedColumns =
    "alarm, sequence, change, kind, rule, place, band, at_ns, persons, low, high, reason, by_role";

std::uint16_t Whole(const SqlRow& row, int column) {
  return static_cast<std::uint16_t>(row.Integer(column));
}

AlarmEvent EventIn(const SqlRow& row) {
  return {.alarm = row.Integer(0),
          .sequence = static_cast<int>(row.Integer(1)),
          .change = static_cast<AlarmChange>(row.Integer(2)),
          .kind = static_cast<AlarmKind>(row.Integer(3)),
          .rule = row.Text(4),
          .place = row.Text(5),
          .band = static_cast<Band>(row.Integer(6)),
          .at = Instant(row.Integer(7)),
          .count = CountIn(row, 8),
          .reason = row.Text(11),
          .by = row.Text(12)};
}

}  // namespace

std::string TableOf(Resolution resolution) {
  for (const RolledUp& rolled : kRolledUp) {
    if (rolled.resolution == resolution) return rolled.table;
  }
  return "occupancy";
}

std::optional<WholeCount> CountIn(const SqlRow& row, int first) {
  if (row.IsNull(first)) return std::nullopt;
  return WholeCount{
      .persons = Whole(row, first), .low = Whole(row, first + 1), .high = Whole(row, first + 2)};
}

Entry EntryIn(const SqlRow& row, int first) {
  return {.zone = ZoneIndex(Whole(row, first)),
          .window = {Instant(row.Integer(first + 1)), Instant(row.Integer(first + 2))},
          .count = CountIn(row, first + 3),
          .coverage_percent = static_cast<int>(row.Integer(first + 6)),
          .freshness = static_cast<Freshness>(row.Integer(first + 7))};
}

std::pair<std::uint16_t, HistorySums> SumsIn(const SqlRow& row) {
  return {Whole(row, 0), HistorySums{.counted_us = row.Integer(2),
                                     .persons_us = row.Integer(3),
                                     .low_us = row.Integer(4),
                                     .high_us = row.Integer(5),
                                     .coverage_us = row.Integer(6),
                                     .highest = CountIn(row, 7)}};
}

std::string OnlyZones(const char* column, const std::vector<std::uint16_t>& zones) {
  if (zones.empty()) return "";
  std::string text;
  for (const std::uint16_t zone : zones) text += (text.empty() ? "" : ", ") + std::to_string(zone);
  return std::string(" AND ") + column + " IN (" + text + ")";
}

Status AddEvents(SqlSession& session, std::int64_t site, std::span<const AlarmEvent> events) {
  for (const AlarmEvent& event : events) {
    std::array<SqlValue, 14> values = {site,
                                       event.alarm,
                                       std::int64_t{event.sequence},
                                       static_cast<std::int64_t>(event.change),
                                       static_cast<std::int64_t>(event.kind),
                                       event.rule,
                                       event.place,
                                       static_cast<std::int64_t>(event.band),
                                       event.at.utc_ns(),
                                       {},
                                       {},
                                       {},
                                       event.reason,
                                       event.by};
    if (event.count) {
      values[9] = std::int64_t{event.count->persons};
      values[10] = std::int64_t{event.count->low};
      values[11] = std::int64_t{event.count->high};
    }
    const Status added =
        session.Run(std::string("INSERT INTO alarm_event (site, ") + kArchivedColumns +
                        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
                        "ON CONFLICT DO NOTHING",
                    values, [](const SqlRow&) { return true; });
    if (!added) return added;
  }
  return Done{};
}

Result<std::vector<std::vector<AlarmEvent>>> AlarmsWhere(SqlSession& session,
                                                         const std::string& condition,
                                                         std::span<const SqlValue> values) {
  std::vector<std::vector<AlarmEvent>> alarms;
  const Status read =
      session.Run(std::string("SELECT ") + kArchivedColumns + " FROM alarm_event AS e WHERE " +
                      condition + " ORDER BY alarm, sequence",
                  values, [&alarms](const SqlRow& row) {
                    AlarmEvent event = EventIn(row);
                    if (alarms.empty() || alarms.back().front().alarm != event.alarm) {
                      alarms.emplace_back();
                    }
                    alarms.back().push_back(std::move(event));
                    return true;
                  });
  if (!read) return read.error();
  return alarms;
}

}  // namespace throng
