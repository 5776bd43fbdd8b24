// The ledger in SQLite; catches what SQLiteCpp throws.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/ledger.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "counter/store/ledger_rows.h"
#include "counter/store/sql.h"

namespace throng {
namespace {

bool Agree(const ZoneFacts& a, const Zone& b) {
  const double difference = std::abs((a.area - b.free_area).value());
  return a.kind == b.kind && a.capacity == b.capacity && difference <= 1e-6 * b.free_area.value();
}

}  // namespace

struct Ledger::Database {
  explicit Database(std::unique_ptr<SQLite::Database> opened)
      : file(std::move(opened)), sql(*file) {}

  std::unique_ptr<SQLite::Database> file;
  SQLite::Database& sql;
  std::vector<std::int64_t> rows;  // the zone's row for each ZoneIndex of the writer's site
  std::optional<SQLite::Statement> newest;  // made by the first Write
  std::optional<SQLite::Statement> insert;

  void AddZone(const Zone& zone) {
    SQLite::Statement add(sql,
                          "INSERT INTO zone (name, kind, area_m2, capacity, capacity_rule) "
                          "VALUES (?, ?, ?, ?, ?)");
    add.bind(1, zone.name);
    add.bind(2, NameOf(zone.kind));
    add.bind(3, zone.free_area.value());
    if (zone.capacity) add.bind(4, static_cast<std::int64_t>(zone.capacity->value()));
    if (zone.capacity) add.bind(5, zone.capacity_rule);
    add.exec();
    rows.push_back(sql.getLastInsertRowid());
  }

  // The same capacity for another reason, or a ledger that did not know the reason yet.
  void SetRule(std::int64_t row, const Zone& zone) {
    SQLite::Statement set(sql, "UPDATE zone SET capacity_rule = ? WHERE zone = ?");
    if (zone.capacity) set.bind(1, zone.capacity_rule);
    set.bind(2, row);
    set.exec();
  }

  // Finds or adds each zone of `site`.
  Status Enter(const Site& site) {
    SQLite::Transaction transaction(sql, SQLite::TransactionBehavior::IMMEDIATE);
    const Result<std::vector<ZoneRow>> known = ZonesIn(sql);
    if (!known) return known.error();
    for (const Zone& zone : site.zones) {
      bool found = false;
      for (const auto& [row, facts] : *known) {
        if (facts.name != zone.name) continue;
        if (!Agree(facts, zone)) return Fault::kLedgerOtherSite;
        if (facts.capacity_rule != zone.capacity_rule) SetRule(row, zone);
        rows.push_back(row);
        found = true;
      }
      if (!found) AddZone(zone);
    }
    transaction.commit();
    return Done{};
  }

