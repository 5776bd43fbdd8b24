// Alarms survive in the ledger: events once, rules and requests whole, deliveries in order.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/alarm_log.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <string>

#include "counter/store/ledger.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kSecond = 1'000'000'000;

AlarmEvent Event(std::int64_t alarm, int sequence, AlarmChange change, int at_s) {
  return {.alarm = alarm,
          .sequence = sequence,
          .change = change,
          .kind = AlarmKind::kCrowding,
          .rule = "too full",
          .place = "west",
          .band = change == AlarmChange::kEnd ? Band::kClear : Band::kBusy,
          .at = Instant(at_s * kSecond),
          .count = WholeCount{40, 30, 50},
          .reason = "40 persons",
          .by = ""};
}

LoggedEvent Logged(const AlarmEvent& event, std::vector<std::string> ways = {}) {
  return {.event = event, .ways = std::move(ways)};
}

Settlement SettledAs(Settlement::State state, int next_s = 0) {
  return {.state = state,
          .at = Instant(0),
          .why = state == Settlement::State::kDelivered ? std::nullopt
                                                        : std::optional(Fault::kDiskFull),
          .next_at = Instant(next_s * kSecond)};
}

class AlarmLogTest : public testing::Test {
 protected:
  AlarmLogTest()
      : folder_(fs::temp_directory_path() / ("throng_alarms." + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~AlarmLogTest() override { fs::remove_all(folder_); }

  // Opened anew each time: what it says is in the file.
  AlarmLog Log() const {
    Result<AlarmLog> log = AlarmLog::Open(file_);
    EXPECT_TRUE(log);
    return *std::move(log);
  }
  void Append(const std::vector<LoggedEvent>& events) const {
    EXPECT_TRUE(Log().Append(events, {}, {}));
  }
  std::vector<Delivery> Due(const std::string& way, int now_s) const {
    return *Log().Due(way, Instant(now_s * kSecond), 10);
  }
  void Execute(const std::string& sql) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }

  const fs::path folder_;
  const fs::path file_ = folder_ / "a.ledger";
};

TEST_F(AlarmLogTest, AnEventComesBackAsItWas) {
  AlarmEvent blind = Event(1, 1, AlarmChange::kRaise, 5);
  blind.count.reset();
  blind.by = "shift leader";
  Append({Logged(blind)});
  const auto alarms = *Log().Alarms(std::nullopt);
  ASSERT_EQ(alarms.size(), 1U);
  const AlarmEvent& back = alarms[0][0];
  EXPECT_EQ(back.change, AlarmChange::kRaise);
  EXPECT_EQ(back.kind, AlarmKind::kCrowding);
  EXPECT_EQ(back.rule, "too full");
  EXPECT_EQ(back.place, "west");
  EXPECT_EQ(back.band, Band::kBusy);
  EXPECT_EQ(back.at, Instant(5 * kSecond));
  EXPECT_FALSE(back.count);
  EXPECT_EQ(back.reason, "40 persons");
  EXPECT_EQ(back.by, "shift leader");
}

TEST_F(AlarmLogTest, OpenAlarmsAreListedAndEndedOnesOnlyIfTheyAreNew) {
  Append({Logged(Event(1, 1, AlarmChange::kRaise, 1)), Logged(Event(1, 2, AlarmChange::kEnd, 2)),
          Logged(Event(2, 1, AlarmChange::kRaise, 3)), Logged(Event(3, 1, AlarmChange::kRaise, 4)),
          Logged(Event(3, 2, AlarmChange::kEnd, 9))});
  const auto open = *Log().Alarms(std::nullopt);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0][0].alarm, 2);
  const auto recent = *Log().Alarms(Instant(5 * kSecond));
  ASSERT_EQ(recent.size(), 2U);
  EXPECT_EQ(recent[1].size(), 2U);
  EXPECT_EQ(*Log().NextAlarm(), 4);
}

TEST_F(AlarmLogTest, TheSameEventAgainIsSkippedWithItsDeliveries) {
  const auto raise = Logged(Event(1, 1, AlarmChange::kRaise, 1), {"phone"});
  Append({raise});
  Append({raise});
  EXPECT_EQ((*Log().Alarms(std::nullopt))[0].size(), 1U);
  EXPECT_EQ(Due("phone", 10).size(), 1U);
}

TEST_F(AlarmLogTest, RulesAreKeptReplacedAndNothingElseFits) {
  const StoredRule west{"too full", "west", {1, -2, 3}};
  const StoredRule east{"too full", "east", {}};
  ASSERT_TRUE(Log().Append({}, std::vector{west, east}, {}));
  EXPECT_EQ(*Log().Rules(), (std::vector{east, west}));
  ASSERT_TRUE(Log().Append({}, std::vector{StoredRule{"too full", "east", {7}}}, {}));
  EXPECT_EQ((*Log().Rules())[0].numbers, std::vector<std::int64_t>{7});
  ASSERT_TRUE(Log().ReplaceRules(std::vector{west}));
  EXPECT_EQ(*Log().Rules(), std::vector{west});
}

