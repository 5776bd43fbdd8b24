// The ledger keeps what it took, refuses to double a count, and says what is wrong with a file.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/ledger.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>

#include "counter/release/releaser.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

Zone AnyZone(const char* name, double area_m2) {
  return {.name = name,
          .kind = ZoneKind::kQueue,
          .outline = {},
          .area = SquareMetres(area_m2),
          .free_area = SquareMetres(area_m2),
          .capacity = Persons(40)};
}

Site SiteOf(std::vector<Zone> zones) {
  return {.name = "test", .cameras = {}, .zones = std::move(zones), .patches = {}};
}

const Site kSite = SiteOf({AnyZone("west", 100), AnyZone("east", 50)});

// Zone, seconds from..to, and the count; a negative count is blind.
Published Row(std::uint16_t zone, int from_s, int to_s, int persons) {
  ZoneOccupancy occupancy{.zone = ZoneIndex(zone),
                          .estimate = std::nullopt,
                          .coverage = 0.5,
                          .freshness = Freshness::kBlind};
  if (persons >= 0) {
    occupancy.estimate = Estimate(Persons(persons), Persons(1));
    occupancy.freshness = Freshness::kFresh;
  }
  const auto at = [](int second) { return Instant(std::int64_t{second} * 1'000'000'000); };
  return Releaser(Policy::kInternal).Release(occupancy, {at(from_s), at(to_s)});
}

class LedgerTest : public testing::Test {
 protected:
  LedgerTest()
      : folder_(fs::temp_directory_path() / ("throng_ledger." + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~LedgerTest() override { fs::remove_all(folder_); }

  Fault FaultOfWriting(const fs::path& file) const {
    const Result<Ledger> ledger = Ledger::OpenToWrite(file, kSite);
    return ledger ? Fault{} : ledger.error();
  }
  std::vector<Entry> EntriesOf(const Ledger& ledger, const Span& span = {}) const {
    std::vector<Entry> entries;
    EXPECT_TRUE(ledger.ForEach(span, [&](const Entry& entry) { entries.push_back(entry); }));
    return entries;
  }
  // What the sqlite3 command would do with the file.
  void Execute(const char* sql) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }

  const fs::path folder_;
  const fs::path file_ = folder_ / "counts.ledger";
};

TEST_F(LedgerTest, GivesBackWhatItTookAfterItWasClosed) {
  {
    Result<Ledger> ledger = Ledger::OpenToWrite(file_, kSite);
    ASSERT_TRUE(ledger);
    const Result<Appended> appended =
        ledger->Append(std::vector{Row(0, 0, 1, 7), Row(1, 0, 1, -1), Row(0, 1, 2, 8)});
    ASSERT_TRUE(appended);
    EXPECT_EQ(appended->written, 3U);
  }
  const Result<Ledger> ledger = Ledger::OpenToRead(file_);
  ASSERT_TRUE(ledger);
  const std::vector<Entry> entries = EntriesOf(*ledger);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].zone, ZoneIndex(0));
  EXPECT_EQ(entries[0].count, (WholeCount{.persons = 7, .low = 6, .high = 8}));
  EXPECT_EQ(entries[0].coverage_percent, 50);
  EXPECT_EQ(entries[1].zone, ZoneIndex(1));
  EXPECT_FALSE(entries[1].count) << "blind is not zero";
  EXPECT_EQ(entries[1].freshness, Freshness::kBlind);
  EXPECT_EQ(entries[2].window.start, Instant(1'000'000'000));
  const auto zones = ledger->Zones();
  ASSERT_TRUE(zones);
  EXPECT_EQ(zones->at(1).name, "east");
  EXPECT_EQ(zones->at(1).kind, ZoneKind::kQueue);
  EXPECT_EQ(zones->at(1).area, SquareMetres(50));
  EXPECT_EQ(zones->at(1).capacity, Persons(40));
}

TEST_F(LedgerTest, ReadsOnlyTheSpanAskedFor) {
  Result<Ledger> ledger = Ledger::OpenToWrite(std::nullopt, kSite);
  ASSERT_TRUE(ledger);
  ASSERT_TRUE(ledger->Append(std::vector{Row(0, 0, 1, 1), Row(0, 1, 2, 2), Row(0, 2, 3, 3)}));
  const std::vector<Entry> entries =
      EntriesOf(*ledger, {.from = Instant(1'000'000'000), .until = Instant(2'000'000'000)});
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].count->persons, 2);
}

TEST_F(LedgerTest, TheSameWindowAgainIsKnownAndNotDoubled) {
  Result<Ledger> ledger = Ledger::OpenToWrite(file_, kSite);
  ASSERT_TRUE(ledger);
  ASSERT_TRUE(ledger->Append(std::vector{Row(0, 0, 1, 7), Row(1, 0, 1, -1)}));
  const auto again =
      ledger->Append(std::vector{Row(0, 0, 1, 7), Row(1, 0, 1, -1), Row(0, 1, 2, 7)});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->known, 2U);
  EXPECT_EQ(again->written, 1U);
  EXPECT_EQ(EntriesOf(*ledger).size(), 3U);
}

