// Where a hub keeps what its edges sent: released counts and alarms of many sites.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/alert/alarm.h"
#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/meaning/situation.h"
#include "counter/release/entry.h"
#include "counter/site/site.h"
#include "counter/store/ledger.h"

namespace throng {

// What an edge says of its site: its zones, which its entries name by position.
struct SiteFacts {
  std::string name;
  std::vector<ZoneFacts> zones;
  std::vector<Group> groups;
};

struct KnownSite {
  std::int64_t number;  // by which the archive knows it
  SiteFacts facts;
};

// What one edge sent at once.
struct SiteBatch {
  std::int64_t site;  // the number that Enter gave
  std::span<const Entry> windows;
  // As their rules say (alert/alarm.h), with the numbers that their edge gave, from 1.
  std::span<const AlarmEvent> events;
  std::optional<std::int64_t> ledger = {};  // whose numbers those are; absent: the edge did not say
};

// That somebody at the hub has seen an alarm, which its edge is to be told.
struct AskedAlarm {
  std::int64_t alarm;  // its number at its site
  std::string by;      // a role
  Instant at;
  std::int64_t at_edge = 0;  // the number that its edge knows it by; told by Asked
};

// Of the windows of a batch. Events that are there already are skipped without a word.
struct BatchWritten {
  std::uint32_t written = 0;
  std::uint32_t known = 0;  // the same was there already
  // Positions of those that are not taken, now or later: another count is there, or one that
  // overlaps; it is of a day that was forgotten; or no edge could have released it.
  std::vector<std::uint32_t> refused;
  // Numbers at the site of the alarms that its events are of, each once.
  std::vector<std::int64_t> alarms = {};
};

// Windows as they were released, or sums over them kept by the database.
enum class Resolution : std::uint8_t { kReleased = 1, kMinute, kQuarterHour, kHour, kDay };

// A zone in one window, or in one span of UTC. A window belongs wholly to the span it starts in,
// also where it reaches beyond: so each is in exactly one, and `counted_s` may exceed the span.
struct HistoryRow {
  std::uint16_t zone;  // position among the zones of the site
  Window window;
  std::optional<Range> mean;           // over the time with a count; absent if there is none
  std::optional<WholeCount> highest;   // with most persons, of those the widest; absent likewise
  std::uint32_t counted_s;             // seconds with a count, rounded down
  int coverage_percent;                // mean over the time with a count, rounded down; 0 without
  std::optional<Freshness> freshness;  // of released windows
};

struct HistoryQuery {
  std::int64_t site;
  std::vector<std::uint16_t> zones;  // positions; empty: all
  Instant from;                      // rows that start in [from, until)
  Instant until;
  Resolution resolution;
};

// How long what is kept, in whole days of UTC (so up to one more); absent: for ever. What is
// coarser is kept at least as long as what is finer, from which it is made.
struct Retention {
  std::optional<std::chrono::days> released = {};
  std::optional<std::chrono::days> minute = {};
  std::optional<std::chrono::days> quarter_hour = {};
  std::optional<std::chrono::days> hour = {};
  std::optional<std::chrono::days> day = {};
  // Since their end. Those that are open are always kept, and of each that was forgotten its number
  // and the moment of its raise, so that it does not come back.
  std::optional<std::chrono::days> alarms = {};
};

// All methods: Faults kDiskFull, kNotPermitted, kLedgerBusy, kLedgerDamaged; with a server also
// kLedgerUnreachable, after which the next call connects anew. What a method returned as done
// survives a power cut; after a fault it may have been done or not, and may be tried again. Not
// thread-safe: each thread opens its own. Several programs may have the same archive open.
class Archive {
 public:
  virtual ~Archive() = default;

  // Finds or adds the site and its zones; its number. New zones come behind those that are known;
  // groups and reasons of capacities are replaced. Fault::kLedgerOtherSite if a zone is known with
  // another kind, area or capacity, or if zones that are known are missing or in another order.
  virtual Result<std::int64_t> Enter(const SiteFacts& site) = 0;

