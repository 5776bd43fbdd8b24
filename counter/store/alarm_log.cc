// Alarms in SQLite: events, rules and requests; catches what SQLiteCpp throws.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/alarm_log.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <limits>
#include <sstream>
#include <utility>

#include "counter/store/alarm_rows.h"
#include "counter/store/sql.h"

namespace throng {
namespace {

std::string TextOf(const std::vector<std::int64_t>& numbers) {
  std::string text;
  for (const std::int64_t number : numbers) {
    text += (text.empty() ? "" : " ") + std::to_string(number);
  }
  return text;
}

std::vector<std::int64_t> NumbersOf(const std::string& text) {
  std::vector<std::int64_t> numbers;
  std::istringstream in(text);
  for (std::int64_t number = 0; in >> number;) numbers.push_back(number);
  return numbers;
}

void Write(SQLite::Database& sql, const LoggedEvent& logged) {
  const AlarmEvent& event = logged.event;
  SQLite::Statement add(sql,
                        "INSERT OR IGNORE INTO alarm_event VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
  BindEvent(add, event);
  if (add.exec() == 0) return;  // known already, with its deliveries
  for (const std::string& way : logged.ways) {
    SQLite::Statement due(sql,
                          "INSERT INTO delivery (way, alarm, sequence, state, tries, since_ns, "
                          "next_ns) VALUES (?, ?, ?, 2, 0, ?, ?)");
    due.bind(1, way);
    due.bind(2, event.alarm);
    due.bind(3, event.sequence);
    due.bind(4, event.at.utc_ns());
    due.bind(5, event.at.utc_ns());
    due.exec();
  }
}

void Write(SQLite::Database& sql, const StoredRule& stored) {
  SQLite::Statement put(sql, "INSERT OR REPLACE INTO alarm_rule VALUES (?, ?, ?)");
  put.bind(1, stored.rule);
  put.bind(2, stored.place);
  put.bind(3, TextOf(stored.numbers));
  put.exec();
}

// What `work(sql)` returns, or the fault it threw.
template <class Work>
auto Try(SQLite::Database& sql, const Work& work) -> decltype(work(sql)) {
  try {
    return work(sql);
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

// The same, all or nothing.
template <class Work>
Status TryWhole(SQLite::Database& sql, const Work& work) {
  return Try(sql, [&work](SQLite::Database& database) -> Status {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    const Status done = work(database);
    if (done) transaction.commit();
    return done;
  });
}

}  // namespace

struct AlarmLog::Database {
  std::unique_ptr<SQLite::Database> sql;
};

AlarmLog::AlarmLog(std::unique_ptr<Database> database) : database_(std::move(database)) {}
AlarmLog::AlarmLog(AlarmLog&&) noexcept = default;
AlarmLog& AlarmLog::operator=(AlarmLog&&) noexcept = default;
AlarmLog::~AlarmLog() = default;

Result<AlarmLog> AlarmLog::Open(const std::optional<std::filesystem::path>& file) {
  try {
    auto sql = OpenSqlToWrite(file);
    if (!sql) return sql.error();
    return AlarmLog(std::make_unique<Database>(Database{*std::move(sql)}));
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

Result<AlarmLog> AlarmLog::OpenToRead(const std::filesystem::path& file) {
  try {
    auto sql = OpenSqlToRead(file);
    if (!sql) return sql.error();
    return AlarmLog(std::make_unique<Database>(Database{*std::move(sql)}));
  } catch (const SQLite::Exception& error) {
    return FaultOf(error);
  }
}

Status AlarmLog::Append(std::span<const LoggedEvent> events, std::span<const StoredRule> rules,
                        std::span<const Acknowledgement> done) {
  return TryWhole(*database_->sql, [&](SQLite::Database& sql) -> Status {
    for (const LoggedEvent& event : events) Write(sql, event);
    for (const StoredRule& rule : rules) Write(sql, rule);
    for (const Acknowledgement& asked : done) {
      SQLite::Statement drop(sql, "DELETE FROM acknowledgement WHERE number = ?");
      drop.bind(1, asked.number);
      drop.exec();
    }
    return Done{};
  });
}

Status AlarmLog::ReplaceRules(std::span<const StoredRule> rules) {
  return TryWhole(*database_->sql, [&](SQLite::Database& sql) -> Status {
    sql.exec("DELETE FROM alarm_rule");
    for (const StoredRule& rule : rules) Write(sql, rule);
    return Done{};
  });
}

Result<std::vector<StoredRule>> AlarmLog::Rules() {
  return Try(*database_->sql, [](SQLite::Database& sql) -> Result<std::vector<StoredRule>> {
    std::vector<StoredRule> rules;
    if (VersionOf(sql) < 2) return rules;
    SQLite::Statement all(sql, "SELECT rule, place, state FROM alarm_rule ORDER BY rule, place");
    while (all.executeStep()) {
      rules.push_back({.rule = all.getColumn(0).getString(),
                       .place = all.getColumn(1).getString(),
                       .numbers = NumbersOf(all.getColumn(2).getString())});
    }
    return rules;
  });
}

Result<std::int64_t> AlarmLog::NextAlarm() {
  return Try(*database_->sql, [](SQLite::Database& sql) -> Result<std::int64_t> {
    return sql.execAndGet("SELECT coalesce(max(alarm), 0) + 1 FROM alarm_event").getInt64();
  });
}

Result<std::vector<std::vector<AlarmEvent>>> AlarmLog::Alarms(std::optional<Instant> since) {
  using Alarms = std::vector<std::vector<AlarmEvent>>;
  return Try(*database_->sql, [&since](SQLite::Database& sql) -> Result<Alarms> {
    Alarms alarms;
    if (VersionOf(sql) < 2) return alarms;
    SQLite::Statement all(sql, std::string("SELECT ") + kEventColumns +
                                   " FROM alarm_event AS e WHERE NOT EXISTS (SELECT 1 FROM "
                                   "alarm_event AS f WHERE f.alarm = e.alarm AND f.change = 5) OR "
                                   "EXISTS (SELECT 1 FROM alarm_event AS f WHERE f.alarm = e.alarm "
                                   "AND f.at_ns >= ?) ORDER BY alarm, sequence");
    all.bind(1, since ? since->utc_ns() : std::numeric_limits<std::int64_t>::max());
    while (all.executeStep()) {
      AlarmEvent event = EventIn(all, 0);
      if (alarms.empty() || alarms.back().front().alarm != event.alarm) alarms.emplace_back();
      alarms.back().push_back(std::move(event));
    }
    return alarms;
  });
}

Status AlarmLog::Ask(std::int64_t alarm, const std::string& by, Instant at) {
  return TryWhole(*database_->sql, [&](SQLite::Database& sql) -> Status {
    SQLite::Statement open(sql,
                           "SELECT count(*) > 0 AND max(change) < 5 FROM alarm_event WHERE alarm = "
                           "?");
    open.bind(1, alarm);
    open.executeStep();
    if (open.getColumn(0).getInt() == 0) return Fault::kNotFound;
    SQLite::Statement ask(sql,
                          "INSERT INTO acknowledgement (alarm, by_role, at_ns) VALUES (?, ?, ?)");
    ask.bind(1, alarm);
    ask.bind(2, by);
    ask.bind(3, at.utc_ns());
    ask.exec();
    return Done{};
  });
}

Result<std::vector<Acknowledgement>> AlarmLog::Asked() {
  return Try(*database_->sql, [](SQLite::Database& sql) -> Result<std::vector<Acknowledgement>> {
    std::vector<Acknowledgement> asked;
    if (VersionOf(sql) < 2) return asked;
    SQLite::Statement all(sql,
                          "SELECT number, alarm, by_role, at_ns FROM acknowledgement ORDER BY "
                          "number");
    while (all.executeStep()) {
      asked.push_back({.number = all.getColumn(0).getInt64(),
                       .alarm = all.getColumn(1).getInt64(),
                       .by = all.getColumn(2).getString(),
                       .at = Instant(all.getColumn(3).getInt64())});
    }
    return asked;
  });
}

Status AlarmLog::SetMaintenance(std::optional<Instant> until) {
  return TryWhole(*database_->sql, [&until](SQLite::Database& sql) -> Status {
    sql.exec("DELETE FROM maintenance");
    if (!until) return Done{};
    SQLite::Statement put(sql, "INSERT INTO maintenance VALUES (1, ?)");
    put.bind(1, until->utc_ns());
    put.exec();
    return Done{};
  });
}

Result<std::optional<Instant>> AlarmLog::Maintenance() {
  return Try(*database_->sql, [](SQLite::Database& sql) -> Result<std::optional<Instant>> {
    if (VersionOf(sql) < 2) return std::optional<Instant>();
    SQLite::Statement get(sql, "SELECT until_ns FROM maintenance");
    if (!get.executeStep()) return std::optional<Instant>();
    return std::optional(Instant(get.getColumn(0).getInt64()));
  });
}

Result<std::vector<Delivery>> AlarmLog::Due(const std::string& way, Instant now, std::size_t most) {
  return Try(*database_->sql, [&](SQLite::Database& sql) { return DueIn(sql, way, now, most); });
}

Status AlarmLog::Settle(const Delivery& delivery, const Settlement& settlement) {
  return TryWhole(*database_->sql, [&](SQLite::Database& sql) -> Status {
    SQLite::Statement settle(sql,
                             "UPDATE delivery SET state = ?, tries = tries + (? = 2), at_ns = ?, "
                             "why = ?, next_ns = ? WHERE number = ? AND state = 2");
    const int state = static_cast<int>(settlement.state);
    settle.bind(1, state);
    settle.bind(2, state);
    settle.bind(3, settlement.at.utc_ns());
    if (settlement.why) settle.bind(4, std::string(Describe(*settlement.why)));
    settle.bind(5, settlement.next_at.utc_ns());
    settle.bind(6, delivery.number);
    settle.exec();
    return Done{};
  });
}

Status AlarmLog::GiveUpOthers(std::span<const std::string> ways) {
  const auto records = Records();
  if (!records) return records.error();
  return TryWhole(*database_->sql, [&](SQLite::Database& sql) -> Status {
    for (const WayRecord& record : *records) {
      if (std::ranges::find(ways, record.way) != ways.end()) continue;
      SQLite::Statement give_up(sql,
                                "UPDATE delivery SET state = 3, why = ? WHERE way = ? AND state = "
                                "2");
      give_up.bind(1, std::string(Describe(Fault::kWayGaveUp)));
      give_up.bind(2, record.way);
      give_up.exec();
    }
    return Done{};
  });
}

Result<std::vector<WayRecord>> AlarmLog::Records() {
  return Try(*database_->sql, [](SQLite::Database& sql) { return RecordsIn(sql); });
}

}  // namespace throng
