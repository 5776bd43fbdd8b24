// Each method of an archive as one transaction, or several short ones.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive.h"

#include <array>
#include <utility>

#include "counter/store/archive_alarms.h"
#include "counter/store/archive_history.h"
#include "counter/store/archive_places.h"
#include "counter/store/archive_rows.h"
#include "counter/store/archive_upkeep.h"
#include "counter/store/archive_writing.h"
#include "counter/store/postgres_session.h"
#include "counter/store/sqlite_session.h"

namespace throng {
namespace {

using Purpose = SqlSession::Purpose;
using AlarmList = std::vector<std::vector<AlarmEvent>>;

class SqlArchive final : public Archive {
 public:
  explicit SqlArchive(std::unique_ptr<SqlSession> session) : session_(std::move(session)) {}

  Result<std::int64_t> Enter(const SiteFacts& site) override {
    return Whole(Purpose::kWrite, [&] { return EnterSite(*session_, site); });
  }

  Result<std::vector<BatchWritten>> Write(std::span<const SiteBatch> batches) override {
    return Whole(Purpose::kWrite, [&] { return WriteBatches(*session_, batches); });
  }

  Result<std::vector<KnownSite>> Sites() override {
    return Whole(Purpose::kRead, [&] { return ReadSites(*session_); });
  }

  Result<std::vector<Entry>> Newest(std::int64_t site, Instant since) override {
    return Whole(Purpose::kRead, [&] { return ReadNewest(*session_, site, since); });
  }

  Status ForEach(const HistoryQuery& query,
                 const std::function<bool(const HistoryRow&)>& visit) override {
    HistoryReader reader(query);
    std::vector<HistoryRow> rows;
    do {
      const Status read = Whole(Purpose::kRead, [&] { return reader.Next(*session_, rows); });
      if (!read) return read;
      for (const HistoryRow& row : rows) {
        if (!visit(row)) return Done{};
      }
    } while (!reader.IsAtEnd());
    return Done{};
  }

  Result<AlarmList> Find(std::string_view condition, std::span<const SqlValue> values) {
    return Whole(Purpose::kRead,
                 [&] { return AlarmsWhere(*session_, std::string(condition), values); });
  }

  Result<AlarmList> Alarms(std::int64_t site, Instant from, Instant until) override {
    const std::array<SqlValue, 3> values = {site, from.utc_ns(), until.utc_ns()};
    return Find(
        "e.site = $1 AND e.alarm IN (SELECT f.alarm FROM alarm_event AS f WHERE f.site = $1 "
        "AND f.at_ns >= $2 AND f.at_ns < $3)",
        values);
  }

  Result<AlarmList> OpenAlarms(std::int64_t site) override {
    const std::array<SqlValue, 1> values = {site};
    return Find(std::string("e.site = $1 AND ") + kIsOpen, values);
  }

  Result<AlarmList> AlarmsNumbered(std::int64_t site,
                                   std::span<const std::int64_t> numbers) override {
    if (numbers.empty()) return AlarmList{};
    std::string list;
    for (const std::int64_t number : numbers) {
      list += (list.empty() ? "" : ", ") + std::to_string(number);
    }
    const std::array<SqlValue, 1> values = {site};
    return Find("e.site = $1 AND e.alarm IN (" + list + ")", values);
  }

  Status Ask(std::int64_t site, const AskedAlarm& asked) override {
    return Whole(Purpose::kWrite, [&] { return AskOf(*session_, site, asked); });
  }

  Result<std::vector<AskedAlarm>> Asked(std::int64_t site,
                                        std::optional<std::int64_t> ledger) override {
    return Whole(Purpose::kRead, [&] { return ReadAsked(*session_, site, ledger); });
  }

  Result<std::vector<std::int64_t>> EndLost(std::int64_t site, std::int64_t ledger,
                                            Instant now) override {
    return Whole(Purpose::kWrite, [&] { return EndLostAlarms(*session_, site, ledger, now); });
  }

  Result<bool> Maintain(const Retention& retention, Instant now) override {
    const Result<bool> rolled = Whole(Purpose::kWrite, [&] { return RollUpSome(*session_, now); });
    if (!rolled || *rolled) return rolled;
    const Result<bool> forgot =
        Whole(Purpose::kWrite, [&] { return ForgetSome(*session_, retention, now); });
    if (!forgot || *forgot || !retention.alarms) return forgot;
    const std::int64_t before_ns = KeptSince(*retention.alarms, now);
    return Whole(Purpose::kWrite, [&] { return ForgetAlarms(*session_, before_ns); });
  }

  Status TryToWrite() override {
    return Whole(Purpose::kWrite, [&] {
      return session_->Run("UPDATE kept SET emptied_ns = emptied_ns", {},
                           [](const SqlRow&) { return true; });
    });
  }

  Result<std::vector<Column>> Columns() override {
    return Whole(Purpose::kRead, [&] { return session_->Columns(); });
  }

 private:
  // All of `work`, or nothing.
  template <class Work>
  auto Whole(Purpose purpose, const Work& work) -> decltype(work()) {
    const Status begun = session_->Begin(purpose);
    if (!begun) {
      session_->Rollback();
      return begun.error();
    }
    auto result = work();
    const Status done = result ? session_->Commit() : Status(result.error());
    if (done) return result;
    session_->Rollback();
    return done.error();
  }

  std::unique_ptr<SqlSession> session_;
};

Result<std::unique_ptr<Archive>> Over(Result<std::unique_ptr<SqlSession>> session) {
  if (!session) return session.error();
  return std::unique_ptr<Archive>(std::make_unique<SqlArchive>(*std::move(session)));
}

Result<std::vector<Column>> ColumnsOver(Result<std::unique_ptr<SqlSession>> session) {
  if (!session) return session.error();
  return SqlArchive(*std::move(session)).Columns();
}

}  // namespace

Result<std::unique_ptr<Archive>> OpenSqliteArchive(const std::filesystem::path& file) {
  return Over(OpenSqliteSession(file));
}

Result<std::unique_ptr<Archive>> OpenPostgresArchive(const std::string& connection) {
  return Over(OpenPostgresSession(connection));
}

Result<std::vector<Column>> ReadSqliteColumns(const std::filesystem::path& file) {
  return ColumnsOver(OpenSqliteSessionToRead(file));
}

Result<std::vector<Column>> ReadPostgresColumns(const std::string& connection) {
  return ColumnsOver(OpenPostgresSessionToRead(connection));
}

}  // namespace throng
