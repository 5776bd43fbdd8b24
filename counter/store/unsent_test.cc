// What was counted waits until a hub has it; the newest goes first, and the oldest beyond a limit.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/unsent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <set>

#include "counter/store/alarm_log.h"
#include "counter/store/ledger.h"
#include "counter/store/unsent_for_test.h"

namespace throng {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
namespace fs = std::filesystem;

class UnsentTest : public testing::Test {
 protected:
  Ledger Writing(int zones = 2) const {
    Result<Ledger> ledger = Ledger::OpenToWrite(file_, SiteOfZones(zones));
    EXPECT_TRUE(ledger);
    return *std::move(ledger);
  }
  void AppendEvents(const std::vector<AlarmEvent>& events) const {
    Result<AlarmLog> log = AlarmLog::Open(file_);
    ASSERT_TRUE(log);
    std::vector<LoggedEvent> logged;
    for (const AlarmEvent& event : events) logged.push_back({.event = event, .ways = {}});
    EXPECT_TRUE(log->Append(logged, {}, {}));
  }
  // Opened, and all that was there is marked.
  Unsent Open(const UnsentLimits& limits = {}) const {
    Result<Unsent> unsent = Unsent::Open(file_, limits);
    EXPECT_TRUE(unsent);
    EXPECT_TRUE(unsent->Zones());
    while (*unsent->MarkSome()) {
    }
    return *std::move(unsent);
  }
  static std::vector<UnsentWindow> All(Unsent& unsent, std::size_t most = 100'000) {
    return *unsent.Newest(most, {}, kFuture);
  }
  // Their starts in seconds.
  static std::vector<std::int64_t> Starts(const std::vector<UnsentWindow>& windows) {
    std::vector<std::int64_t> starts;
    for (const UnsentWindow& window : windows) {
      starts.push_back((window.entry.window.start - AtS(0)).count() / kSecondNs);
    }
    return starts;
  }
  void Execute(const char* sql) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
    sqlite3_close(database);
  }

  int Whole(const char* query) const {
    sqlite3* database = nullptr;
    sqlite3_stmt* row = nullptr;
    EXPECT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_prepare_v2(database, query, -1, &row, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_step(row), SQLITE_ROW);
    const int whole = sqlite3_column_int(row, 0);
    sqlite3_finalize(row);
    sqlite3_close(database);
    return whole;
  }

  const LedgerFolder folder_{"unsent"};
  const fs::path file_ = folder_.ledger();
};

TEST_F(UnsentTest, WhatIsAppendedWaitsTheNewestFirstAndLeavesOnceItIsSettled) {
  Ledger ledger = Writing();
  Unsent unsent = Open();
  EXPECT_THAT(All(unsent), IsEmpty());
  ASSERT_TRUE(ledger.Append(std::vector{Counted(0, 0, 15, 7), Counted(1, 0, 15, -1)}));
  ASSERT_TRUE(ledger.Append(std::vector{Counted(0, 15, 30, 8)}));
  const std::vector<UnsentWindow> waiting = All(unsent);
  ASSERT_THAT(Starts(waiting), ElementsAre(15, 0, 0));
  EXPECT_EQ(waiting[0].entry.count, (WholeCount{8, 7, 9}));
  EXPECT_EQ(waiting[0].entry.window.end, AtS(30));
  EXPECT_EQ(waiting[0].entry.coverage_percent, 50);
  EXPECT_EQ(waiting[1].entry.zone, ZoneIndex(1));
  EXPECT_FALSE(waiting[1].entry.count);
  EXPECT_EQ(waiting[1].entry.freshness, Freshness::kBlind);
  EXPECT_THAT(Starts(All(unsent, 1)), ElementsAre(15));

  ASSERT_TRUE(unsent.Settle(std::span(waiting).first(2), {}, {}, AtS(60)));
  EXPECT_THAT(Starts(All(unsent)), ElementsAre(0));
  EXPECT_EQ(unsent.Count()->windows, 1);
  EXPECT_EQ(unsent.Count()->oldest, AtS(0));
  ASSERT_TRUE(unsent.Settle(std::span(waiting).last(1), {}, {}, AtS(60)));
  EXPECT_EQ(unsent.Count()->windows, 0);
  EXPECT_EQ(unsent.Count()->oldest, std::nullopt);
}

