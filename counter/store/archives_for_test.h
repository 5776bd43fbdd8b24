// Empty archives of either kind, and what tests put into them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "counter/store/archive.h"
#include "counter/store/sql_session.h"
#include "counter/store/test_postgres.h"

namespace throng {

enum class Backend : std::uint8_t { kSqlite, kPostgres };
std::string NameOf(Backend backend);

// The one server of this program, made when it is first asked for.
TestPostgres& SharedPostgres();

// Where one archive is: a file in a temporary folder, or a schema of the server.
class ArchivePlace {
 public:
  explicit ArchivePlace(Backend backend);
  ~ArchivePlace();
  ArchivePlace(const ArchivePlace&) = delete;
  ArchivePlace& operator=(const ArchivePlace&) = delete;

  std::unique_ptr<Archive> Open() const;  // made, if it is not there; stops the test's program else
  std::unique_ptr<SqlSession> OpenSession() const;
  std::filesystem::path file() const { return folder_ / "hub.archive"; }
  const std::string& connection() const { return connection_; }

 private:
  Backend backend_;
  std::filesystem::path folder_;
  std::string connection_;
};

inline constexpr std::int64_t kSecond = 1'000'000'000;
inline constexpr std::int64_t kHourS = 3600;
inline constexpr std::int64_t kDayS = 24 * kHourS;

// So many seconds after 2026-11-24T00:00:00Z.
constexpr Instant At(std::int64_t second) { return Instant((1'795'478'400 + second) * kSecond); }

// `persons` with an interval from one less to two more; fresh, all of the zone seen.
Entry Counted(std::uint16_t zone, std::int64_t from_s, std::int64_t to_s, int persons);
Entry Blind(std::uint16_t zone, std::int64_t from_s, std::int64_t to_s);

ZoneFacts QueueOf(const std::string& name, double area_m2 = 100);
// With zones "zone 0", "zone 1", ...
SiteFacts SiteWith(const std::string& name, std::size_t zones);

// Writes them as one batch; what became of them.
BatchWritten Write(Archive& archive, std::int64_t site, const std::vector<Entry>& windows,
                   const std::vector<AlarmEvent>& events = {});

std::vector<HistoryRow> History(Archive& archive, const HistoryQuery& query);
// All zones of [from, until).
std::vector<HistoryRow> History(Archive& archive, std::int64_t site, Resolution resolution,
                                std::int64_t from_s, std::int64_t until_s);

// Maintains until nothing is left to do.
void MaintainAll(Archive& archive, const Retention& retention, Instant now);

}  // namespace throng