TEST_F(LedgerTest, AnOverlapIsRefusedAndNothingOfTheBatchIsKept) {
  Result<Ledger> ledger = Ledger::OpenToWrite(file_, kSite);
  ASSERT_TRUE(ledger);
  ASSERT_TRUE(ledger->Append(std::vector{Row(0, 10, 20, 7)}));
  for (const Published& wrong : {Row(0, 10, 20, 8), Row(0, 10, 20, -1), Row(0, 15, 25, 7),
                                 Row(0, 5, 11, 7), Row(0, 12, 13, 7), Row(0, 0, 30, 7)}) {
    const auto appended = ledger->Append(std::vector{Row(0, 40, 50, 1), wrong});
    ASSERT_FALSE(appended);
    EXPECT_EQ(appended.error(), Fault::kLedgerOverlap);
  }
  EXPECT_EQ(EntriesOf(*ledger).size(), 1U);
  EXPECT_TRUE(ledger->Append(std::vector{Row(0, 0, 10, 1), Row(0, 20, 30, 1), Row(1, 10, 20, 1)}))
      << "windows that only touch, and those of another zone, do not overlap";
}

TEST_F(LedgerTest, AFullDiskKeepsWhatWasCommitted) {
  Result<Ledger> ledger = Ledger::OpenToWrite(file_, kSite);
  ASSERT_TRUE(ledger);
  ASSERT_TRUE(ledger->Append(std::vector{Row(0, 0, 1, 7)}));
  // From now on no file of this process may grow beyond what the ledger has: as on a full disk.
  const rlimit before = [] {
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    return limit;
  }();
  const rlimit small{fs::file_size(file_.string() + "-wal"), before.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto refused = ledger->Append(std::vector{Row(0, 1, 2, 8)});
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), Fault::kDiskFull);
  ASSERT_TRUE(ledger->Append(std::vector{Row(0, 1, 2, 9)})) << "goes on once there is room";
  EXPECT_EQ(EntriesOf(*ledger).size(), 2U);
}

TEST_F(LedgerTest, KnowsItsZonesAgainAndRefusesOthersUnderTheirName) {
  ASSERT_TRUE(Ledger::OpenToWrite(file_, kSite));
  EXPECT_TRUE(Ledger::OpenToWrite(file_, SiteOf({AnyZone("east", 50), AnyZone("north", 9)})));
  const auto other = Ledger::OpenToWrite(file_, SiteOf({AnyZone("east", 51)}));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error(), Fault::kLedgerOtherSite);
  EXPECT_EQ(Ledger::OpenToRead(file_)->Zones()->size(), 3U);
}

TEST_F(LedgerTest, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(Ledger::OpenToRead(file_).error(), Fault::kNotFound);
  EXPECT_EQ(FaultOfWriting(folder_ / "none" / "x.ledger"), Fault::kNotAFolder);
  EXPECT_EQ(FaultOfWriting(folder_), Fault::kNotALedger);
  std::ofstream(file_) << "this is a text, and a long one, so that it is no empty database at all";
  EXPECT_EQ(FaultOfWriting(file_), Fault::kNotALedger);
  fs::remove(file_);
  Execute("CREATE TABLE recipe (cake TEXT)");
  EXPECT_EQ(FaultOfWriting(file_), Fault::kNotALedger);
  EXPECT_EQ(Ledger::OpenToRead(file_).error(), Fault::kNotALedger);
}

