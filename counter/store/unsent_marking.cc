// Triggers that fill the outbox, and the steps in which it takes up the past.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/unsent_marking.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace throng {
namespace {

constexpr std::int64_t kAtOnce = 5000;

// In the transaction of whoever appends. Numbers have gaps where something was settled, so they say
// how far back the outbox reaches, and it never holds more.
constexpr const char* kTriggers = R"sql(
CREATE TRIGGER unsent_window AFTER INSERT ON occupancy BEGIN
  INSERT INTO unsent (zone, window_start_ns) VALUES (NEW.zone, NEW.window_start_ns);
END;
CREATE TRIGGER unsent_alarm AFTER INSERT ON alarm_event BEGIN
  INSERT INTO unsent_event (alarm, sequence) VALUES (NEW.alarm, NEW.sequence);
END;
CREATE TRIGGER unsent_full AFTER INSERT ON unsent
WHEN NEW.number - (SELECT min(number) FROM unsent) >= (SELECT most_windows FROM sending) BEGIN
  UPDATE sending SET dropped_windows = dropped_windows +
    (SELECT count(*) FROM unsent WHERE number <= NEW.number - most_windows);
  DELETE FROM unsent WHERE number <= NEW.number - (SELECT most_windows FROM sending);
END;
CREATE TRIGGER unsent_event_full AFTER INSERT ON unsent_event
WHEN NEW.number - (SELECT min(number) FROM unsent_event) >= (SELECT most_events FROM sending) BEGIN
  UPDATE sending SET dropped_events = dropped_events +
    (SELECT count(*) FROM unsent_event WHERE number <= NEW.number - most_events);
  DELETE FROM unsent_event WHERE number <= NEW.number - (SELECT most_events FROM sending);
END;
)sql";

bool IsOn(SQLite::Database& sql, const UnsentLimits& limits) {
  SQLite::Statement on(sql, "SELECT most_windows = ? AND most_events = ? FROM sending");
  on.bind(1, limits.windows);
  on.bind(2, limits.events);
  return on.executeStep() && on.getColumn(0).getInt() == 1;
}

using ZoneAndStart = std::pair<std::int64_t, std::int64_t>;

std::optional<std::int64_t> MarkedFrom(SQLite::Database& sql) {
  const SQLite::Column from = sql.execAndGet("SELECT marked_from_ns FROM sending");
  if (from.isNull()) return std::nullopt;
  return from.getInt64();
}

// The windows to be marked next, in the order of time: all that start in some span that ends where
// marking has come to; the whole times of at least kAtOnce of them, if there are as many.
std::vector<ZoneAndStart> NextToMark(SQLite::Database& sql, std::int64_t until_ns) {
  std::vector<ZoneAndStart> windows;
  SQLite::Statement next(sql,
                         "SELECT zone, window_start_ns FROM occupancy WHERE window_start_ns < ?1 "
                         "AND window_start_ns >= coalesce((SELECT window_start_ns FROM occupancy "
                         "WHERE window_start_ns < ?1 ORDER BY window_start_ns DESC LIMIT 1 OFFSET "
                         "?2), -9223372036854775808) ORDER BY window_start_ns, zone");
  next.bind(1, until_ns);
  next.bind(2, kAtOnce - 1);
  while (next.executeStep()) {
    windows.emplace_back(next.getColumn(0).getInt64(), next.getColumn(1).getInt64());
  }
  return windows;
}

std::int64_t OlderThan(SQLite::Database& sql, std::int64_t ns) {
  SQLite::Statement older(sql, "SELECT count(*) FROM occupancy WHERE window_start_ns < ?");
  older.bind(1, ns);
  older.executeStep();
  return older.getColumn(0).getInt64();
}

// How many more it may hold before the oldest go.
std::int64_t RoomIn(SQLite::Database& sql) {
  SQLite::Statement room(sql,
                         "SELECT most_windows - coalesce((SELECT max(number) - min(number) + 1 "
                         "FROM unsent), 0) FROM sending");
  room.executeStep();
  return std::max(room.getColumn(0).getInt64(), std::int64_t{0});
}

}  // namespace

void TurnOnSending(SQLite::Database& sql, const UnsentLimits& limits) {
  if (IsOn(sql, limits)) return;
  SQLite::Transaction transaction(sql, SQLite::TransactionBehavior::IMMEDIATE);
  SQLite::Statement set(sql, "UPDATE sending SET most_windows = ?, most_events = ?");
  set.bind(1, limits.windows);
  set.bind(2, limits.events);
  if (set.exec() == 0) {
    SQLite::Statement add(sql,
                          "INSERT INTO sending VALUES (1, ?, ?, (SELECT max(window_start_ns) + 1 "
                          "FROM occupancy), 0, 0, 0, 0)");
    add.bind(1, limits.windows);
    add.bind(2, limits.events);
    add.exec();
    sql.exec(kTriggers);
    sql.exec(
        "INSERT INTO unsent_event (alarm, sequence) SELECT alarm, sequence FROM alarm_event "
        "ORDER BY alarm, sequence");
  }
  transaction.commit();
}

bool MarkSomeUnsent(SQLite::Database& sql) {
  // Read before the ledger is locked, since none but an Unsent changes how far marking has come.
  const std::optional<std::int64_t> until_ns = MarkedFrom(sql);
  if (!until_ns) return false;
  std::vector<ZoneAndStart> windows = NextToMark(sql, *until_ns);
  const std::int64_t room = RoomIn(sql);
  const auto found = static_cast<std::int64_t>(windows.size());
  const bool is_full = found > room;
  const bool is_done = is_full || found < kAtOnce;
  std::int64_t dropped = 0;
  if (is_full) {
    dropped = found - room + OlderThan(sql, windows.front().second);
    windows.erase(windows.begin(), windows.end() - room);
  }

  SQLite::Transaction transaction(sql, SQLite::TransactionBehavior::IMMEDIATE);
  SQLite::Statement come(sql,
                         "UPDATE sending SET marked_from_ns = ?, dropped_windows = dropped_windows "
                         "+ ? WHERE marked_from_ns = ?");
  if (!is_done) come.bind(1, windows.front().second);
  come.bind(2, dropped);
  come.bind(3, *until_ns);
  if (come.exec() == 0) return true;  // another program was quicker
  const std::int64_t lowest =
      sql.execAndGet("SELECT coalesce(min(number), 1) FROM unsent").getInt64();
  std::int64_t number = lowest - static_cast<std::int64_t>(windows.size());
  SQLite::Statement add(sql, "INSERT INTO unsent VALUES (?, ?, ?)");
  for (const auto& [zone, start_ns] : windows) {
    add.bind(1, number++);
    add.bind(2, zone);
    add.bind(3, start_ns);
    add.exec();
    add.reset();
  }
  transaction.commit();
  return !is_done;
}

}  // namespace throng