  // All batches in one transaction, so that many edges share one sync; at the position of the
  // batch. Fault::kNotFound, and nothing is written, if Enter never gave one of the numbers.
  virtual Result<std::vector<BatchWritten>> Write(std::span<const SiteBatch> batches) = 0;

  // By name.
  virtual Result<std::vector<KnownSite>> Sites() = 0;

  // The newest window of each zone that has one which ends after `since`; by position of the zone.
  virtual Result<std::vector<Entry>> Newest(std::int64_t site, Instant since) = 0;

  // Calls `visit` for each row in order of time, then zone, until it returns false. Includes every
  // window whose Write returned before. Memory does not grow with the span, and nothing is locked
  // while `visit` runs, however slow it is.
  virtual Status ForEach(const HistoryQuery& query,
                         const std::function<bool(const HistoryRow&)>& visit) = 0;

  // Alarms with an event in [from, until), each with all of its events, in order of their numbers.
  virtual Result<std::vector<std::vector<AlarmEvent>>> Alarms(std::int64_t site, Instant from,
                                                              Instant until) = 0;
  // Those that have not ended.
  virtual Result<std::vector<std::vector<AlarmEvent>>> OpenAlarms(std::int64_t site) = 0;
  // Those of these numbers that are there.
  virtual Result<std::vector<std::vector<AlarmEvent>>> AlarmsNumbered(
      std::int64_t site, std::span<const std::int64_t> numbers) = 0;

  // Keeps what is asked of the edge until Write gets the event of it, or of the alarm's end. What
  // is asked already, or acknowledged, stays as it is. Fault::kNotFound if no such alarm is open.
  virtual Status Ask(std::int64_t site, const AskedAlarm& asked) = 0;
  // Of an edge with this ledger, by number of the alarm.
  virtual Result<std::vector<AskedAlarm>> Asked(std::int64_t site,
                                                std::optional<std::int64_t> ledger) = 0;

  // Ends, at `now`, what is open of the site and of another ledger than this one: who could tell
  // its end is gone. Their numbers. Alarms whose edge never named its ledger are left.
  virtual Result<std::vector<std::int64_t>> EndLost(std::int64_t site, std::int64_t ledger,
                                                    Instant now) = 0;

  // Rolls up quarters of an hour that are over and new, and forgets what is older than its
  // retention; never what is not rolled up yet. One short step (some tenths of a second at most):
  // true if there is more to do. What it has not come to yet, ForEach adds up itself.
  virtual Result<bool> Maintain(const Retention& retention, Instant now) = 0;

  // Whether it can be written now: writes what is there already, and syncs it.
  virtual Status TryToWrite() = 0;

  // Columns of all tables, as the database itself describes them, for whoever audits.
  virtual Result<std::vector<Column>> Columns() = 0;
};

// A file of SQLite: made, or brought up to date. Faults also kNotAFolder, kNotALedger (a site's
// ledger is no archive), kLedgerTooNew.
Result<std::unique_ptr<Archive>> OpenSqliteArchive(const std::filesystem::path& file);

// A database of PostgreSQL, by a connection string or URI of libpq ("host=... dbname=...");
// without a password: libpq reads it from ~/.pgpass or PGPASSFILE. Makes the tables in the first
// schema of its search path, or brings them up to date. Faults also kNotALedger (the schema has
// other tables), kLedgerTooNew.
Result<std::unique_ptr<Archive>> OpenPostgresArchive(const std::string& connection);

// As Archive::Columns, of an archive that is there, of this or an earlier version: nothing is made
// or brought up to date, so whoever may only read may ask. Faults as above, and kNotFound.
Result<std::vector<Column>> ReadSqliteColumns(const std::filesystem::path& file);
Result<std::vector<Column>> ReadPostgresColumns(const std::string& connection);

}  // namespace throng
