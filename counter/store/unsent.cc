// The outbox in SQLite; catches what SQLiteCpp throws.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/unsent.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <string>
#include <utility>

#include "counter/store/alarm_rows.h"
#include "counter/store/ledger_rows.h"
#include "counter/store/sql.h"
#include "counter/store/unsent_marking.h"

namespace throng {
namespace {

// A count's append goes first; whoever sends may try again.
constexpr int kSenderBusyMs = 500;

// What `work()` returns, or the fault it threw.
template <class Work>
auto Try(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

}  // namespace

struct Unsent::Database {
  explicit Database(std::unique_ptr<SQLite::Database> opened)
      : file(std::move(opened)), sql(*file) {}

  std::unique_ptr<SQLite::Database> file;
  SQLite::Database& sql;
  std::vector<std::int64_t> rows = {};  // of the zones, by their position
  SQLite::Statement newest{sql,
                           "SELECT number, zone, window_start_ns FROM unsent ORDER BY number DESC"};
  SQLite::Statement window{sql, std::string("SELECT ") + kEntryColumns +
                                    " FROM occupancy WHERE zone = ? AND window_start_ns = ?"};
  SQLite::Statement events{
      sql, std::string("SELECT number, ") + kEventColumns +
               " FROM unsent_event LEFT JOIN alarm_event USING (alarm, sequence) ORDER BY number"};
  // Numbers are used again, so not by them alone.
  SQLite::Statement strike{
      sql, "DELETE FROM unsent WHERE number = ? AND zone = ? AND window_start_ns = ?"};
  SQLite::Statement strike_event{
      sql, "DELETE FROM unsent_event WHERE number = ? AND alarm = ? AND sequence = ?"};

  // Puts windows into `found`; a fault, where there is one behind them.
  Status ReadNewest(std::size_t most, const Numbers& but, Instant ends_by,
                    std::vector<UnsentWindow>& found) {
    const ReadyAgain again{newest};
    while (found.size() < most && newest.executeStep()) {
      const std::int64_t number = newest.getColumn(0).getInt64();
      if (but.contains(number)) continue;
      const std::int64_t row = newest.getColumn(1).getInt64();
      const auto zone = std::ranges::lower_bound(rows, row);
      if (zone == rows.end() || *zone != row) continue;  // of a zone that is new: later
      const ReadyAgain window_again{window};
      window.bind(1, row);
      window.bind(2, newest.getColumn(2).getInt64());
      if (!window.executeStep()) return Fault::kLedgerDamaged;
      const std::optional<Entry> entry =
          WindowIn(window, 0, ZoneIndex(static_cast<std::uint16_t>(zone - rows.begin())));
      if (!entry) return Fault::kLedgerDamaged;
      if (entry->window.end <= ends_by) found.push_back({.number = number, .entry = *entry});
    }
    return Done{};
  }

  Status ReadEvents(std::size_t most, const Numbers& but, Instant until,
                    std::vector<UnsentEvent>& found) {
    const ReadyAgain again{events};
    while (found.size() < most && events.executeStep()) {
      const std::int64_t number = events.getColumn(0).getInt64();
      if (but.contains(number)) continue;
      AlarmEvent event = EventIn(events, 1);
      if (!IsSane(event)) return Fault::kLedgerDamaged;
      if (event.at <= until) found.push_back({.number = number, .event = std::move(event)});
    }
    return Done{};
  }

  void Strike(std::span<const UnsentWindow> windows, std::span<const UnsentEvent> struck) {
    for (const UnsentWindow& gone : windows) {
      const ReadyAgain again{strike};
      strike.bind(1, gone.number);
      strike.bind(2, rows.at(gone.entry.zone.value()));
      strike.bind(3, gone.entry.window.start.utc_ns());
      strike.exec();
    }
    for (const UnsentEvent& gone : struck) {
      const ReadyAgain again{strike_event};
      strike_event.bind(1, gone.number);
      strike_event.bind(2, gone.event.alarm);
      strike_event.bind(3, gone.event.sequence);
      strike_event.exec();
    }
  }

