// What can go wrong with an archive's server, each with its name, and what comes back by itself.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>

#include "counter/store/archive_rows.h"
#include "counter/store/archives_for_test.h"
#include "counter/store/postgres_schema.h"

namespace throng {
namespace {

TEST(PostgresFault, EachSqlStateIsNamed) {
  EXPECT_EQ(FaultOfSqlState("53100"), Fault::kDiskFull);
  EXPECT_EQ(FaultOfSqlState("42501"), Fault::kNotPermitted);
  EXPECT_EQ(FaultOfSqlState("25006"), Fault::kNotPermitted);
  EXPECT_EQ(FaultOfSqlState("XX001"), Fault::kLedgerDamaged);
  EXPECT_EQ(FaultOfSqlState("XX002"), Fault::kLedgerDamaged);
  EXPECT_EQ(FaultOfSqlState("55P03"), Fault::kLedgerBusy);
  EXPECT_EQ(FaultOfSqlState("40P01"), Fault::kLedgerBusy);
  EXPECT_EQ(FaultOfSqlState("57P01"), Fault::kLedgerUnreachable);
  EXPECT_EQ(FaultOfSqlState("08006"), Fault::kLedgerUnreachable);
  EXPECT_EQ(FaultOfSqlState("53300"), Fault::kLedgerUnreachable);
  EXPECT_EQ(FaultOfSqlState("XX000"), Fault::kInternal);
  EXPECT_EQ(FaultOfSqlState("42P01"), Fault::kInternal);
}

TEST(PostgresMonth, AMonthOfUtcBeginsAtItsFirst) {
  const MonthOfTable month = MonthOf("occupancy", At(0).utc_ns());
  EXPECT_EQ(month.name, "occupancy_2026_11");
  EXPECT_EQ(month.from_ns, At(-23 * kDayS).utc_ns());
  EXPECT_EQ(month.until_ns, At(7 * kDayS).utc_ns());
  EXPECT_EQ(MonthOf("t", month.until_ns).name, "t_2026_12");
  EXPECT_EQ(MonthOf("t", month.until_ns - 1).name, "t_2026_11");
  EXPECT_EQ(MonthOf("t", 0).name, "t_1970_01");
}

class PostgresArchiveTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = TestPostgres::WhyNot()) GTEST_SKIP() << *why;
    place_.emplace(Backend::kPostgres);
    archive_ = place_->Open();
    site_ = *archive_->Enter(SiteWith("arena", 2));
    schema_ = place_->connection().substr(place_->connection().rfind('=') + 1);
  }

  Fault FaultOfOpening() const {
    const auto archive = OpenPostgresArchive(place_->connection());
    return archive ? Fault{} : archive.error();
  }
  Fault FaultOfWriting(const Entry& entry) {
    const std::vector<Entry> windows = {entry};
    const std::vector<SiteBatch> batches = {{.site = site_, .windows = windows, .events = {}}};
    const auto written = archive_->Write(batches);
    return written ? Fault{} : written.error();
  }
  std::size_t Released() {
    return History(*archive_, site_, Resolution::kReleased, -kDayS, kDayS).size();
  }

  std::optional<ArchivePlace> place_;
  std::unique_ptr<Archive> archive_;
  std::int64_t site_ = 0;
  std::string schema_;
};

TEST_F(PostgresArchiveTest, SaysWhatIsWrongWithADatabase) {
  EXPECT_EQ(OpenPostgresArchive("host=/nowhere/at/all dbname=postgres").error(),
            Fault::kLedgerUnreachable);
  EXPECT_EQ(OpenPostgresArchive("this is no connection string").error(), Fault::kLedgerUnreachable);
  ASSERT_TRUE(SharedPostgres().Execute("DROP TABLE " + schema_ + ".archive_version"));
  EXPECT_EQ(FaultOfOpening(), Fault::kNotALedger) << "tables, but not whose they are";
}

TEST_F(PostgresArchiveTest, OneOfALaterVersionIsRefused) {
  ASSERT_TRUE(SharedPostgres().Execute("UPDATE " + schema_ + ".archive_version SET version = 4"));
  EXPECT_EQ(FaultOfOpening(), Fault::kLedgerTooNew);
}

