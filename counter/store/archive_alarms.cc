// Reads and writes events of alarms.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_alarms.h"

#include <array>

#include "counter/store/archive_rows.h"

namespace throng {
namespace {

constexpr const char* kArchivedColumns =
    "alarm, sequence, change, kind, rule, place, band, at_ns, persons, low, high, reason, by_role";

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
                    values, kNoRows);
    if (!added) return added;
    const bool settles =
        event.change == AlarmChange::kAcknowledge || event.change == AlarmChange::kEnd;
    if (!settles) continue;
    const std::array<SqlValue, 2> alarm = {site, event.alarm};
    const Status gone =
        session.Run("DELETE FROM alarm_asked WHERE site = $1 AND alarm = $2", alarm, kNoRows);
    if (!gone) return gone;
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

Status AskOf(SqlSession& session, std::int64_t site, const AskedAlarm& asked) {
  const std::array<SqlValue, 2> alarm = {site, asked.alarm};
  bool is_open = false;
  bool is_acknowledged = false;
  const Status read = session.Run(
      "SELECT min(sequence), max(CASE WHEN change = 4 THEN 1 ELSE 0 END), "
      "max(CASE WHEN change = 5 THEN 1 ELSE 0 END) FROM alarm_event WHERE site = $1 AND alarm = $2",
      alarm, [&](const SqlRow& row) {
        is_open = !row.IsNull(0) && row.Integer(2) == 0;
        is_acknowledged = !row.IsNull(1) && row.Integer(1) != 0;
        return true;
      });
  if (!read) return read;
  if (!is_open) return Fault::kNotFound;
  if (is_acknowledged) return Done{};
  const std::array<SqlValue, 4> values = {site, asked.alarm, asked.by, asked.at.utc_ns()};
  return session.Run(
      "INSERT INTO alarm_asked (site, alarm, by_role, at_ns) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT DO NOTHING",
      values, kNoRows);
}

Result<std::vector<AskedAlarm>> ReadAsked(SqlSession& session, std::int64_t site) {
  std::vector<AskedAlarm> asked;
  const std::array<SqlValue, 1> values = {site};
  const Status read = session.Run(
      "SELECT alarm, by_role, at_ns FROM alarm_asked WHERE site = $1 ORDER BY alarm", values,
      [&asked](const SqlRow& row) {
        asked.push_back(
            {.alarm = row.Integer(0), .by = row.Text(1), .at = Instant(row.Integer(2))});
        return true;
      });
  if (!read) return read.error();
  return asked;
}

}  // namespace throng
