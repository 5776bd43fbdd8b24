// A session of PostgreSQL: its transactions, COPY, partitions; catches what libpqxx throws.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/postgres_session.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <map>
#include <optional>
#include <pqxx/pqxx>
#include <string_view>
#include <system_error>
#include <utility>

#include "counter/store/postgres_schema.h"

namespace throng {
namespace {

class PostgresRow final : public SqlRow {
 public:
  explicit PostgresRow(const pqxx::row& row) : row_(row) {}

  bool IsNull(int column) const override { return row_[column].is_null(); }
  std::int64_t Integer(int column) const override {
    const pqxx::field field = row_[column];
    std::int64_t number = 0;
    std::from_chars(field.c_str(), field.c_str() + field.size(), number);
    return number;
  }
  double Real(int column) const override { return row_[column].as<double>(); }
  std::string Text(int column) const override { return row_[column].c_str(); }

 private:
  const pqxx::row& row_;
};

// A line of COPY, numbers with tabs between them, "\\N" for NULL: the server writes it in half the
// time of a row, and libpqxx takes longer to hand out ten columns than the server to find them.
class NumbersRow final : public SqlRow {
 public:
  explicit NumbersRow(std::string_view line) {
    const char* at = line.data();
    const char* const end = line.data() + line.size();
    for (std::optional<std::int64_t>& number : numbers_) {
      std::int64_t value = 0;
      const auto [after, error] = std::from_chars(at, end, value);
      number = error == std::errc() ? std::optional(value) : std::nullopt;
      at = std::find(after, end, '\t') + 1;
      if (at >= end) break;
    }
  }

  bool IsNull(int column) const override { return !At(column); }
  std::int64_t Integer(int column) const override { return At(column).value_or(0); }
  double Real(int column) const override { return static_cast<double>(Integer(column)); }
  std::string Text(int column) const override { return std::to_string(Integer(column)); }

 private:
  const std::optional<std::int64_t>& At(int column) const {
    return numbers_.at(static_cast<std::size_t>(column));
  }
  std::array<std::optional<std::int64_t>, 16> numbers_;
};

// As text, which the server reads as the column's type; nothing: NULL.
std::optional<std::string> TextOf(const SqlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* real = std::get_if<double>(&value)) return pqxx::to_string(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return std::nullopt;
}

// Of each transaction, so that it holds whatever the server is set to, and after a new connection.
// All statements find their rows by an index; statistics of a month that has just begun would say
// otherwise.
constexpr const char* kSettings =
    "SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = '2s'; SET LOCAL jit = off; "
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; "
    "SET LOCAL enable_mergejoin = off; SET LOCAL max_parallel_workers_per_gather = 0";
using Reading = pqxx::transaction<pqxx::repeatable_read, pqxx::readwrite_policy::read_only>;

// A server that does not answer at all is given up after some seconds, unless the words of the
// operator say otherwise.
std::string WithTimeouts(const std::string& connection) {
  if (connection.find("://") == std::string::npos) {
    return "connect_timeout=5 tcp_user_timeout=10000 " + connection;  // the last of two counts
  }
  if (connection.find("connect_timeout") != std::string::npos) return connection;
  const bool has_more = connection.find('?') != std::string::npos;
  return connection + (has_more ? "&" : "?") + "connect_timeout=5&tcp_user_timeout=10000";
}

// libpqxx keeps the state of some errors to itself, but has types for them.
Fault FaultOfError(const pqxx::sql_error& error) {
  if (dynamic_cast<const pqxx::disk_full*>(&error) != nullptr) return Fault::kDiskFull;
  if (dynamic_cast<const pqxx::insufficient_privilege*>(&error) != nullptr) {
    return Fault::kNotPermitted;
  }
  return FaultOfSqlState(error.sqlstate());
}

class PostgresSession final : public SqlSession {
 public:
  // `look`: what is to be done first with each new connection.
  PostgresSession(const std::string& connection, Status (*look)(pqxx::transaction_base&))
      : address_(WithTimeouts(connection)), look_(look) {}

