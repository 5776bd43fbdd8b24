// Reads and writes events of alarms.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_alarms.h"

#include <algorithm>
#include <array>
#include <set>

#include "counter/store/alarm_numbers.h"
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

Status AddEvent(SqlSession& session, std::int64_t site, const AlarmPlace& place,
                const AlarmEvent& event) {
  std::array<SqlValue, 14> values = {site,
                                     place.alarm,
                                     std::int64_t{*place.sequence},
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
  return session.Run(std::string("INSERT INTO alarm_event (site, ") + kArchivedColumns +
                         ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                     values, kNoRows);
}

Status ForgetAsked(SqlSession& session, std::int64_t site, std::int64_t alarm) {
  const std::array<SqlValue, 2> values = {site, alarm};
  return session.Run("DELETE FROM alarm_asked WHERE site = $1 AND alarm = $2", values, kNoRows);
}

}  // namespace

Result<std::vector<std::int64_t>> AddEvents(SqlSession& session, const SiteBatch& batch) {
  std::set<std::int64_t> alarms;
  for (const AlarmEvent& event : batch.events) {
    const Result<AlarmPlace> place = PlaceOf(session, batch.site, batch.ledger, event);
    if (!place) return place.error();
    alarms.insert(place->alarm);
    if (place->sequence) {
      const Status added = AddEvent(session, batch.site, *place, event);
      if (!added) return added.error();
    }
    const bool settles =
        event.change == AlarmChange::kAcknowledge || event.change == AlarmChange::kEnd;
    if (!settles) continue;
    const Status gone = ForgetAsked(session, batch.site, place->alarm);
    if (!gone) return gone.error();
  }
  return std::vector<std::int64_t>(alarms.begin(), alarms.end());
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

Result<std::vector<AskedAlarm>> ReadAsked(SqlSession& session, std::int64_t site,
                                          std::optional<std::int64_t> ledger) {
  std::vector<AskedAlarm> asked;
  const std::array<SqlValue, 2> values = {site, ledger.value_or(0)};
  // An alarm of before its edge named its ledger is of it, unless another of that number is.
  const Status read = session.Run(
      "SELECT a.alarm, a.by_role, a.at_ns, m.number FROM alarm_asked AS a JOIN edge_alarm AS m "
      "ON m.site = a.site AND m.alarm = a.alarm WHERE a.site = $1 AND (m.ledger = $2 OR "
      "(m.ledger = 0 AND NOT EXISTS (SELECT 1 FROM edge_alarm AS n WHERE n.site = m.site "
      "AND n.number = m.number AND n.ledger = $2))) ORDER BY a.alarm",
      values, [&asked](const SqlRow& row) {
        asked.push_back({.alarm = row.Integer(0),
                         .by = row.Text(1),
                         .at = Instant(row.Integer(2)),
                         .at_edge = row.Integer(3)});
        return true;
      });
  if (!read) return read.error();
  return asked;
}

Result<std::vector<std::int64_t>> EndLostAlarms(SqlSession& session, std::int64_t site,
                                                std::int64_t ledger, Instant now) {
  const std::array<SqlValue, 2> values = {site, ledger};
  const auto lost =
      AlarmsWhere(session,
                  std::string("e.site = $1 AND ") + kIsOpen +
                      " AND EXISTS (SELECT 1 FROM edge_alarm AS m WHERE m.site = e.site AND "
                      "m.alarm = e.alarm AND m.ledger <> 0 AND m.ledger <> $2)",
                  values);
  if (!lost) return lost.error();
  std::vector<std::int64_t> ended;
  for (const std::vector<AlarmEvent>& alarm : *lost) {
    AlarmEvent end = alarm.back();
    end.change = AlarmChange::kEnd;
    end.band = Band::kClear;
    end.at = std::max(now, alarm.back().at);
    end.count.reset();
    end.reason = "The ledger that this alarm was in is gone: its edge counts into another one.";
    end.by.clear();
    const AlarmPlace place{.alarm = end.alarm, .sequence = end.sequence + 1};
    Status done = AddEvent(session, site, place, end);
    if (done) done = ForgetAsked(session, site, end.alarm);
    if (!done) return done.error();
    ended.push_back(end.alarm);
  }
  return ended;
}

Result<bool> ForgetAlarms(SqlSession& session, std::int64_t before_ns) {
  constexpr std::size_t kAlarmsAtOnce = 500;
  std::vector<std::array<SqlValue, 2>> old;
  const Status read = session.Run(
      "SELECT s.site, e.alarm FROM site AS s CROSS JOIN alarm_event AS e WHERE e.site = s.site "
      "AND e.at_ns < " +
          Text(before_ns) + " AND e.change = 5 LIMIT " + Text(kAlarmsAtOnce),
      {}, [&old](const SqlRow& row) {
        old.push_back({row.Integer(0), row.Integer(1)});
        return true;
      });
  if (!read) return read.error();
  for (const std::array<SqlValue, 2>& alarm : old) {
    const Status gone =
        session.Run("DELETE FROM alarm_event WHERE site = $1 AND alarm = $2", alarm, kNoRows);
    if (!gone) return gone.error();
  }
  return old.size() == kAlarmsAtOnce;
}

}  // namespace throng
