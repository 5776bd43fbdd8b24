// Reads and writes events and deliveries.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/alarm_rows.h"

#include <cstdint>
#include <optional>

#include "counter/store/sql.h"

namespace throng {
namespace {

// As it is described: numbers of faults change with versions. One that this version does not know
// is told as kInternal.
std::optional<Fault> FaultIn(const SQLite::Column& column) {
  if (column.isNull()) return std::nullopt;
  const std::string text = column.getString();
  for (int number = 1; number <= static_cast<int>(kLastFault); ++number) {
    if (Describe(static_cast<Fault>(number)) == text) return static_cast<Fault>(number);
  }
  return Fault::kInternal;
}

std::optional<Instant> InstantIn(const SQLite::Column& column) {
  if (column.isNull()) return std::nullopt;
  return Instant(column.getInt64());
}

// All events of the alarm up to `sequence`.
std::vector<AlarmEvent> EventsUpTo(SQLite::Database& sql, std::int64_t alarm, int sequence) {
  std::vector<AlarmEvent> events;
  SQLite::Statement all(sql, std::string("SELECT ") + kEventColumns +
                                 " FROM alarm_event WHERE alarm = ? AND sequence <= ? "
                                 "ORDER BY sequence");
  all.bind(1, alarm);
  all.bind(2, sequence);
  while (all.executeStep()) events.push_back(EventIn(all, 0));
  return events;
}

// Sequences of the alarm that went out by `way` before `sequence`.
std::vector<int> ToldBefore(SQLite::Database& sql, const std::string& way, std::int64_t alarm,
                            int sequence) {
  std::vector<int> told;
  SQLite::Statement all(sql,
                        "SELECT sequence FROM delivery WHERE way = ? AND alarm = ? AND sequence < "
                        "? AND state = 1 ORDER BY sequence");
  all.bind(1, way);
  all.bind(2, alarm);
  all.bind(3, sequence);
  while (all.executeStep()) told.push_back(all.getColumn(0).getInt());
  return told;
}

}  // namespace

void BindEvent(SQLite::Statement& statement, const AlarmEvent& event) {
  statement.bind(1, event.alarm);
  statement.bind(2, event.sequence);
  statement.bind(3, static_cast<int>(event.change));
  statement.bind(4, static_cast<int>(event.kind));
  statement.bind(5, event.rule);
  statement.bind(6, event.place);
  statement.bind(7, static_cast<int>(event.band));
  statement.bind(8, event.at.utc_ns());
  if (event.count) {
    statement.bind(9, int{event.count->persons});
    statement.bind(10, int{event.count->low});
    statement.bind(11, int{event.count->high});
  }
  statement.bind(12, event.reason);
  statement.bind(13, event.by);
}

AlarmEvent EventIn(SQLite::Statement& row, int first) {
  const auto at = [&row, first](int column) { return row.getColumn(first + column); };
  const auto whole = [&at](int column) { return static_cast<std::uint16_t>(at(column).getInt()); };
  AlarmEvent event{.alarm = at(0).getInt64(),
                   .sequence = at(1).getInt(),
                   .change = static_cast<AlarmChange>(at(2).getInt()),
                   .kind = static_cast<AlarmKind>(at(3).getInt()),
                   .rule = at(4).getString(),
                   .place = at(5).getString(),
                   .band = static_cast<Band>(at(6).getInt()),
                   .at = Instant(at(7).getInt64()),
                   .count = std::nullopt,
                   .reason = at(11).getString(),
                   .by = at(12).getString()};
  if (!at(8).isNull()) event.count = WholeCount{whole(8), whole(9), whole(10)};
  return event;
}

Result<std::vector<Delivery>> DueIn(SQLite::Database& sql, const std::string& way, Instant now,
                                    std::size_t most) {
  std::vector<Delivery> due;
  SQLite::Statement waiting(sql,
                            "SELECT number, alarm, sequence, tries, since_ns FROM delivery AS d "
                            "WHERE way = ? AND state = 2 AND next_ns <= ? AND NOT EXISTS (SELECT 1 "
                            "FROM delivery AS e WHERE e.way = d.way AND e.alarm = d.alarm AND "
                            "e.state = 2 AND e.sequence < d.sequence) ORDER BY number LIMIT ?");
  waiting.bind(1, way);
  waiting.bind(2, now.utc_ns());
  waiting.bind(3, static_cast<std::int64_t>(most));
  while (waiting.executeStep()) {
    const std::int64_t alarm = waiting.getColumn(1).getInt64();
    const int sequence = waiting.getColumn(2).getInt();
    Delivery delivery{.number = waiting.getColumn(0).getInt64(),
                      .way = way,
                      .alarm = EventsUpTo(sql, alarm, sequence),
                      .told = ToldBefore(sql, way, alarm, sequence),
                      .tries = waiting.getColumn(3).getInt(),
                      .since = Instant(waiting.getColumn(4).getInt64())};
    if (delivery.alarm.empty()) return Fault::kLedgerDamaged;
    due.push_back(std::move(delivery));
  }
  return due;
}

Result<std::vector<WayRecord>> RecordsIn(SQLite::Database& sql) {
  std::vector<WayRecord> records;
  if (VersionOf(sql) < 2) return records;
  SQLite::Statement all(
      sql,
      "SELECT way, sum(state = 1), sum(state = 2), sum(state = 3), max(at_ns) FILTER (WHERE state "
      "= 1), min(since_ns) FILTER (WHERE state = 2), (SELECT why FROM delivery AS e WHERE e.way = "
      "d.way AND e.state <> 1 AND e.why IS NOT NULL ORDER BY e.at_ns DESC LIMIT 1) FROM delivery "
      "AS d GROUP BY way ORDER BY way");
  while (all.executeStep()) {
    records.push_back({.way = all.getColumn(0).getString(),
                       .delivered = all.getColumn(1).getInt64(),
                       .waiting = all.getColumn(2).getInt64(),
                       .failed = all.getColumn(3).getInt64(),
                       .delivered_at = InstantIn(all.getColumn(4)),
                       .waiting_since = InstantIn(all.getColumn(5)),
                       .why = FaultIn(all.getColumn(6))});
  }
  return records;
}

}  // namespace throng