  Status Begin(Purpose purpose) override {
    return Try([&]() -> Status {
      if (!connection_) {
        const Status connected = Connect();
        if (!connected) return connected;
      }
      if (purpose == Purpose::kRead) {
        transaction_ = std::make_unique<Reading>(*connection_);
        transaction_->exec(kSettings);
      } else {
        transaction_ = std::make_unique<pqxx::work>(*connection_);
        transaction_->exec(std::string(kSettings) +
                           "; LOCK TABLE archive_version IN EXCLUSIVE MODE");
      }
      return Done{};
    });
  }

  Status Commit() override {
    return Try([&]() -> Status {
      transaction_->commit();
      transaction_.reset();
      return Done{};
    });
  }

  void Rollback() override {
    transaction_.reset();
    months_.clear();  // one that was made in it is gone
  }

  Status Run(std::string_view sql, std::span<const SqlValue> values,
             const std::function<bool(const SqlRow&)>& visit) override {
    return Try([&]() -> Status {
      const pqxx::result rows = values.empty() ? transaction_->exec(std::string(sql))
                                               : RunPrepared(std::string(sql), values);
      for (const pqxx::row& row : rows) {
        if (!visit(PostgresRow(row))) break;
      }
      return Done{};
    });
  }

  Status RunNumbers(std::string_view sql,
                    const std::function<bool(const SqlRow&)>& visit) override {
    return Try([&]() -> Status {
      // Its name of a table goes into COPY as it is, so a query may stand there.
      pqxx::stream_from copy(*transaction_, "(" + std::string(sql) + ")");
      std::string line;
      bool goes_on = true;
      while (copy.get_raw_line(line)) {
        if (goes_on) goes_on = visit(NumbersRow(line));
      }
      copy.complete();
      return Done{};
    });
  }

  bool FindsSumsByTime() const override { return true; }

  // By COPY: what is near was looked at before, and nobody else writes.
  Status Add(std::span<const SiteEntry> windows) override {
    return Try([&]() -> Status {
      static const std::vector<std::string> kColumns = {"site", "window_start_ns",  "window_end_ns",
                                                        "zone", "persons",          "low",
                                                        "high", "coverage_percent", "freshness"};
      pqxx::stream_to copy(*transaction_, "occupancy", kColumns);
      std::array<Digits, 9> line;
      std::array<const char*, 9> fields;
      for (const auto& [site, entry] : windows) {
        const std::array<std::int64_t, 9> numbers = {site,
                                                     entry.window.start.utc_ns(),
                                                     entry.window.end.utc_ns(),
                                                     entry.zone.value(),
                                                     entry.count ? entry.count->persons : 0,
                                                     entry.count ? entry.count->low : 0,
                                                     entry.count ? entry.count->high : 0,
                                                     entry.coverage_percent,
                                                     static_cast<std::int64_t>(entry.freshness)};
        for (std::size_t i = 0; i < numbers.size(); ++i) {
          const bool is_count = i >= 4 && i <= 6;
          fields.at(i) = is_count && !entry.count ? nullptr : Write(line.at(i), numbers.at(i));
        }
        copy << fields;
      }
      copy.complete();
      return Done{};
    });
  }

  Status MakeRoom(const std::string& table, std::int64_t at_ns) override {
    const auto known = months_.find(table);
    if (known != months_.end() && IsIn(known->second, at_ns)) return Done{};
    return Try([&]() -> Status {
      const MonthOfTable month = MonthOf(table, at_ns);
      transaction_->exec("CREATE TABLE IF NOT EXISTS " + month.name + " PARTITION OF " + table +
                         " FOR VALUES FROM (" + std::to_string(month.from_ns) + ") TO (" +
                         std::to_string(month.until_ns) + ")");
      months_[table].emplace(month.from_ns, month.until_ns);
      return Done{};
    });
  }

  Status DropRoom(const std::string& table, std::int64_t before_ns) override {
    return Try([&]() -> Status {
      if (before_ns <= 0) return Done{};
      const std::string first_kept = MonthOf(table, before_ns).name;
      for (const std::string& month : MonthsThere(*transaction_, table)) {
        if (month < first_kept) transaction_->exec("DROP TABLE " + month);
      }
      months_.clear();
      return Done{};
    });
  }