TEST_F(UnsentTest, ALedgerThatIsSentNowhereMarksNothing) {
  Ledger ledger = Writing();
  ASSERT_TRUE(ledger.Append(Tick(2, 0)));
  EXPECT_EQ(Whole("SELECT count(*) FROM unsent"), 0);
  EXPECT_EQ(Whole("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"), 0);
}

TEST_F(UnsentTest, WhatWasThereBeforeIsTakenUpInStepsBehindWhatIsNew) {
  Ledger ledger = Writing();
  ASSERT_TRUE(ledger.Append(Ticks(2, 0, 6000)));
  AppendEvents({EventOf(1, 1), EventOf(1, 2)});
  Result<Unsent> unsent = Unsent::Open(file_);
  ASSERT_TRUE(unsent);
  ASSERT_TRUE(unsent->Zones());
  EXPECT_TRUE(unsent->Count()->is_marking);
  EXPECT_EQ(unsent->Events(10, {}, kFuture)->size(), 2U);
  EXPECT_TRUE(*unsent->MarkSome());
  EXPECT_EQ(unsent->Count()->windows, 5000);
  ASSERT_TRUE(ledger.Append(Tick(2, 6000)));
  while (*unsent->MarkSome()) {
  }
  EXPECT_FALSE(unsent->Count()->is_marking);
  const std::vector<UnsentWindow> waiting = All(*unsent);
  ASSERT_EQ(waiting.size(), 12'002U);
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    ASSERT_EQ(Starts({waiting[i]})[0], 15 * (6000 - static_cast<std::int64_t>(i / 2)));
  }
  EXPECT_FALSE(*unsent->MarkSome()) << "once is enough";
}

TEST_F(UnsentTest, MarkingGoesOnWhereItWasLeft) {
  Ledger ledger = Writing();
  ASSERT_TRUE(ledger.Append(Ticks(2, 0, 4000)));
  {
    Result<Unsent> unsent = Unsent::Open(file_);
    ASSERT_TRUE(unsent);
    ASSERT_TRUE(unsent->Zones());
    EXPECT_TRUE(*unsent->MarkSome());
    ASSERT_TRUE(unsent->Settle(All(*unsent), {}, {}, AtS(0)));
  }
  Unsent unsent = Open();
  EXPECT_EQ(All(unsent).size(), 3000U);
  EXPECT_EQ(Starts(All(unsent, 1))[0], 15 * 1499);
}

TEST_F(UnsentTest, WhatIsKnownAlreadyIsNotMarkedAgain) {
  Ledger ledger = Writing();
  Unsent unsent = Open();
  ASSERT_TRUE(ledger.Append(Tick(2, 0)));
  ASSERT_TRUE(unsent.Settle(All(unsent), {}, {}, AtS(60)));
  EXPECT_EQ(ledger.Append(Tick(2, 0))->known, 2U);
  EXPECT_FALSE(ledger.Append(std::vector{Counted(0, 15, 30, 1), Counted(1, 5, 9, 1)}));
  EXPECT_THAT(All(unsent), IsEmpty()) << "a batch that is refused marks nothing";
}