TEST_F(PostgresArchiveTest, OneOfTheSecondVersionGetsItsIndexesByTime) {
  Write(*archive_, site_, {Counted(0, 0, 15, 1)});
  MaintainAll(*archive_, {}, At(kDayS));
  const std::string count = "SELECT count(*) FROM pg_indexes WHERE schemaname = '" + schema_ +
                            "' AND indexdef LIKE '%(site + %'";
  const std::string all = SharedPostgres().Ask(count);
  EXPECT_EQ(all, "8") << "of four resolutions, each with one month";
  const std::string in_schema = "SET search_path = " + schema_ + "; ";
  for (const RolledUp& rolled : kRolledUp) {
    ASSERT_TRUE(SharedPostgres().Execute(in_schema + "DROP INDEX " + rolled.table + "_by_time"));
  }
  ASSERT_TRUE(SharedPostgres().Execute(in_schema + "UPDATE archive_version SET version = 2"));
  ASSERT_EQ(SharedPostgres().Ask(count), "0");
  EXPECT_EQ(FaultOfOpening(), Fault{});
  EXPECT_EQ(SharedPostgres().Ask(count), all);
}

TEST_F(PostgresArchiveTest, AllZonesAreReadByTimeAndSomeByZone) {
  Write(*archive_, site_, {Counted(0, 0, 60, 1), Counted(1, 0, 60, 2)});
  MaintainAll(*archive_, {}, At(kDayS));
  const auto reads_by = [&](const std::vector<std::uint16_t>& zones, const std::string& index) {
    const auto reads = [&] {
      archive_.reset();  // what a session did is told when it ends
      archive_ = place_->Open();
      return std::stoi(SharedPostgres().Ask(
          "SELECT sum(idx_scan) FROM pg_stat_user_indexes WHERE schemaname = '" + schema_ +
          "' AND indexrelname LIKE 'rollup_minute_2026_11_" + index + "'"));
    };
    const int before = reads();
    const HistoryQuery query{.site = site_,
                             .zones = zones,
                             .from = At(0),
                             .until = At(kHourS),
                             .resolution = Resolution::kMinute};
    EXPECT_EQ(History(*archive_, query).size(), zones.empty() ? 2 : zones.size());
    return reads() - before;
  };
  EXPECT_EQ(reads_by({}, "expr_start_ns_idx"), 1);
  EXPECT_EQ(reads_by({}, "pkey"), 0);
  EXPECT_EQ(reads_by({1}, "expr_start_ns_idx"), 0);
  EXPECT_EQ(reads_by({1}, "pkey"), 1);
}

TEST_F(PostgresArchiveTest, MonthsAreMadeAsWindowsComeAndGoAsAWhole) {
  Write(*archive_, site_, {Counted(0, 0, 15, 1), Counted(0, 30 * kDayS, 30 * kDayS + 15, 1)});
  const std::string count =
      "SELECT count(*) FROM pg_inherits WHERE inhparent = '" + schema_ + ".occupancy'::regclass";
  EXPECT_EQ(SharedPostgres().Ask(count), "2");
  MaintainAll(*archive_, {.released = std::chrono::days(5)}, At(31 * kDayS));
  EXPECT_EQ(SharedPostgres().Ask(count), "1") << "November is gone";
  EXPECT_EQ(FaultOfWriting(Counted(0, 29 * kDayS, 29 * kDayS + 15, 1)), Fault{});
  EXPECT_EQ(FaultOfWriting(Counted(0, 60 * kDayS, 60 * kDayS + 15, 1)), Fault{});
  EXPECT_EQ(SharedPostgres().Ask(count), "2") << "December and January";
}

TEST_F(PostgresArchiveTest, AWriterThatWaitsLongIsToldAndReadersDoNotWait) {
  Write(*archive_, site_, {Counted(0, 0, 15, 1)});
  const std::unique_ptr<SqlSession> other = place_->OpenSession();
  ASSERT_TRUE(other->Begin(SqlSession::Purpose::kWrite));
  EXPECT_EQ(FaultOfWriting(Counted(0, 15, 30, 1)), Fault::kLedgerBusy);
  EXPECT_EQ(Released(), 1U);
  other->Rollback();
  EXPECT_EQ(FaultOfWriting(Counted(0, 15, 30, 1)), Fault{});
}