TEST_F(LedgerTest, RefusesALedgerOfALaterVersion) {
  ASSERT_TRUE(Ledger::OpenToWrite(file_, kSite));
  Execute("PRAGMA user_version = 5");
  EXPECT_EQ(FaultOfWriting(file_), Fault::kLedgerTooNew);
  EXPECT_EQ(Ledger::OpenToRead(file_).error(), Fault::kLedgerTooNew);
}

TEST_F(LedgerTest, SaysWhenAnotherProgramIsWriting) {
  Result<Ledger> ledger = Ledger::OpenToWrite(file_, kSite);
  ASSERT_TRUE(ledger);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto appended = ledger->Append(std::vector{Row(0, 0, 1, 7)});
  sqlite3_close(other);
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error(), Fault::kLedgerBusy);
}

// The contract: zone, window, count, interval, coverage, state; and what follows from these by the
// rules of the site file: alarms. A column more is a privacy change.
TEST_F(LedgerTest, TheSchemaHoldsNothingButReleasedCountsAndTheirAlarms) {
  ASSERT_TRUE(Ledger::OpenToWrite(file_, kSite));
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
  sqlite3_stmt* rows = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(database,
                               "SELECT group_concat(name) FROM (SELECT m.name || '.' || c.name AS "
                               "name FROM sqlite_schema m, pragma_table_info(m.name) c "
                               "WHERE m.type = 'table' ORDER BY m.name, c.cid)",
                               -1, &rows, nullptr),
            SQLITE_OK);
  ASSERT_EQ(sqlite3_step(rows), SQLITE_ROW);
  EXPECT_STREQ(reinterpret_cast<const char*>(sqlite3_column_text(rows, 0)),
               "acknowledgement.number,acknowledgement.alarm,acknowledgement.by_role,"
               "acknowledgement.at_ns,"
               "alarm_event.alarm,alarm_event.sequence,alarm_event.change,alarm_event.kind,"
               "alarm_event.rule,alarm_event.place,alarm_event.band,alarm_event.at_ns,"
               "alarm_event.persons,alarm_event.low,alarm_event.high,alarm_event.reason,"
               "alarm_event.by_role,"
               "alarm_rule.rule,alarm_rule.place,alarm_rule.state,"
               "delivery.number,delivery.way,delivery.alarm,delivery.sequence,delivery.state,"
               "delivery.tries,delivery.since_ns,delivery.next_ns,delivery.at_ns,delivery.why,"
               "ledger.one,ledger.number,"
               "maintenance.one,maintenance.until_ns,"
               "occupancy.zone,occupancy.window_start_ns,occupancy.window_end_ns,"
               "occupancy.persons,occupancy.low,occupancy.high,occupancy.coverage_percent,"
               "occupancy.freshness,occupancy.policy,"
               "refused.number,refused.zone,refused.window_start_ns,refused.alarm,"
               "refused.sequence,refused.at_ns,refused.why,"
               "sending.one,sending.most_windows,sending.most_events,sending.marked_from_ns,"
               "sending.dropped_windows,sending.dropped_events,sending.refused_windows,"
               "sending.refused_events,"
               "unsent.number,unsent.zone,unsent.window_start_ns,"
               "unsent_event.number,unsent_event.alarm,unsent_event.sequence,"
               "zone.zone,zone.name,zone.kind,zone.area_m2,zone.capacity,"
               "zone.capacity_rule");
  sqlite3_finalize(rows);
  sqlite3_close(database);
}

// By its name, so the ledger has no column for it.
TEST_F(LedgerTest, KnowsAFullestCell) {
  Zone fullest = AnyZone("west, fullest 16 m2", 16);
  fullest.fullest_of = ZoneIndex(0);
  fullest.capacity = std::nullopt;
  const Result<Ledger> ledger =
      Ledger::OpenToWrite(std::nullopt, SiteOf({AnyZone("west", 100), fullest}));
  ASSERT_TRUE(ledger);
  const Result<std::vector<ZoneFacts>> zones = ledger->Zones();
  ASSERT_TRUE(zones);
  EXPECT_FALSE(zones->at(0).is_fullest);
  EXPECT_TRUE(zones->at(1).is_fullest);
  EXPECT_EQ(zones->at(1).area, SquareMetres(16));
}

}  // namespace
}  // namespace throng