TEST_F(UnsentTest, WhatIsOnItsWayOrEndsTooLateIsLeftOut) {
  Ledger ledger = Writing(1);
  Unsent unsent = Open();
  // A clock was wrong once, far in the future.
  ASSERT_TRUE(ledger.Append(std::vector{Counted(0, 3'000'000'000, 3'000'000'015, 1)}));
  for (std::int64_t k = 0; k < 4; ++k) ASSERT_TRUE(ledger.Append(Tick(1, k)));
  const std::vector<UnsentWindow> first = *unsent.Newest(2, {}, AtS(86'400));
  EXPECT_THAT(Starts(first), ElementsAre(45, 30));
  const Numbers under_way{first[0].number, first[1].number};
  EXPECT_THAT(Starts(*unsent.Newest(9, under_way, AtS(86'400))), ElementsAre(15, 0));
  EXPECT_EQ(All(unsent).size(), 5U);
}

TEST_F(UnsentTest, ANumberThatIsUsedAgainStrikesOutNothingElse) {
  Ledger ledger = Writing(1);
  Unsent unsent = Open();
  ASSERT_TRUE(ledger.Append(Tick(1, 0)));
  const std::vector<UnsentWindow> old = All(unsent);
  ASSERT_TRUE(unsent.Settle(old, {}, {}, AtS(60)));
  ASSERT_TRUE(ledger.Append(Tick(1, 1)));
  ASSERT_EQ(All(unsent)[0].number, old[0].number);
  ASSERT_TRUE(unsent.Settle(old, {}, {}, AtS(60)));
  EXPECT_THAT(Starts(All(unsent)), ElementsAre(15));
}

TEST_F(UnsentTest, EventsWaitInTheirOrder) {
  Writing();
  Unsent unsent = Open();
  AppendEvents({EventOf(1, 1), EventOf(2, 1), EventOf(1, 2)});
  AppendEvents({EventOf(1, 2)});  // known
  const std::vector<UnsentEvent> events = *unsent.Events(10, {}, kFuture);
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].event.alarm, 1);
  EXPECT_EQ(events[1].event.alarm, 2);
  EXPECT_EQ(events[2].event.sequence, 2);
  EXPECT_EQ(events[2].event.reason, "40 persons");
  EXPECT_EQ(unsent.Events(1, {events[0].number}, kFuture)->at(0).event.alarm, 2);
  EXPECT_EQ(unsent.Events(9, {}, events[0].event.at)->size(), 1U);
  ASSERT_TRUE(unsent.Settle({}, std::span(events).first(2), {}, AtS(60)));
  EXPECT_EQ(unsent.Count()->events, 1);
}

TEST_F(UnsentTest, BeyondItsLimitsTheOldestGoAndAreCounted) {
  Ledger ledger = Writing(1);
  Unsent unsent = Open({.windows = 10, .events = 3});
  for (std::int64_t k = 0; k < 14; ++k) ASSERT_TRUE(ledger.Append(Tick(1, k)));
  EXPECT_EQ(unsent.Count()->windows, 10);
  EXPECT_EQ(unsent.Count()->dropped_windows, 4);
  EXPECT_EQ(unsent.Count()->oldest, AtS(60));
  AppendEvents({EventOf(1, 1), EventOf(2, 1), EventOf(3, 1), EventOf(4, 1), EventOf(5, 1)});
  EXPECT_EQ(unsent.Count()->dropped_events, 2);
  EXPECT_EQ(unsent.Events(9, {}, kFuture)->at(0).event.alarm, 3);
}

TEST_F(UnsentTest, MarkingThePastKeepsTheLimitToo) {
  Ledger ledger = Writing();
  ASSERT_TRUE(ledger.Append(Ticks(2, 0, 4000)));
  Unsent unsent = Open({.windows = 6000, .events = 3});
  EXPECT_EQ(unsent.Count()->windows, 6000);
  EXPECT_EQ(unsent.Count()->dropped_windows, 2000);
  EXPECT_EQ(unsent.Count()->oldest, AtS(15 * 1000));
  ASSERT_TRUE(ledger.Append(Tick(2, 4000)));
  EXPECT_EQ(unsent.Count()->windows, 6000);
  EXPECT_EQ(unsent.Count()->dropped_windows, 2002);
}

TEST_F(UnsentTest, RefusedOnesAreCountedAndTheNewestTold) {
  Ledger ledger = Writing();
  Unsent unsent = Open();
  ASSERT_TRUE(ledger.Append(Ticks(2, 0, 30)));
  AppendEvents({EventOf(1, 1)});
  for (std::int64_t k = 0; k < 30; ++k) {
    const std::vector<UnsentWindow> two = All(unsent, 2);  // zones 1 and 0
    ASSERT_TRUE(unsent.Settle(two, {}, std::vector<std::uint32_t>{1}, AtS(1000)));
  }
  ASSERT_TRUE(unsent.Refuse({}, *unsent.Events(1, {}, kFuture), AtS(2000)));
  EXPECT_EQ(unsent.Count()->refused_windows, 30);
  EXPECT_EQ(unsent.Count()->refused_events, 1);
  EXPECT_EQ(unsent.Count()->windows + unsent.Count()->events, 0);
  const std::vector<RefusedRecord> told = *unsent.Refused();
  ASSERT_EQ(told.size(), 20U);
  EXPECT_EQ(Whole("SELECT count(*) FROM refused"), 20) << "it does not grow";
  EXPECT_EQ(told[0].alarm, 1);
  EXPECT_EQ(told[0].why, RefusedWhy::kRules);
  EXPECT_EQ(told[0].at, AtS(2000));
  EXPECT_EQ(told[1].zone, ZoneIndex(0));
  EXPECT_EQ(told[1].why, RefusedWhy::kOtherCount);
  EXPECT_EQ(told[1].at, AtS(0)) << "its newest went first";
}

TEST_F(UnsentTest, AZoneThatIsNewIsLeftUntilItIsKnown) {
  Writing(1);
  Unsent unsent = Open();
  const std::int64_t before = *unsent.Version();
  Ledger larger = Writing(2);
  ASSERT_TRUE(larger.Append(Tick(2, 0)));
  EXPECT_NE(*unsent.Version(), before);
  EXPECT_EQ(All(unsent).size(), 1U);
  EXPECT_EQ(unsent.Zones()->size(), 2U);
  EXPECT_EQ(All(unsent).size(), 2U);
}

TEST_F(UnsentTest, ALedgerOfTheSecondVersionIsBroughtUpToDate) {
  Writing();
  Execute(
      "DROP TABLE unsent; DROP TABLE unsent_event; DROP TABLE sending; DROP TABLE refused; "
      "DROP TABLE ledger; "
      "INSERT INTO occupancy VALUES (2, 0, 15000000000, 7, 6, 8, 100, 1, 1); "
      "PRAGMA user_version = 2");
  EXPECT_TRUE(Ledger::OpenToRead(file_));
  Unsent unsent = Open();
  ASSERT_EQ(All(unsent).size(), 1U);
  EXPECT_EQ(All(unsent)[0].entry.count, (WholeCount{7, 6, 8}));
}

TEST_F(UnsentTest, ALedgerHasANumberThatStaysWithItAndItsCopies) {
  Writing();
  const std::int64_t number = *Open().Ledger();
  EXPECT_GT(number, 0);
  EXPECT_EQ(*Open().Ledger(), number);
  const fs::path copy = file_.parent_path() / "copy.ledger";
  Execute(("VACUUM INTO '" + copy.string() + "'").c_str());
  EXPECT_EQ(*Unsent::Open(copy)->Ledger(), number);
  std::set<std::int64_t> numbers = {number};
  for (int i = 0; i < 5; ++i) {
    fs::remove(file_);
    fs::remove(file_.string() + "-wal");
    fs::remove(file_.string() + "-shm");
    Writing();
    numbers.insert(*Open().Ledger());
  }
  EXPECT_EQ(numbers.size(), 6U) << "each new one has another";
}

TEST_F(UnsentTest, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(Unsent::Open(file_).error(), Fault::kNotFound);
  EXPECT_FALSE(fs::exists(file_)) << "only a count makes a ledger";
  std::ofstream(file_) << "this is a text, and a long one, so that it is no empty database at all";
  EXPECT_EQ(Unsent::Open(file_).error(), Fault::kNotALedger);
  fs::remove(file_);
  Writing();
  Execute("PRAGMA user_version = 5");
  EXPECT_EQ(Unsent::Open(file_).error(), Fault::kLedgerTooNew);
}

TEST_F(UnsentTest, SaysWhenAnotherProgramHoldsTheLedgerAndStrikesOutNothing) {
  Ledger ledger = Writing();
  Unsent unsent = Open();
  ASSERT_TRUE(ledger.Append(Tick(2, 0)));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(All(unsent).size(), 2U) << "reading waits for nobody";
  EXPECT_EQ(unsent.Settle(All(unsent), {}, {}, AtS(0)).error(), Fault::kLedgerBusy);
  sqlite3_close(other);
  EXPECT_EQ(All(unsent).size(), 2U);
  EXPECT_TRUE(unsent.Settle(All(unsent), {}, {}, AtS(0)));
}

TEST_F(UnsentTest, AFullDiskKeepsWhatWaits) {
  Ledger ledger = Writing();
  Unsent unsent = Open();
  ASSERT_TRUE(ledger.Append(Tick(2, 0)));
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{fs::file_size(file_.string() + "-wal"), before.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status refused = unsent.Settle(All(unsent), {}, {}, AtS(0));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), Fault::kDiskFull);
  EXPECT_EQ(All(unsent).size(), 2U);
  EXPECT_TRUE(unsent.Settle(All(unsent), {}, {}, AtS(0))) << "goes on once there is room";
  EXPECT_THAT(All(unsent), IsEmpty());
}

// As a user who may read the file, and write neither it nor its folder.
TEST_F(UnsentTest, ALedgerThatMayNotBeWrittenIsNamed) {
  Writing();
  fs::permissions(file_, fs::perms(0444));
  fs::permissions(folder_.folder(), fs::perms(0555));
  const pid_t child = ::fork();
  if (child == 0) {
    if (::getuid() == 0 && ::setuid(65534) != 0) ::_exit(0);
    const Result<Unsent> unsent = Unsent::Open(file_);
    ::_exit(unsent ? 0 : static_cast<int>(unsent.error()));
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  fs::permissions(folder_.folder(), fs::perms(0755));
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(static_cast<Fault>(WEXITSTATUS(status)), Fault::kNotPermitted);
}

TEST_F(UnsentTest, WhatIsNewerThanADamagedPageGoesOutAndThenTheDamageIsNamed) {
  Ledger ledger = Writing(1);
  Unsent unsent = Open();
  for (std::int64_t k = 0; k < 10; ++k) ASSERT_TRUE(ledger.Append(Tick(1, k)));
  Execute(
      "PRAGMA ignore_check_constraints = 1; UPDATE occupancy SET freshness = 9 WHERE "
      "window_start_ns = (SELECT max(window_start_ns) - 30000000000 FROM occupancy)");
  const std::vector<UnsentWindow> before = All(unsent);
  EXPECT_THAT(Starts(before), ElementsAre(135, 120));
  ASSERT_TRUE(unsent.Settle(before, {}, {}, AtS(0)));
  EXPECT_EQ(unsent.Newest(9, {}, kFuture).error(), Fault::kLedgerDamaged);
  ASSERT_TRUE(ledger.Append(Tick(1, 10)));
  EXPECT_THAT(Starts(All(unsent)), ElementsAre(150));
}

TEST_F(UnsentTest, AWindowThatIsGoneFromItsLedgerIsDamage) {
  Ledger ledger = Writing(1);
  Unsent unsent = Open();
  ASSERT_TRUE(ledger.Append(Tick(1, 0)));
  AppendEvents({EventOf(1, 1)});
  Execute("DELETE FROM occupancy; DELETE FROM alarm_event");
  EXPECT_EQ(unsent.Newest(9, {}, kFuture).error(), Fault::kLedgerDamaged);
  EXPECT_EQ(unsent.Events(9, {}, kFuture).error(), Fault::kLedgerDamaged);
}

TEST_F(UnsentTest, DamagedPagesAreNamed) {
  {
    Ledger ledger = Writing(2);
    Unsent unsent = Open();
    ASSERT_TRUE(ledger.Append(Ticks(2, 0, 3000)));
  }
  {
    std::fstream file(file_, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<std::streamoff>(fs::file_size(file_));
    for (std::streamoff page = size / 2 / 4096; page < size / 4096; ++page) {
      file.seekp(page * 4096);
      file << std::string(4096, '\x55');
    }
  }
  Result<Unsent> opened = Unsent::Open(file_);
  if (!opened) {
    EXPECT_EQ(opened.error(), Fault::kLedgerDamaged);
    return;
  }
  EXPECT_EQ(opened->Newest(9, {}, kFuture).error(), Fault::kLedgerDamaged);
}

}  // namespace
}  // namespace throng