TEST_F(PostgresArchiveTest, AServerThatMayOnlyBeReadIsNamed) {
  Write(*archive_, site_, {Counted(0, 0, 15, 1)});
  ASSERT_TRUE(SharedPostgres().Execute(
      "CREATE ROLE reader_" + schema_ + " LOGIN; GRANT USAGE ON SCHEMA " + schema_ + " TO reader_" +
      schema_ + "; GRANT SELECT ON ALL TABLES IN SCHEMA " + schema_ + " TO reader_" + schema_));
  auto reader = OpenPostgresArchive(place_->connection() + " user=reader_" + schema_);
  ASSERT_TRUE(reader) << "reading needs no more than the right to read";
  EXPECT_EQ(History(**reader, site_, Resolution::kReleased, 0, 60).size(), 1U);
  const auto entered = (*reader)->Enter(SiteWith("new", 1));
  ASSERT_FALSE(entered);
  EXPECT_EQ(entered.error(), Fault::kNotPermitted);
}

// What the server says when its disk is full, said by a trigger. The month that was made for what
// was refused is gone with it.
TEST_F(PostgresArchiveTest, AFullDiskIsNamedAndKeepsWhatWasWritten) {
  Write(*archive_, site_, {Counted(0, 0, 15, 1)});
  ASSERT_TRUE(SharedPostgres().Execute(
      "CREATE FUNCTION " + schema_ +
      ".is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = "
      "'53100'; END $$; CREATE TRIGGER is_full BEFORE INSERT ON " +
      schema_ + ".occupancy FOR EACH ROW EXECUTE FUNCTION " + schema_ + ".is_full()"));
  const Entry in_january = Counted(0, 40 * kDayS, 40 * kDayS + 15, 1);
  EXPECT_EQ(FaultOfWriting(in_january), Fault::kDiskFull);
  ASSERT_TRUE(SharedPostgres().Execute("DROP TRIGGER is_full ON " + schema_ + ".occupancy"));
  EXPECT_EQ(FaultOfWriting(in_january), Fault{}) << "goes on once there is room";
  EXPECT_EQ(Released(), 1U);
  EXPECT_EQ(History(*archive_, site_, Resolution::kReleased, 0, 50 * kDayS).size(), 2U);
}

TEST_F(PostgresArchiveTest, AfterTheServerWasGoneTheNextCallConnectsAnew) {
  Write(*archive_, site_, {Counted(0, 0, 15, 1)});
  SharedPostgres().Stop();
  EXPECT_EQ(FaultOfWriting(Counted(0, 15, 30, 1)), Fault::kLedgerUnreachable);
  EXPECT_EQ(FaultOfWriting(Counted(0, 15, 30, 1)), Fault::kLedgerUnreachable) << "still gone";
  EXPECT_EQ(FaultOfOpening(), Fault::kLedgerUnreachable);
  ASSERT_TRUE(SharedPostgres().Start());
  const std::string set_version = "UPDATE " + schema_ + ".archive_version SET version = ";
  ASSERT_TRUE(SharedPostgres().Execute(set_version + "4"));
  EXPECT_EQ(FaultOfWriting(Counted(0, 15, 30, 1)), Fault::kLedgerTooNew) << "looked at anew";
  ASSERT_TRUE(SharedPostgres().Execute(set_version + "3"));
  EXPECT_EQ(FaultOfWriting(Counted(0, 15, 30, 1)), Fault{});
  EXPECT_EQ(Released(), 2U);
}

TEST_F(PostgresArchiveTest, ADamagedPageIsNamed) {
  std::vector<Entry> windows;
  for (std::int64_t i = 0; i < 5000; ++i) windows.push_back(Counted(0, i, i + 1, 3));
  Write(*archive_, site_, windows);
  const std::string file =
      SharedPostgres().Ask("SELECT pg_relation_filepath('" + schema_ + ".occupancy_2026_11')");
  ASSERT_TRUE(SharedPostgres().Execute("CHECKPOINT"));
  SharedPostgres().Stop();
  {
    std::fstream table(SharedPostgres().data() / file,
                       std::ios::in | std::ios::out | std::ios::binary);
    table.seekp(8192 + 4000);
    table << "damage";
    ASSERT_TRUE(table);
  }
  ASSERT_TRUE(SharedPostgres().Start());
  ASSERT_EQ(archive_->Sites().error(), Fault::kLedgerUnreachable) << "the old connection is gone";
  const Status read = archive_->ForEach({.site = site_,
                                         .zones = {},
                                         .from = At(0),
                                         .until = At(kDayS),
                                         .resolution = Resolution::kReleased},
                                        [](const HistoryRow&) { return true; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), Fault::kLedgerDamaged);
}

}  // namespace
}  // namespace throng