  Result<std::vector<Column>> Columns() override {
    std::vector<Column> columns;
    const Status read =
        Run("SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class AS c "
            "JOIN pg_namespace AS n ON n.oid = c.relnamespace "
            "JOIN pg_attribute AS a ON a.attrelid = c.oid WHERE n.nspname = current_schema() "
            "AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND a.attnum > 0 "
            "AND NOT a.attisdropped ORDER BY c.relname, a.attnum",
            {}, [&columns](const SqlRow& row) {
              columns.push_back({.table = row.Text(0), .name = row.Text(1), .type = row.Text(2)});
              return true;
            });
    if (!read) return read.error();
    return columns;
  }

 private:
  using Digits = std::array<char, 24>;
  using Months = std::map<std::int64_t, std::int64_t>;  // from, until

  static const char* Write(Digits& digits, std::int64_t number) {
    *std::to_chars(digits.data(), digits.data() + digits.size() - 1, number).ptr = '\0';
    return digits.data();
  }

  static bool IsIn(const Months& months, std::int64_t at_ns) {
    const auto after = months.upper_bound(at_ns);
    return after != months.begin() && at_ns < std::prev(after)->second;
  }

  Status Connect() {
    months_.clear();
    prepared_.clear();
    connection_ = std::make_unique<pqxx::connection>(address_);
    quiet_ = std::make_unique<pqxx::quiet_errorhandler>(*connection_);
    Status done = Done{};
    {
      pqxx::work work(*connection_);
      done = look_(work);
      if (done) work.commit();
    }
    if (!done) Disconnect();
    return done;
  }

  void Disconnect() {
    transaction_.reset();
    quiet_.reset();
    connection_.reset();
  }

  pqxx::result RunPrepared(const std::string& sql, std::span<const SqlValue> values) {
    const auto [place, is_new] = prepared_.try_emplace(sql, "p" + std::to_string(prepared_.size()));
    if (is_new) connection_->prepare(place->second, sql);
    std::vector<std::optional<std::string>> texts;
    texts.reserve(values.size());
    for (const SqlValue& value : values) texts.push_back(TextOf(value));
    std::vector<const char*> pointers;
    pointers.reserve(texts.size());
    for (const auto& text : texts) pointers.push_back(text ? text->c_str() : nullptr);
    return transaction_->exec_prepared(place->second, pqxx::prepare::make_dynamic_params(pointers));
  }

  Fault Lost() {
    Disconnect();
    return Fault::kLedgerUnreachable;
  }

  // What `work` returns, or the fault that libpqxx threw. A connection that was lost is forgotten,
  // so that the next Begin makes another.
  template <class Work>
  Status Try(const Work& work) {
    try {
      return work();
    } catch (const pqxx::broken_connection&) {
      return Lost();
    } catch (const pqxx::in_doubt_error&) {  // lost while committing: it may have been done
      return Lost();
    } catch (const pqxx::transaction_rollback&) {
      return Fault::kLedgerBusy;
    } catch (const pqxx::sql_error& error) {
      const Fault fault = FaultOfError(error);
      return fault == Fault::kLedgerUnreachable || !connection_->is_open() ? Lost() : fault;
    } catch (const std::exception&) {
      return connection_ && connection_->is_open() ? Fault::kInternal : Lost();
    }
  }

  const std::string address_;
  Status (*const look_)(pqxx::transaction_base&);
  std::unique_ptr<pqxx::connection> connection_;
  std::unique_ptr<pqxx::quiet_errorhandler> quiet_;
  std::unique_ptr<pqxx::transaction_base> transaction_;
  std::map<std::string, std::string> prepared_;  // names by statement
  std::map<std::string, Months> months_;         // of each table, those that are known to be there
};

Result<std::unique_ptr<SqlSession>> Opened(std::unique_ptr<SqlSession> session) {
  const Status begun = session->Begin(SqlSession::Purpose::kRead);
  if (!begun) return begun.error();
  session->Rollback();
  return session;
}

}  // namespace

Result<std::unique_ptr<SqlSession>> OpenPostgresSession(const std::string& connection) {
  return Opened(std::make_unique<PostgresSession>(connection, BringUp));
}

Result<std::unique_ptr<SqlSession>> OpenPostgresSessionToRead(const std::string& connection) {
  return Opened(std::make_unique<PostgresSession>(connection, IsArchive));
}

}  // namespace throng
