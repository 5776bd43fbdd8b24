// The schema of a ledger, version by version.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/sql.h"

#include <sqlite3.h>

namespace throng {
namespace {

constexpr int kApplication = 0x7468'726F;  // "thro"
constexpr int kLedgerVersion = 4;
constexpr int kBusyMs = 2000;
const int kOneThread = SQLite::OPEN_NOMUTEX;  // at a time, so SQLite need not lock each column

// Times are UTC nanoseconds. Only these columns exist, and tests/layout reads them.
constexpr const char* kCounts = R"sql(
CREATE TABLE zone (
  zone INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('walkway', 'queue', 'stair')),
  area_m2 REAL NOT NULL CHECK (area_m2 > 0),
  capacity INTEGER CHECK (capacity > 0)
) STRICT;
CREATE TABLE occupancy (
  zone INTEGER NOT NULL REFERENCES zone,
  window_start_ns INTEGER NOT NULL,
  window_end_ns INTEGER NOT NULL CHECK (window_end_ns > window_start_ns),
  persons INTEGER CHECK (persons BETWEEN low AND high),
  low INTEGER CHECK (low >= 0),
  high INTEGER,
  coverage_percent INTEGER NOT NULL CHECK (coverage_percent BETWEEN 0 AND 100),
  freshness INTEGER NOT NULL CHECK (freshness IN (1, 2, 3)),  -- fresh, stale, blind
  policy INTEGER NOT NULL,
  PRIMARY KEY (zone, window_start_ns),
  CHECK ((freshness = 3) = (persons IS NULL) AND (freshness = 3) = (low IS NULL)
         AND (freshness = 3) = (high IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX occupancy_by_time ON occupancy (window_start_ns, zone);
)sql";

// Version 2. Numbers of change, kind and band are those of counter/alert and counter/site;
// those of `state` of a delivery: 1 delivered, 2 waiting, 3 failed.
constexpr const char* kAlarms = R"sql(
ALTER TABLE zone ADD COLUMN capacity_rule TEXT;
CREATE TABLE alarm_event (
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
  high INTEGER,
  reason TEXT NOT NULL,
  by_role TEXT NOT NULL,
  PRIMARY KEY (alarm, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX alarm_event_by_time ON alarm_event (at_ns);
CREATE TABLE alarm_rule (
  rule TEXT NOT NULL,
  place TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state NOT GLOB '*[^-0-9 ]*'),  -- numbers
  PRIMARY KEY (rule, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE acknowledgement (
  number INTEGER PRIMARY KEY,
  alarm INTEGER NOT NULL,
  by_role TEXT NOT NULL,
  at_ns INTEGER NOT NULL
) STRICT;
CREATE TABLE maintenance (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  until_ns INTEGER NOT NULL
) STRICT;
CREATE TABLE delivery (
  number INTEGER PRIMARY KEY,
  way TEXT NOT NULL,
  alarm INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
  tries INTEGER NOT NULL CHECK (tries >= 0),
  since_ns INTEGER NOT NULL,
  next_ns INTEGER NOT NULL,
  at_ns INTEGER,
  why TEXT,
  UNIQUE (way, alarm, sequence),
  FOREIGN KEY (alarm, sequence) REFERENCES alarm_event (alarm, sequence)
) STRICT;
CREATE INDEX delivery_waiting ON delivery (way, number) WHERE state = 2;
)sql";

// Version 3. What no hub has acknowledged yet, numbered in the order in which it is told: what is
// appended later has a higher number. Filled by triggers that Unsent::Open makes, so that a ledger
// which is sent nowhere pays nothing. Numbers of `why` are those of RefusedWhy.
constexpr const char* kUnsent = R"sql(
CREATE TABLE unsent (
  number INTEGER PRIMARY KEY,
  zone INTEGER NOT NULL,
  window_start_ns INTEGER NOT NULL
) STRICT;
CREATE TABLE unsent_event (
  number INTEGER PRIMARY KEY,
  alarm INTEGER NOT NULL,
  sequence INTEGER NOT NULL
) STRICT;
CREATE TABLE sending (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  most_windows INTEGER NOT NULL CHECK (most_windows > 0),
  most_events INTEGER NOT NULL CHECK (most_events > 0),
  marked_from_ns INTEGER,  -- what starts before it is to be marked yet
  dropped_windows INTEGER NOT NULL,
  dropped_events INTEGER NOT NULL,
  refused_windows INTEGER NOT NULL,
  refused_events INTEGER NOT NULL
) STRICT;
CREATE TABLE refused (
  number INTEGER PRIMARY KEY,
  zone INTEGER,
  window_start_ns INTEGER,
  alarm INTEGER,
  sequence INTEGER,
  at_ns INTEGER NOT NULL,
  why INTEGER NOT NULL CHECK (why IN (1, 2)),
  CHECK ((zone IS NULL) = (window_start_ns IS NULL) AND (zone IS NULL) = (alarm IS NOT NULL)
         AND (alarm IS NULL) = (sequence IS NULL))
) STRICT;
)sql";

// Version 4. A random number by which a hub tells this ledger from another of the same site, whose
// alarms are numbered from 1 too. It says nothing of what is counted.
constexpr const char* kNumber = R"sql(
CREATE TABLE ledger (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL CHECK (number > 0)
) STRICT;
INSERT INTO ledger VALUES (1, (random() & 9223372036854775806) + 1);
)sql";

void BringUpLedger(SQLite::Database& sql, int from) {
  if (from < 1) sql.exec(kCounts);
  if (from < 2) sql.exec(kAlarms);
  if (from < 3) sql.exec(kUnsent);
  if (from < 4) sql.exec(kNumber);
}

constexpr SqlSchema kLedger{
    .application = kApplication, .version = kLedgerVersion, .bring_up = BringUpLedger};

// Nothing if it is ours and of a version we know; an empty database may become ours.
std::optional<Fault> Refuse(SQLite::Database& sql, const SqlSchema& schema, bool may_be_empty) {
  const int application = sql.execAndGet("PRAGMA application_id").getInt();
  const bool empty = sql.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
  if (empty && application == 0 && may_be_empty) return std::nullopt;
  if (application != schema.application) return Fault::kNotALedger;
  if (VersionOf(sql) > schema.version) return Fault::kLedgerTooNew;
  return std::nullopt;
}

void Prepare(SQLite::Database& sql, const SqlSchema& schema) {
  sql.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  if (VersionOf(sql) == schema.version) return;
  SQLite::Transaction transaction(sql, SQLite::TransactionBehavior::IMMEDIATE);
  schema.bring_up(sql, VersionOf(sql));  // another program may have been here meanwhile
  sql.exec("PRAGMA application_id = " + std::to_string(schema.application));
  sql.exec("PRAGMA user_version = " + std::to_string(schema.version));
  transaction.commit();
}

}  // namespace

Fault FaultOf(const SQLite::Exception& error) {
  switch (error.getErrorCode()) {
    case SQLITE_FULL:
      return Fault::kDiskFull;
    case SQLITE_IOERR:  // a full disk may show while the log is being written
      return error.getExtendedErrorCode() == SQLITE_IOERR_WRITE ? Fault::kDiskFull
                                                                : Fault::kNotPermitted;
    case SQLITE_NOTADB:
      return Fault::kNotALedger;
    case SQLITE_CORRUPT:
      return Fault::kLedgerDamaged;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Fault::kLedgerBusy;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
      return Fault::kNotPermitted;
    default:
      return Fault::kInternal;
  }
}

int VersionOf(SQLite::Database& sql) { return sql.execAndGet("PRAGMA user_version").getInt(); }

Result<std::unique_ptr<SQLite::Database>> OpenSqlFile(
    const std::optional<std::filesystem::path>& file, const SqlSchema& schema) {
  if (file) {
    std::error_code ignored;
    const std::filesystem::path folder = file->has_parent_path() ? file->parent_path() : ".";
    if (!std::filesystem::is_directory(folder, ignored)) return Fault::kNotAFolder;
    if (std::filesystem::is_directory(*file, ignored)) return Fault::kNotALedger;
  }
  auto sql = std::make_unique<SQLite::Database>(
      file ? file->string() : std::string(),
      SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | kOneThread, kBusyMs);
  if (const std::optional<Fault> fault = Refuse(*sql, schema, /*may_be_empty=*/true)) {
    return *fault;
  }
  Prepare(*sql, schema);
  return sql;
}

Result<std::unique_ptr<SQLite::Database>> OpenSqlToWrite(
    const std::optional<std::filesystem::path>& file) {
  return OpenSqlFile(file, kLedger);
}

Result<std::unique_ptr<SQLite::Database>> OpenSqlFileToRead(const std::filesystem::path& file,
                                                            const SqlSchema& schema) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return Fault::kNotFound;
  if (std::filesystem::is_directory(file, ignored)) return Fault::kNotALedger;
  auto sql = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READONLY | kOneThread,
                                                kBusyMs);
  if (const std::optional<Fault> fault = Refuse(*sql, schema, /*may_be_empty=*/false)) {
    return *fault;
  }
  return sql;
}

Result<std::unique_ptr<SQLite::Database>> OpenSqlToRead(const std::filesystem::path& file) {
  return OpenSqlFileToRead(file, kLedger);
}

}  // namespace throng