  // Counts so many, and of the newest keeps which.
  void Note(const UnsentWindow& refused, RefusedWhy why, Instant now) {
    sql.exec("UPDATE sending SET refused_windows = refused_windows + 1");
    SQLite::Statement add(sql,
                          "INSERT INTO refused (zone, window_start_ns, at_ns, why) VALUES (?, ?, "
                          "?, ?)");
    add.bind(1, rows.at(refused.entry.zone.value()));
    add.bind(2, refused.entry.window.start.utc_ns());
    add.bind(3, now.utc_ns());
    add.bind(4, static_cast<int>(why));
    add.exec();
  }

  void Note(const UnsentEvent& refused, RefusedWhy why, Instant now) {
    sql.exec("UPDATE sending SET refused_events = refused_events + 1");
    SQLite::Statement add(sql,
                          "INSERT INTO refused (alarm, sequence, at_ns, why) VALUES (?, ?, ?, ?)");
    add.bind(1, refused.event.alarm);
    add.bind(2, refused.event.sequence);
    add.bind(3, now.utc_ns());
    add.bind(4, static_cast<int>(why));
    add.exec();
  }

  void KeepNewestRefused() {
    SQLite::Statement drop(sql,
                           "DELETE FROM refused WHERE number <= (SELECT max(number) FROM refused) "
                           "- ?");
    drop.bind(1, kMostRefusedKept);
    drop.exec();
  }
};

Unsent::Unsent(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Unsent::Unsent(Unsent&&) noexcept = default;
Unsent& Unsent::operator=(Unsent&&) noexcept = default;
Unsent::~Unsent() = default;

Result<Unsent> Unsent::Open(const std::filesystem::path& ledger, const UnsentLimits& limits) {
  std::error_code ignored;
  if (!std::filesystem::exists(ledger, ignored)) return Fault::kNotFound;
  return Try([&]() -> Result<Unsent> {
    auto sql = OpenSqlToWrite(ledger);
    if (!sql) return sql.error();
    // What was struck out may come back after a power cut, so there is no need to sync it.
    (*sql)->exec("PRAGMA synchronous = NORMAL");
    (*sql)->setBusyTimeout(kSenderBusyMs);
    TurnOnSending(**sql, limits);
    return Unsent(std::make_unique<Database>(*std::move(sql)));
  });
}

Result<std::vector<ZoneFacts>> Unsent::Zones() {
  return Try([this]() -> Result<std::vector<ZoneFacts>> {
    Result<std::vector<ZoneRow>> zones = ZonesIn(database_->sql);
    if (!zones) return zones.error();
    std::vector<ZoneFacts> facts;
    database_->rows.clear();
    for (ZoneRow& zone : *zones) {
      database_->rows.push_back(zone.row);
      facts.push_back(std::move(zone.facts));
    }
    return facts;
  });
}

Result<std::int64_t> Unsent::Ledger() {
  return Try([this]() -> Result<std::int64_t> {
    SQLite::Statement number(database_->sql, "SELECT number FROM ledger");
    if (!number.executeStep() || number.getColumn(0).getInt64() <= 0) return Fault::kLedgerDamaged;
    return number.getColumn(0).getInt64();
  });
}

Result<std::int64_t> Unsent::Version() {
  return Try([this]() -> Result<std::int64_t> {
    return database_->sql.execAndGet("PRAGMA data_version").getInt64();
  });
}

Result<bool> Unsent::MarkSome() {
  return Try([this]() -> Result<bool> { return MarkSomeUnsent(database_->sql); });
}

Result<std::vector<UnsentWindow>> Unsent::Newest(std::size_t most, const Numbers& but,
                                                 Instant ends_by) {
  std::vector<UnsentWindow> found;
  const Status read = Try([&] { return database_->ReadNewest(most, but, ends_by, found); });
  if (!read && found.empty()) return read.error();
  return found;  // what is newer than a damaged page goes out all the same
}

Result<std::vector<UnsentEvent>> Unsent::Events(std::size_t most, const Numbers& but,
                                                Instant until) {
  std::vector<UnsentEvent> found;
  const Status read = Try([&] { return database_->ReadEvents(most, but, until, found); });
  if (!read && found.empty()) return read.error();
  return found;
}

Status Unsent::Settle(std::span<const UnsentWindow> windows, std::span<const UnsentEvent> events,
                      std::span<const std::uint32_t> refused, Instant now) {
  return Try([&]() -> Status {
    SQLite::Transaction transaction(database_->sql, SQLite::TransactionBehavior::IMMEDIATE);
    database_->Strike(windows, events);
    for (const std::uint32_t position : refused) {
      database_->Note(windows[position], RefusedWhy::kOtherCount, now);
    }
    if (!refused.empty()) database_->KeepNewestRefused();
    transaction.commit();
    return Done{};
  });
}

Status Unsent::Refuse(std::span<const UnsentWindow> windows, std::span<const UnsentEvent> events,
                      Instant now) {
  return Try([&]() -> Status {
    SQLite::Transaction transaction(database_->sql, SQLite::TransactionBehavior::IMMEDIATE);
    database_->Strike(windows, events);
    for (const UnsentWindow& window : windows) database_->Note(window, RefusedWhy::kRules, now);
    for (const UnsentEvent& event : events) database_->Note(event, RefusedWhy::kRules, now);
    database_->KeepNewestRefused();
    transaction.commit();
    return Done{};
  });
}

Result<Waiting> Unsent::Count() {
  return Try([this]() -> Result<Waiting> {
    SQLite::Statement all(database_->sql,
                          "SELECT (SELECT count(*) FROM unsent), (SELECT count(*) FROM "
                          "unsent_event), (SELECT window_start_ns FROM unsent ORDER BY number "
                          "LIMIT 1), marked_from_ns IS NOT NULL, dropped_windows, dropped_events, "
                          "refused_windows, refused_events FROM sending");
    if (!all.executeStep()) return Fault::kLedgerDamaged;
    const auto whole = [&all](int column) { return all.getColumn(column).getInt64(); };
    Waiting waiting{.windows = whole(0),
                    .events = whole(1),
                    .oldest = std::nullopt,
                    .is_marking = whole(3) != 0,
                    .dropped_windows = whole(4),
                    .dropped_events = whole(5),
                    .refused_windows = whole(6),
                    .refused_events = whole(7)};
    if (!all.getColumn(2).isNull()) waiting.oldest = Instant(whole(2));
    return waiting;
  });
}

Result<std::vector<RefusedRecord>> Unsent::Refused() {
  return Try([this]() -> Result<std::vector<RefusedRecord>> {
    std::vector<RefusedRecord> records;
    SQLite::Statement all(database_->sql,
                          "SELECT (SELECT count(*) FROM zone AS z WHERE z.zone < r.zone), "
                          "window_start_ns, alarm, at_ns, why FROM refused AS r ORDER BY number "
                          "DESC LIMIT ?");
    all.bind(1, kMostRefusedKept);
    while (all.executeStep()) {
      const bool is_window = all.getColumn(2).isNull();
      RefusedRecord record{.zone = std::nullopt,
                           .alarm = std::nullopt,
                           .at = Instant(all.getColumn(is_window ? 1 : 3).getInt64()),
                           .why = static_cast<RefusedWhy>(all.getColumn(4).getInt())};
      if (is_window) record.zone = ZoneIndex(static_cast<std::uint16_t>(all.getColumn(0).getInt()));
      if (!is_window) record.alarm = all.getColumn(2).getInt64();
      if (record.why != RefusedWhy::kOtherCount && record.why != RefusedWhy::kRules) {
        return Fault::kLedgerDamaged;
      }
      records.push_back(record);
    }
    return records;
  });
}

}  // namespace throng