  void Prepare() {
    newest.emplace(sql,
                   "SELECT window_start_ns, window_end_ns, persons, low, high FROM occupancy "
                   "WHERE zone = ? AND window_start_ns < ? ORDER BY window_start_ns DESC LIMIT 1");
    insert.emplace(sql, "INSERT INTO occupancy VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }

  // Writes one record; false if it was known already.
  Result<bool> Write(const Published& published) {
    const std::int64_t row = rows.at(published.zone().value());
    const std::optional<WholeCount> count = published.count();
    if (!newest) Prepare();
    // Windows of a zone never overlap, so only the last one before our end can reach into ours.
    newest->bind(1, row);
    newest->bind(2, published.window().end.utc_ns());
    const ReadyAgain newest_again{*newest};
    if (newest->executeStep() &&
        newest->getColumn(1).getInt64() > published.window().start.utc_ns()) {
      const bool same_window =
          newest->getColumn(0).getInt64() == published.window().start.utc_ns() &&
          newest->getColumn(1).getInt64() == published.window().end.utc_ns();
      const bool same_count = count ? !newest->getColumn(2).isNull() &&
                                          newest->getColumn(2).getInt() == count->persons &&
                                          newest->getColumn(3).getInt() == count->low &&
                                          newest->getColumn(4).getInt() == count->high
                                    : newest->getColumn(2).isNull();
      if (!same_window || !same_count) return Fault::kLedgerOverlap;
      return false;
    }
    const ReadyAgain insert_again{*insert};
    insert->bind(1, row);
    insert->bind(2, published.window().start.utc_ns());
    insert->bind(3, published.window().end.utc_ns());
    if (count) {
      insert->bind(4, int{count->persons});
      insert->bind(5, int{count->low});
      insert->bind(6, int{count->high});
    }
    insert->bind(7, published.coverage_percent());
    insert->bind(8, static_cast<int>(published.freshness()));
    insert->bind(9, static_cast<std::int64_t>(published.policy()));
    insert->exec();
    return true;
  }
};

Ledger::Ledger(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Result<Ledger> Ledger::OpenToWrite(const std::optional<std::filesystem::path>& file,
                                   const Site& site) {
  try {
    auto sql = OpenSqlToWrite(file);
    if (!sql) return sql.error();
    auto database = std::make_unique<Database>(*std::move(sql));
    const Status entered = database->Enter(site);
    if (!entered) return entered.error();
    return Ledger(std::move(database));
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

Result<Ledger> Ledger::OpenToRead(const std::filesystem::path& file) {
  try {
    auto sql = OpenSqlToRead(file);
    if (!sql) return sql.error();
    return Ledger(std::make_unique<Database>(*std::move(sql)));
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

Result<Appended> Ledger::Append(std::span<const Published> batch) {
  try {
    SQLite::Transaction transaction(database_->sql, SQLite::TransactionBehavior::IMMEDIATE);
    Appended appended{.written = 0, .known = 0};
    for (const Published& published : batch) {
      const Result<bool> written = database_->Write(published);
      if (!written) return written.error();  // the transaction rolls back
      ++(*written ? appended.written : appended.known);
    }
    transaction.commit();
    return appended;
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

Result<std::vector<ZoneFacts>> Ledger::Zones() const {
  try {
    Result<std::vector<ZoneRow>> zones = ZonesIn(database_->sql);
    if (!zones) return zones.error();
    std::vector<ZoneFacts> facts;
    for (auto& [row, zone] : *zones) facts.push_back(std::move(zone));
    return facts;
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

Result<std::vector<Column>> Ledger::Columns() const {
  try {
    std::vector<Column> columns;
    SQLite::Statement all(database_->sql,
                          "SELECT t.name, c.name, c.type FROM sqlite_schema AS t "
                          "JOIN pragma_table_info(t.name) AS c "
                          "WHERE t.type IN ('table', 'view') ORDER BY t.name, c.cid");
    while (all.executeStep()) {
      columns.push_back({.table = all.getColumn(0).getString(),
                         .name = all.getColumn(1).getString(),
                         .type = all.getColumn(2).getString()});
    }
    return columns;
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

Status Ledger::ForEach(const Span& span, const std::function<void(const Entry&)>& visit) const {
  try {
    SQLite::Statement rows(
        database_->sql,
        std::string("SELECT (SELECT count(*) FROM zone AS z WHERE z.zone < o.zone), ") +
            kEntryColumns +
            " FROM occupancy AS o WHERE window_start_ns >= ? AND window_start_ns < ? "
            "ORDER BY window_start_ns, zone");
    rows.bind(1, span.from ? span.from->utc_ns() : std::numeric_limits<std::int64_t>::min());
    rows.bind(2, span.until ? span.until->utc_ns() : std::numeric_limits<std::int64_t>::max());
    while (rows.executeStep()) {
      const auto zone = ZoneIndex(static_cast<std::uint16_t>(rows.getColumn(0).getInt()));
      const std::optional<Entry> entry = WindowIn(rows, 1, zone);
      if (!entry) return Fault::kLedgerDamaged;
      visit(*entry);
    }
    return Done{};
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

}  // namespace throng
