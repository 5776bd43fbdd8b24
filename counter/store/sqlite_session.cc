// An archive in a file of SQLite: its schema, and its session; catches what SQLiteCpp throws.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/sqlite_session.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "counter/store/archive_rows.h"
#include "counter/store/sql.h"

namespace throng {
namespace {

// Times are UTC nanoseconds. Only these columns exist, and store/archive_test reads them. Numbers
// of kind, change and band are those of counter/site and counter/alert.
constexpr const char* kSqlitePlaces = R"sql(
CREATE TABLE site (
  site INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  longest_ns INTEGER NOT NULL CHECK (longest_ns >= 0)  -- of its windows
) STRICT;
CREATE TABLE zone (
  site INTEGER NOT NULL REFERENCES site,
  position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 65535),
  name TEXT NOT NULL,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
  area_m2 REAL NOT NULL CHECK (area_m2 > 0),
  capacity INTEGER CHECK (capacity > 0),
  capacity_rule TEXT NOT NULL,
  PRIMARY KEY (site, position),
  UNIQUE (site, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE zone_group (
  site INTEGER NOT NULL REFERENCES site,
  position INTEGER NOT NULL CHECK (position >= 0),
  name TEXT NOT NULL,
  capacity INTEGER CHECK (capacity > 0),
  capacity_rule TEXT NOT NULL,
  PRIMARY KEY (site, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE zone_group_member (
  site INTEGER NOT NULL,
  position INTEGER NOT NULL,
  zone INTEGER NOT NULL,
  PRIMARY KEY (site, position, zone),
  FOREIGN KEY (site, position) REFERENCES zone_group (site, position),
  FOREIGN KEY (site, zone) REFERENCES zone (site, position)
) STRICT, WITHOUT ROWID;
)sql";

// In the order of time, so that what many zones of a site send at once goes into one page.
constexpr const char* kSqliteWindows = R"sql(
CREATE TABLE occupancy (
  site INTEGER NOT NULL,
  window_start_ns INTEGER NOT NULL CHECK (window_start_ns >= 0),
  zone INTEGER NOT NULL,
  window_end_ns INTEGER NOT NULL CHECK (window_end_ns > window_start_ns),
  persons INTEGER CHECK (persons BETWEEN low AND high),
  low INTEGER CHECK (low >= 0),
  high INTEGER CHECK (high <= 65535),
  coverage_percent INTEGER NOT NULL CHECK (coverage_percent BETWEEN 0 AND 100),
  freshness INTEGER NOT NULL CHECK (freshness IN (1, 2, 3)),  -- fresh, stale, blind
  PRIMARY KEY (site, window_start_ns, zone),
  CHECK ((freshness = 3) = (persons IS NULL) AND (freshness = 3) = (low IS NULL)
         AND (freshness = 3) = (high IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE unrolled (
  site INTEGER NOT NULL,
  quarter_ns INTEGER NOT NULL CHECK (quarter_ns % 900000000000 = 0),
  PRIMARY KEY (site, quarter_ns)
) STRICT, WITHOUT ROWID;
CREATE TABLE kept (
  resolution INTEGER PRIMARY KEY CHECK (resolution BETWEEN 1 AND 5),
  since_ns INTEGER NOT NULL,
  emptied_ns INTEGER NOT NULL
) STRICT;
INSERT INTO kept VALUES (1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0), (5, 0, 0);
CREATE TABLE alarm_event (
  site INTEGER NOT NULL REFERENCES site,
  alarm INTEGER NOT NULL CHECK (alarm > 0),
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  change INTEGER NOT NULL CHECK (change BETWEEN 1 AND 5),
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
  rule TEXT NOT NULL,
  place TEXT NOT NULL,
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  at_ns INTEGER NOT NULL,
  persons INTEGER CHECK (persons BETWEEN low AND high),
  low INTEGER CHECK (low >= 0),
  high INTEGER CHECK (high <= 65535),
  reason TEXT NOT NULL,
  by_role TEXT NOT NULL,
  PRIMARY KEY (site, alarm, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX alarm_event_by_time ON alarm_event (site, at_ns);
CREATE TABLE alarm_asked (
  site INTEGER NOT NULL REFERENCES site,
  alarm INTEGER NOT NULL CHECK (alarm > 0),
  by_role TEXT NOT NULL,
  at_ns INTEGER NOT NULL,
  PRIMARY KEY (site, alarm)
) STRICT, WITHOUT ROWID;
)sql";

// Version 2. Which alarm of a site has which number at its edge, in which ledger (0: its edge did
// not say), and when it was raised, if that is known.
constexpr const char* kSqliteEdgeAlarms = R"sql(
CREATE TABLE edge_alarm (
  site INTEGER NOT NULL REFERENCES site,
  alarm INTEGER NOT NULL CHECK (alarm > 0),
  ledger INTEGER NOT NULL CHECK (ledger >= 0),
  number INTEGER NOT NULL CHECK (number > 0),
  raised_ns INTEGER,
  PRIMARY KEY (site, alarm)
) STRICT, WITHOUT ROWID;
CREATE INDEX edge_alarm_by_number ON edge_alarm (site, number);
INSERT INTO edge_alarm SELECT site, alarm, 0, alarm, max(CASE WHEN sequence = 1 THEN at_ns END)
  FROM alarm_event GROUP BY site, alarm;
)sql";

// Of one resolution. Persons times microseconds: whole numbers, which any order adds up alike.
std::string RollUpTable(const char* name) {
  return std::string("CREATE TABLE ") + name + R"sql( (
  site INTEGER NOT NULL,
  zone INTEGER NOT NULL,
  start_ns INTEGER NOT NULL,
  counted_us INTEGER NOT NULL CHECK (counted_us >= 0),
  persons_us INTEGER NOT NULL CHECK (persons_us BETWEEN low_us AND high_us),
  low_us INTEGER NOT NULL CHECK (low_us >= 0),
  high_us INTEGER NOT NULL,
  coverage_us INTEGER NOT NULL CHECK (coverage_us BETWEEN 0 AND 100 * counted_us),
  top_persons INTEGER,
  top_low INTEGER,
  top_high INTEGER,
  PRIMARY KEY (site, zone, start_ns),
  CHECK ((counted_us = 0) = (top_persons IS NULL) AND (counted_us = 0) = (top_low IS NULL)
         AND (counted_us = 0) = (top_high IS NULL))
) STRICT, WITHOUT ROWID;
)sql";
}

void BringUpArchive(SQLite::Database& sql, int from) {
  if (from < 1) {
    sql.exec(kSqlitePlaces);
    sql.exec(kSqliteWindows);
    for (const RolledUp& rolled : kRolledUp) sql.exec(RollUpTable(rolled.table));
  }
  if (from < 2) sql.exec(kSqliteEdgeAlarms);
}

constexpr SqlSchema kArchive{.application = 0x7468'6172,  // "thar"
                             .version = 2,
                             .bring_up = BringUpArchive};

class SqliteRow final : public SqlRow {
 public:
  explicit SqliteRow(SQLite::Statement& statement) : statement_(statement) {}
  bool IsNull(int column) const override { return statement_.isColumnNull(column); }
  std::int64_t Integer(int column) const override {
    return statement_.getColumn(column).getInt64();
  }
  double Real(int column) const override { return statement_.getColumn(column).getDouble(); }
  std::string Text(int column) const override { return statement_.getColumn(column).getString(); }

 private:
  SQLite::Statement& statement_;
};

// Without SQLiteCpp in between, which counts the owners of a statement at each column: a tenth of
// the time of a long answer.
class BareRow final : public SqlRow {
 public:
  explicit BareRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool IsNull(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t Integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  double Real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string Text(int column) const override { return std::to_string(Integer(column)); }

 private:
  sqlite3_stmt* statement_;
};

void Bind(SQLite::Statement& statement, int place, const SqlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) statement.bind(place, *number);
  if (const auto* real = std::get_if<double>(&value)) statement.bind(place, *real);
  if (const auto* text = std::get_if<std::string>(&value)) statement.bind(place, *text);
}

class SqliteSession final : public SqlSession {
 public:
  explicit SqliteSession(std::unique_ptr<SQLite::Database> sql) : sql_(std::move(sql)) {}

  Status Begin(Purpose purpose) override {
    return Try([&] { sql_->exec(purpose == Purpose::kWrite ? "BEGIN IMMEDIATE" : "BEGIN"); });
  }

  Status Commit() override {
    return Try([&] { sql_->exec("COMMIT"); });
  }

  void Rollback() override {
    const Status ignored = Try([&] { sql_->exec("ROLLBACK"); });  // fails where none is open
    static_cast<void>(ignored);
  }

  Status Run(std::string_view sql, std::span<const SqlValue> values,
             const std::function<bool(const SqlRow&)>& visit) override {
    return Try([&] {
      if (values.empty()) {
        SQLite::Statement statement(*sql_, std::string(sql));
        return Step(statement, visit);
      }
      SQLite::Statement& statement = Kept(sql);
      const Reset reset{statement};
      for (std::size_t i = 0; i < values.size(); ++i) {
        Bind(statement, static_cast<int>(i) + 1, values[i]);
      }
      Step(statement, visit);
    });
  }

  Status RunNumbers(std::string_view sql,
                    const std::function<bool(const SqlRow&)>& visit) override {
    return Try([&] {
      sqlite3_stmt* made = nullptr;
      sql_->check(sqlite3_prepare_v2(sql_->getHandle(), sql.data(), static_cast<int>(sql.size()),
                                     &made, nullptr));
      const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(made,
                                                                                 sqlite3_finalize);
      const BareRow row(made);
      int step = SQLITE_ROW;
      while (step == SQLITE_ROW) {
        step = sqlite3_step(made);
        if (step == SQLITE_ROW && !visit(row)) return;
      }
      if (step != SQLITE_DONE) throw SQLite::Exception(sql_->getHandle(), step);
    });
  }

  Status Add(std::span<const SiteEntry> windows) override {
    return Try([&] {
      SQLite::Statement& add = Kept("INSERT INTO occupancy VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)");
      for (const auto& [site, entry] : windows) {
        const Reset reset{add};
        add.bind(1, site);
        add.bind(2, entry.window.start.utc_ns());
        add.bind(3, int{entry.zone.value()});
        add.bind(4, entry.window.end.utc_ns());
        if (entry.count) {
          add.bind(5, int{entry.count->persons});
          add.bind(6, int{entry.count->low});
          add.bind(7, int{entry.count->high});
        }
        add.bind(8, entry.coverage_percent);
        add.bind(9, static_cast<int>(entry.freshness));
        add.exec();
      }
    });
  }

  Status MakeRoom(const std::string& /*table*/, std::int64_t /*at_ns*/) override { return Done{}; }
  Status DropRoom(const std::string& /*table*/, std::int64_t /*before_ns*/) override {
    return Done{};
  }

  Result<std::vector<Column>> Columns() override {
    std::vector<Column> columns;
    const Status read =
        Run("SELECT t.name, c.name, c.type FROM sqlite_schema AS t JOIN pragma_table_xinfo(t.name) "
            "AS c WHERE t.type IN ('table', 'view') ORDER BY t.name, c.cid",
            {}, [&columns](const SqlRow& row) {
              columns.push_back({.table = row.Text(0), .name = row.Text(1), .type = row.Text(2)});
              return true;
            });
    if (!read) return read.error();
    return columns;
  }

 private:
  // Ready for its next use, whatever happens.
  struct Reset {
    SQLite::Statement& statement;
    ~Reset() {
      statement.tryReset();
      statement.clearBindings();
    }
  };

  template <class Work>
  Status Try(const Work& work) {
    try {
      work();
      return Done{};
    } catch (const SQLite::Exception& error) {
      return FaultOf(error);
    }
  }

  static void Step(SQLite::Statement& statement, const std::function<bool(const SqlRow&)>& visit) {
    const SqliteRow row(statement);
    while (statement.executeStep() && visit(row)) {
    }
  }

  // Prepared once. SQLite numbers parameters with a question mark.
  SQLite::Statement& Kept(std::string_view sql) {
    const auto found = kept_.find(sql);
    if (found != kept_.end()) return found->second;
    std::string text(sql);
    for (char& c : text) c = c == '$' ? '?' : c;
    return kept_.try_emplace(std::string(sql), *sql_, text).first->second;
  }

  std::unique_ptr<SQLite::Database> sql_;
  std::map<std::string, SQLite::Statement, std::less<>> kept_;  // of sql_, so gone before it
};

}  // namespace

Result<std::unique_ptr<SqlSession>> OpenSqliteSession(const std::filesystem::path& file) {
  try {
    auto sql = OpenSqlFile(file, kArchive);
    if (!sql) return sql.error();
    return std::unique_ptr<SqlSession>(std::make_unique<SqliteSession>(*std::move(sql)));
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

Result<std::unique_ptr<SqlSession>> OpenSqliteSessionToRead(const std::filesystem::path& file) {
  try {
    auto sql = OpenSqlFileToRead(file, kArchive);
    if (!sql) return sql.error();
    return std::unique_ptr<SqlSession>(std::make_unique<SqliteSession>(*std::move(sql)));
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

}  // namespace throng
