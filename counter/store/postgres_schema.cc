// What is made when an archive is opened for the first time, version by version.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/postgres_schema.h"

#include <array>
#include <chrono>
#include <cstdio>

#include "counter/store/archive_rows.h"

namespace throng {
namespace {

constexpr int kVersion = 3;

// Times are UTC nanoseconds. Only these columns exist, and store/archive_test reads them. Numbers
// of kind, change and band are those of counter/site and counter/alert.
constexpr const char* kPlaces = R"sql(
CREATE TABLE archive_version (version integer NOT NULL);
INSERT INTO archive_version VALUES (0);
CREATE TABLE site (
  site bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL UNIQUE,
  longest_ns bigint NOT NULL CHECK (longest_ns >= 0)  -- of its windows
);
CREATE TABLE zone (
  site bigint NOT NULL REFERENCES site,
  position integer NOT NULL CHECK (position BETWEEN 0 AND 65535),
  name text NOT NULL,
  kind integer NOT NULL CHECK (kind BETWEEN 1 AND 3),
  area_m2 double precision NOT NULL CHECK (area_m2 > 0),
  capacity integer CHECK (capacity > 0),
  capacity_rule text NOT NULL,
  PRIMARY KEY (site, position),
  UNIQUE (site, name)
);
CREATE TABLE zone_group (
  site bigint NOT NULL REFERENCES site,
  position integer NOT NULL CHECK (position >= 0),
  name text NOT NULL,
  capacity integer CHECK (capacity > 0),
  capacity_rule text NOT NULL,
  PRIMARY KEY (site, position)
);
CREATE TABLE zone_group_member (
  site bigint NOT NULL,
  position integer NOT NULL,
  zone integer NOT NULL,
  PRIMARY KEY (site, position, zone),
  FOREIGN KEY (site, position) REFERENCES zone_group (site, position),
  FOREIGN KEY (site, zone) REFERENCES zone (site, position)
);
)sql";

// In parts by month, so that what is old goes at once, and indexes stay small.
constexpr const char* kWindows = R"sql(
CREATE TABLE occupancy (
  site bigint NOT NULL,
  window_start_ns bigint NOT NULL CHECK (window_start_ns >= 0),
  window_end_ns bigint NOT NULL CHECK (window_end_ns > window_start_ns),
  zone integer NOT NULL,
  persons integer CHECK (persons BETWEEN low AND high),
  low integer CHECK (low >= 0),
  high integer CHECK (high <= 65535),
  coverage_percent integer NOT NULL CHECK (coverage_percent BETWEEN 0 AND 100),
  freshness integer NOT NULL CHECK (freshness IN (1, 2, 3)),  -- fresh, stale, blind
  PRIMARY KEY (site, window_start_ns, zone),
  CHECK ((freshness = 3) = (persons IS NULL) AND (freshness = 3) = (low IS NULL)
         AND (freshness = 3) = (high IS NULL))
) PARTITION BY RANGE (window_start_ns);
CREATE TABLE unrolled (
  site bigint NOT NULL,
  quarter_ns bigint NOT NULL CHECK (quarter_ns % 900000000000 = 0),
  PRIMARY KEY (site, quarter_ns)
);
CREATE TABLE kept (
  resolution integer PRIMARY KEY CHECK (resolution BETWEEN 1 AND 5),
  since_ns bigint NOT NULL,
  emptied_ns bigint NOT NULL
);
INSERT INTO kept VALUES (1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0), (5, 0, 0);
CREATE TABLE alarm_event (
  site bigint NOT NULL REFERENCES site,
  alarm bigint NOT NULL CHECK (alarm > 0),
  sequence integer NOT NULL CHECK (sequence > 0),
  change integer NOT NULL CHECK (change BETWEEN 1 AND 5),
  kind integer NOT NULL CHECK (kind BETWEEN 1 AND 3),
  rule text NOT NULL,
  place text NOT NULL,
  band integer NOT NULL CHECK (band BETWEEN 0 AND 3),
  at_ns bigint NOT NULL,
  persons integer CHECK (persons BETWEEN low AND high),
  low integer CHECK (low >= 0),
  high integer CHECK (high <= 65535),
  reason text NOT NULL,
  by_role text NOT NULL,
  PRIMARY KEY (site, alarm, sequence)
);
CREATE INDEX alarm_event_by_time ON alarm_event (site, at_ns);
CREATE TABLE alarm_asked (
  site bigint NOT NULL REFERENCES site,
  alarm bigint NOT NULL CHECK (alarm > 0),
  by_role text NOT NULL,
  at_ns bigint NOT NULL,
  PRIMARY KEY (site, alarm)
);
)sql";

// Version 2. Which alarm of a site has which number at its edge, in which ledger (0: its edge did
// not say), and when it was raised, if that is known.
constexpr const char* kEdgeAlarms = R"sql(
CREATE TABLE edge_alarm (
  site bigint NOT NULL REFERENCES site,
  alarm bigint NOT NULL CHECK (alarm > 0),
  ledger bigint NOT NULL CHECK (ledger >= 0),
  number bigint NOT NULL CHECK (number > 0),
  raised_ns bigint,
  PRIMARY KEY (site, alarm)
);
CREATE INDEX edge_alarm_by_number ON edge_alarm (site, number);
INSERT INTO edge_alarm SELECT site, alarm, 0, alarm, max(CASE WHEN sequence = 1 THEN at_ns END)
  FROM alarm_event GROUP BY site, alarm;
)sql";