TEST_F(AlarmLogTest, OnlyAnOpenAlarmCanBeAcknowledged) {
  Append({Logged(Event(1, 1, AlarmChange::kRaise, 1)), Logged(Event(1, 2, AlarmChange::kEnd, 2)),
          Logged(Event(2, 1, AlarmChange::kRaise, 3))});
  EXPECT_EQ(Log().Ask(1, "shift leader", Instant(4)).error(), Fault::kNotFound);
  EXPECT_EQ(Log().Ask(9, "shift leader", Instant(4)).error(), Fault::kNotFound);
  ASSERT_TRUE(Log().Ask(2, "shift leader", Instant(4)));
  const auto asked = *Log().Asked();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].alarm, 2);
  EXPECT_EQ(asked[0].by, "shift leader");
  ASSERT_TRUE(Log().Append({}, {}, asked));
  EXPECT_TRUE(Log().Asked()->empty());
}

TEST_F(AlarmLogTest, MaintenanceIsOneMoment) {
  EXPECT_FALSE(*Log().Maintenance());
  ASSERT_TRUE(Log().SetMaintenance(Instant(5)));
  ASSERT_TRUE(Log().SetMaintenance(Instant(7)));
  EXPECT_EQ(*Log().Maintenance(), Instant(7));
  ASSERT_TRUE(Log().SetMaintenance(std::nullopt));
  EXPECT_FALSE(*Log().Maintenance());
}

TEST_F(AlarmLogTest, AnEndWaitsUntilItsRaiseIsSettled) {
  Append({Logged(Event(1, 1, AlarmChange::kRaise, 1), {"phone", "desk"}),
          Logged(Event(1, 2, AlarmChange::kEnd, 2), {"phone"}),
          Logged(Event(2, 1, AlarmChange::kRaise, 3), {"phone"})});
  auto due = Due("phone", 10);
  ASSERT_EQ(due.size(), 2U);  // the raises
  EXPECT_EQ(due[0].event().sequence, 1);
  EXPECT_EQ(due[1].event().alarm, 2);
  ASSERT_TRUE(Log().Settle(due[0], SettledAs(Settlement::State::kWaiting, 20)));
  EXPECT_EQ(Due("phone", 10).size(), 1U);  // neither it nor what follows it
  due = Due("phone", 20);
  ASSERT_EQ(due.size(), 2U);
  EXPECT_EQ(due[0].tries, 1);
  ASSERT_TRUE(Log().Settle(due[0], SettledAs(Settlement::State::kDelivered)));
  due = Due("phone", 20);
  ASSERT_EQ(due.size(), 2U);
  EXPECT_EQ(due[0].event().change, AlarmChange::kEnd);
  EXPECT_EQ(due[0].alarm.size(), 2U);
  EXPECT_EQ(due[0].told, std::vector{1});
  EXPECT_EQ(Due("desk", 20).size(), 1U);  // no way waits for another
}

TEST_F(AlarmLogTest, WhatIsSettledForGoodStaysSo) {
  Append({Logged(Event(1, 1, AlarmChange::kRaise, 1), {"phone"})});
  const auto due = Due("phone", 10);
  ASSERT_TRUE(Log().Settle(due[0], SettledAs(Settlement::State::kFailed)));
  ASSERT_TRUE(Log().Settle(due[0], SettledAs(Settlement::State::kDelivered)));
  const auto records = *Log().Records();
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].failed, 1);
  EXPECT_EQ(records[0].delivered, 0);
  EXPECT_EQ(records[0].why, Fault::kDiskFull);
}

TEST_F(AlarmLogTest, WhatWaitsForAWayThatIsGoneHasFailed) {
  Append({Logged(Event(1, 1, AlarmChange::kRaise, 1), {"phone", "desk"})});
  ASSERT_TRUE(Log().GiveUpOthers(std::vector<std::string>{"phone"}));
  EXPECT_EQ(Due("phone", 10).size(), 1U);
  EXPECT_TRUE(Due("desk", 10).empty());
  const auto records = *Log().Records();
  EXPECT_EQ(records[0].way, "desk");
  EXPECT_EQ(records[0].failed, 1);
  EXPECT_EQ(records[1].waiting, 1);
}

TEST_F(AlarmLogTest, ALedgerOfTheFirstVersionIsReadAndBroughtUpToDate) {
  const Site site{.name = "test", .cameras = {}, .zones = {}, .patches = {}};
  ASSERT_TRUE(Ledger::OpenToWrite(file_, site));
  Execute(
      "DROP TABLE delivery; DROP TABLE alarm_event; DROP TABLE alarm_rule; DROP TABLE "
      "acknowledgement; DROP TABLE maintenance; DROP TABLE unsent; DROP TABLE unsent_event; "
      "DROP TABLE sending; DROP TABLE refused; DROP TABLE ledger; "
      "ALTER TABLE zone DROP COLUMN capacity_rule; "
      "INSERT INTO zone VALUES (1, 'west', 'queue', 20.0, 40); PRAGMA user_version = 1");
  EXPECT_TRUE(AlarmLog::OpenToRead(file_)->Alarms(std::nullopt)->empty());
  EXPECT_EQ(Ledger::OpenToRead(file_)->Zones()->at(0).capacity, Persons(40));
  Append({Logged(Event(1, 1, AlarmChange::kRaise, 1))});
  EXPECT_EQ(Log().Alarms(std::nullopt)->size(), 1U);
  EXPECT_EQ(Ledger::OpenToRead(file_)->Zones()->at(0).capacity_rule, "");
}

TEST_F(AlarmLogTest, WhatIsNotNumbersIsRefusedAsTheStateOfARule) {
  Append({});
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, "INSERT INTO alarm_rule VALUES ('a', 'b', 'tall man')", nullptr,
                         nullptr, nullptr),
            SQLITE_CONSTRAINT);
  sqlite3_close(database);
}

}  // namespace
}  // namespace throng
