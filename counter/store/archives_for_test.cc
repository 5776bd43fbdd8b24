// Makes archives for tests.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archives_for_test.h"

#include <cstdlib>

#include "counter/base/check.h"
#include "counter/store/postgres_session.h"
#include "counter/store/sqlite_session.h"

namespace throng {

std::string NameOf(Backend backend) { return backend == Backend::kSqlite ? "Sqlite" : "Postgres"; }

TestPostgres& SharedPostgres() {
  static TestPostgres server;  // ended when the program ends
  return server;
}

ArchivePlace::ArchivePlace(Backend backend) : backend_(backend) {
  static int number = 0;
  if (backend == Backend::kPostgres) {
    connection_ = SharedPostgres().ConnectionTo("place_" + std::to_string(++number));
  }
  std::string name = (std::filesystem::temp_directory_path() / "throng_archive.XXXXXX").string();
  COUNTER_CHECK(::mkdtemp(name.data()) != nullptr);
  folder_ = name;
}

ArchivePlace::~ArchivePlace() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::unique_ptr<Archive> ArchivePlace::Open() const {
  auto archive =
      backend_ == Backend::kSqlite ? OpenSqliteArchive(file()) : OpenPostgresArchive(connection_);
  return *std::move(archive);
}

std::unique_ptr<SqlSession> ArchivePlace::OpenSession() const {
  auto session =
      backend_ == Backend::kSqlite ? OpenSqliteSession(file()) : OpenPostgresSession(connection_);
  return *std::move(session);
}

Entry Counted(std::uint16_t zone, std::int64_t from_s, std::int64_t to_s, int persons) {
  return {.zone = ZoneIndex(zone),
          .window = {At(from_s), At(to_s)},
          .count = WholeCount{.persons = static_cast<std::uint16_t>(persons),
                              .low = static_cast<std::uint16_t>(persons > 0 ? persons - 1 : 0),
                              .high = static_cast<std::uint16_t>(persons + 2)},
          .coverage_percent = 100,
          .freshness = Freshness::kFresh};
}

Entry Blind(std::uint16_t zone, std::int64_t from_s, std::int64_t to_s) {
  return {.zone = ZoneIndex(zone),
          .window = {At(from_s), At(to_s)},
          .count = std::nullopt,
          .coverage_percent = 0,
          .freshness = Freshness::kBlind};
}

ZoneFacts QueueOf(const std::string& name, double area_m2) {
  return {.name = name,
          .kind = ZoneKind::kQueue,
          .area = SquareMetres(area_m2),
          .capacity = std::nullopt};
}

SiteFacts SiteWith(const std::string& name, std::size_t zones) {
  SiteFacts site{.name = name, .zones = {}, .groups = {}};
  for (std::size_t i = 0; i < zones; ++i)
    site.zones.push_back(QueueOf("zone " + std::to_string(i)));
  return site;
}

BatchWritten Write(Archive& archive, std::int64_t site, const std::vector<Entry>& windows,
                   const std::vector<AlarmEvent>& events) {
  const std::vector<SiteBatch> batches = {{.site = site, .windows = windows, .events = events}};
  return archive.Write(batches)->at(0);
}

std::vector<HistoryRow> History(Archive& archive, const HistoryQuery& query) {
  std::vector<HistoryRow> rows;
  const Status read = archive.ForEach(query, [&rows](const HistoryRow& row) {
    rows.push_back(row);
    return true;
  });
  COUNTER_CHECK(static_cast<bool>(read));
  return rows;
}

std::vector<HistoryRow> History(Archive& archive, std::int64_t site, Resolution resolution,
                                std::int64_t from_s, std::int64_t until_s) {
  return History(archive, {.site = site,
                           .zones = {},
                           .from = At(from_s),
                           .until = At(until_s),
                           .resolution = resolution});
}

void MaintainAll(Archive& archive, const Retention& retention, Instant now) {
  while (*archive.Maintain(retention, now)) {
  }
}

}  // namespace throng