// Of one resolution. Persons times microseconds: whole numbers, which any order adds up alike.
std::string RollUpTable(const std::string& name) {
  return "CREATE TABLE " + name + R"sql( (
  site bigint NOT NULL,
  start_ns bigint NOT NULL,
  counted_us bigint NOT NULL CHECK (counted_us >= 0),
  persons_us bigint NOT NULL CHECK (persons_us BETWEEN low_us AND high_us),
  low_us bigint NOT NULL CHECK (low_us >= 0),
  high_us bigint NOT NULL,
  coverage_us bigint NOT NULL CHECK (coverage_us BETWEEN 0 AND 100 * counted_us),
  zone integer NOT NULL,
  top_persons integer,
  top_low integer,
  top_high integer,
  PRIMARY KEY (site, zone, start_ns),
  CHECK ((counted_us = 0) = (top_persons IS NULL) AND (counted_us = 0) = (top_low IS NULL)
         AND (counted_us = 0) = (top_high IS NULL))
) PARTITION BY RANGE (start_ns);)sql";
}

// Version 3. Rows lie in the order in which they were rolled up, nearly that of time, so all zones
// of a span are beside each other: by time they are read in half the time that it takes by zone. On
// a sum, so that it is for those alone who ask for `site + 0`, whatever the statistics say.
std::string TimeIndex(const std::string& table) {
  return "CREATE INDEX IF NOT EXISTS " + table + "_by_time ON " + table + " ((site + 0), start_ns)";
}

struct TablesThere {
  bool are_any;
  bool are_ours;
};
TablesThere LookForTables(pqxx::transaction_base& sql) {
  const pqxx::row there = sql.exec1(
      "SELECT count(*), count(*) FILTER (WHERE c.relname = 'archive_version') FROM pg_class AS c "
      "JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "
      "AND c.relkind IN ('r', 'p', 'v', 'm', 'f')");
  return {.are_any = there[0].as<int>() > 0, .are_ours = there[1].as<int>() == 1};
}

int VersionIn(pqxx::transaction_base& sql) {
  return sql.exec1("SELECT version FROM archive_version")[0].as<int>();
}

}  // namespace

Fault FaultOfSqlState(std::string_view state) {
  if (state == "53100") return Fault::kDiskFull;
  if (state == "42501" || state == "25006") return Fault::kNotPermitted;  // no right; read-only
  if (state == "58030") return Fault::kNotPermitted;  // reading or writing failed
  if (state.starts_with("XX00") && state != "XX000") return Fault::kLedgerDamaged;
  if (state == "55P03" || state == "57014") return Fault::kLedgerBusy;  // waited long; stopped
  if (state.starts_with("40")) return Fault::kLedgerBusy;               // to be tried again
  if (state.starts_with("08") || state.starts_with("57P")) return Fault::kLedgerUnreachable;
  if (state == "53300") return Fault::kLedgerUnreachable;  // too many connections
  return Fault::kInternal;
}

Status BringUp(pqxx::transaction_base& sql) {
  sql.exec("SELECT pg_advisory_xact_lock(x'74686172'::int)");  // whoever opens, one at a time
  const TablesThere there = LookForTables(sql);
  if (!there.are_ours && there.are_any) return Fault::kNotALedger;
  if (!there.are_ours) sql.exec(kPlaces);
  const int version = VersionIn(sql);
  if (version > kVersion) return Fault::kLedgerTooNew;
  if (version == kVersion) return Done{};
  if (version < 1) {
    sql.exec(kWindows);
    for (const RolledUp& rolled : kRolledUp) sql.exec(RollUpTable(rolled.table));
  }
  if (version < 2) sql.exec(kEdgeAlarms);
  for (const RolledUp& rolled : kRolledUp) sql.exec(TimeIndex(rolled.table));
  sql.exec("UPDATE archive_version SET version = " + std::to_string(kVersion));
  return Done{};
}

Status IsArchive(pqxx::transaction_base& sql) {
  if (!LookForTables(sql).are_ours) return Fault::kNotALedger;
  if (VersionIn(sql) > kVersion) return Fault::kLedgerTooNew;
  return Done{};
}

MonthOfTable MonthOf(const std::string& table, std::int64_t at_ns) {
  using std::chrono::days;
  using std::chrono::nanoseconds;
  using std::chrono::sys_days;
  const sys_days day(std::chrono::floor<days>(nanoseconds(at_ns)));
  const std::chrono::year_month_day date(day);
  const std::chrono::year_month month(date.year(), date.month());
  std::array<char, 32> ending;
  std::snprintf(ending.data(), ending.size(), "_%04d_%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()));
  const auto start_ns = [](const std::chrono::year_month& of) {
    return nanoseconds(sys_days(of / 1).time_since_epoch()).count();
  };
  return {.name = table + ending.data(),
          .from_ns = start_ns(month),
          .until_ns = start_ns(month + std::chrono::months(1))};
}

std::vector<std::string> MonthsThere(pqxx::transaction_base& sql, const std::string& table) {
  std::vector<std::string> months;
  const pqxx::result rows = sql.exec(
      "SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid "
      "WHERE i.inhparent = '" +
      table + "'::regclass ORDER BY c.relname");
  for (const pqxx::row& row : rows) months.emplace_back(row[0].c_str());
  return months;
}

}  // namespace throng
