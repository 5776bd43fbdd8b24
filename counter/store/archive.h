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
#include "counter/release/entry.h"
#include "counter/site/site.h"

namespace throng {

// What an edge says of its site: its zones, which its entries name by position.
struct SiteFacts {
  std::string name;
  std::vector<ZoneFacts> zones;
  std::vector<Group> groups;
};

// What one edge sent at once.
struct SiteBatch {
  std::int64_t site;  // the number that Enter gave
  std::span<const Entry> windows;
  std::span<const AlarmEvent> events;
};

struct BatchWritten {
  std::uint32_t written = 0;
  std::uint32_t known = 0;             // the same was there already
  std::vector<std::uint32_t> refused;  // positions: another count is there, or one that overlaps
};

// Windows as they were released, or sums over them kept by the database.
enum class Resolution : std::uint8_t { kReleased = 1, kMinute, kQuarterHour, kHour, kDay };

// A zone in one window, or in one span of UTC.
struct HistoryRow {
  std::uint16_t zone;  // position among the zones of the site
  Window window;
  std::optional<Range> mean;           // over the time with a count; absent if there is none
  std::optional<WholeCount> highest;   // the count with most persons; absent likewise
  std::uint32_t counted_s;             // seconds with a count, rounded down
  int coverage_percent;                // mean over the time with a count, rounded down
  std::optional<Freshness> freshness;  // of released windows
};

struct HistoryQuery {
  std::int64_t site;
  std::vector<std::uint16_t> zones;  // positions; empty: all
  Instant from;                      // rows that start in [from, until)
  Instant until;
  Resolution resolution;
};

// How long what is kept; absent: for ever.
struct Retention {
  std::optional<std::chrono::days> released;
  std::optional<std::chrono::days> minute;
  std::optional<std::chrono::days> quarter_hour;
  std::optional<std::chrono::days> hour;
  std::optional<std::chrono::days> day;
};

// All methods: Faults kDiskFull, kNotPermitted, kLedgerBusy, kLedgerDamaged; with a server also
// kLedgerUnreachable. What a method returned as done survives a power cut. Not thread-safe: one
// thread writes, each reader opens its own. Several programs may have the same archive open.
class Archive {
 public:
  virtual ~Archive() = default;

  // Finds or adds the site and its zones. New zones come behind those that are known; groups are
  // replaced. Fault::kLedgerOtherSite if a zone is known with another kind, area or capacity, or if
  // zones that are known are missing or in another order.
  virtual Result<std::int64_t> Enter(const SiteFacts& site) = 0;

  // Each batch all or nothing, but for what it refuses, all of them in one transaction: so that
  // many edges share one sync. At the position of the batch.
  virtual Result<std::vector<BatchWritten>> Write(std::span<const SiteBatch> batches) = 0;

  // By name; their numbers beside them.
  virtual Result<std::vector<std::pair<std::int64_t, SiteFacts>>> Sites() = 0;

  // The newest window of each zone that has one, at most `age` old, by the position of the zone.
  virtual Result<std::vector<Entry>> Newest(std::int64_t site, Instant since) = 0;

  // Calls `visit` for each row in order of time, then zone, until it returns false. Memory does not
  // grow with the span. Rolled-up rows include every window whose Write has returned.
  virtual Status ForEach(const HistoryQuery& query,
                         const std::function<bool(const HistoryRow&)>& visit) = 0;

  // Alarms with an event in [from, until), each with all of its events, in order of their numbers.
  virtual Result<std::vector<std::vector<AlarmEvent>>> Alarms(std::int64_t site, Instant from,
                                                              Instant until) = 0;
  // Those that have not ended.
  virtual Result<std::vector<std::vector<AlarmEvent>>> OpenAlarms(std::int64_t site) = 0;

  // Rolls up what is new, and forgets what is older than its retention; never what is not rolled
  // up into the coarser ones yet. Short: at most some tenths of a second; true if there is more to
  // do.
  virtual Result<bool> Maintain(const Retention& retention, Instant now) = 0;

  // Columns of all tables, as the database itself describes them, for the layout test.
  virtual Result<std::vector<Column>> Columns() = 0;
};

// A file of SQLite: made, or brought up to date.
Result<std::unique_ptr<Archive>> OpenSqliteArchive(const std::filesystem::path& file);

// A database of PostgreSQL, by a connection string or URI of libpq ("host=... dbname=...");
// without a password: libpq reads it from ~/.pgpass or PGPASSFILE. Makes the tables, or brings them
// up to date; then in partitions by month.
Result<std::unique_ptr<Archive>> OpenPostgresArchive(const std::string& connection);

}  // namespace throng
