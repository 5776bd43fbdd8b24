// What can go wrong with an archive's file, each with its name, and what stays whole.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "counter/store/archives_for_test.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

class SqliteArchiveTest : public testing::Test {
 protected:
  Fault FaultOfOpening(const fs::path& file) const {
    const auto archive = OpenSqliteArchive(file);
    return archive ? Fault{} : archive.error();
  }
  // What the sqlite3 command would do with the file.
  void Execute(const char* sql) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }
  Fault FaultOfWriting(Archive& archive, std::int64_t site, const Entry& entry) const {
    const std::vector<Entry> windows = {entry};
    const std::vector<SiteBatch> batches = {{.site = site, .windows = windows, .events = {}}};
    const auto written = archive.Write(batches);
    return written ? Fault{} : written.error();
  }

  const ArchivePlace place_{Backend::kSqlite};
  const fs::path file_ = place_.file();
};

TEST_F(SqliteArchiveTest, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(FaultOfOpening(file_.parent_path() / "none" / "x"), Fault::kNotAFolder);
  EXPECT_EQ(FaultOfOpening(file_.parent_path()), Fault::kNotALedger);
  std::ofstream(file_) << "this is a text, and a long one, so that it is no empty database at all";
  EXPECT_EQ(FaultOfOpening(file_), Fault::kNotALedger);
  fs::remove(file_);
  Execute("CREATE TABLE recipe (cake TEXT)");
  EXPECT_EQ(FaultOfOpening(file_), Fault::kNotALedger);
}

TEST_F(SqliteArchiveTest, ALedgerOfASiteIsNoArchiveAndTheOtherWayRound) {
  const Site site{.name = "test", .cameras = {}, .zones = {}, .patches = {}};
  ASSERT_TRUE(Ledger::OpenToWrite(file_, site));
  EXPECT_EQ(FaultOfOpening(file_), Fault::kNotALedger);
  const fs::path archive = file_.parent_path() / "other.archive";
  ASSERT_TRUE(OpenSqliteArchive(archive));
  EXPECT_EQ(Ledger::OpenToWrite(archive, site).error(), Fault::kNotALedger);
  EXPECT_EQ(Ledger::OpenToRead(archive).error(), Fault::kNotALedger);
}

TEST_F(SqliteArchiveTest, OneOfALaterVersionIsRefused) {
  ASSERT_TRUE(OpenSqliteArchive(file_));
  Execute("PRAGMA user_version = 3");
  EXPECT_EQ(FaultOfOpening(file_), Fault::kLedgerTooNew);
}

TEST_F(SqliteArchiveTest, AFullDiskKeepsWhatWasWritten) {
  const std::unique_ptr<Archive> archive = place_.Open();
  const std::int64_t site = *archive->Enter(SiteWith("arena", 1));
  EXPECT_EQ(Write(*archive, site, {Counted(0, 0, 15, 7)}).written, 1U);
  // From now on no file of this process may grow beyond what the archive has: as on a full disk.
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{fs::file_size(file_.string() + "-wal"), before.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Fault refused = FaultOfWriting(*archive, site, Counted(0, 15, 30, 8));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(refused, Fault::kDiskFull);
  EXPECT_EQ(Write(*archive, site, {Counted(0, 15, 30, 9)}).written, 1U) << "once there is room";
  EXPECT_EQ(History(*archive, site, Resolution::kReleased, 0, 60).size(), 2U);
}

// As a user who may read the file, and write neither it nor its folder.
TEST_F(SqliteArchiveTest, AFileThatMayNotBeWrittenIsNamed) {
  ASSERT_TRUE(OpenSqliteArchive(file_));
  fs::permissions(file_, fs::perms(0444));
  fs::permissions(file_.parent_path(), fs::perms(0555));
  const pid_t child = ::fork();
  if (child == 0) {
    if (::getuid() == 0 && ::setuid(65534) != 0) ::_exit(0);
    ::_exit(static_cast<int>(FaultOfOpening(file_)));
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  fs::permissions(file_.parent_path(), fs::perms(0755));
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(static_cast<Fault>(WEXITSTATUS(status)), Fault::kNotPermitted);
}

TEST_F(SqliteArchiveTest, ADamagedPageIsNamed) {
  {
    const std::unique_ptr<Archive> archive = place_.Open();
    const std::int64_t site = *archive->Enter(SiteWith("arena", 1));
    std::vector<Entry> windows;
    for (std::int64_t i = 0; i < 5000; ++i) windows.push_back(Counted(0, i, i + 1, 3));
    EXPECT_EQ(Write(*archive, site, windows).written, 5000U);
  }
  {
    std::fstream file(file_, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<std::streamoff>(fs::file_size(file_));
    for (std::streamoff page = size / 2 / 4096; page < size / 4096; ++page) {
      file.seekp(page * 4096);
      file << std::string(4096, '\x55');
    }
  }
  const auto archive = OpenSqliteArchive(file_);
  ASSERT_TRUE(archive);
  const Status read = (*archive)->ForEach({.site = 1,
                                           .zones = {},
                                           .from = At(0),
                                           .until = At(kDayS),
                                           .resolution = Resolution::kReleased},
                                          [](const HistoryRow&) { return true; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), Fault::kLedgerDamaged);
}

TEST_F(SqliteArchiveTest, SaysWhenAnotherProgramIsWritingAndReadsAllTheSame) {
  const std::unique_ptr<Archive> archive = place_.Open();
  const std::int64_t site = *archive->Enter(SiteWith("arena", 1));
  Write(*archive, site, {Counted(0, 0, 15, 7)});
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(FaultOfWriting(*archive, site, Counted(0, 15, 30, 7)), Fault::kLedgerBusy);
  EXPECT_EQ(History(*archive, site, Resolution::kDay, 0, kDayS).size(), 1U);
  sqlite3_close(other);
  EXPECT_EQ(Write(*archive, site, {Counted(0, 15, 30, 7)}).written, 1U);
}

// The tables refuse what the code never writes: a second wall behind Admission.
TEST_F(SqliteArchiveTest, TheTablesRefuseWhatCannotBe) {
  ASSERT_TRUE(place_.Open()->Enter(SiteWith("arena", 1)));
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
  for (const char* wrong :
       {"INSERT INTO occupancy VALUES (1, 0, 0, 0, 7, 6, 9, 100, 1)",
        "INSERT INTO occupancy VALUES (1, 0, 0, 1, 5, 6, 9, 100, 1)",
        "INSERT INTO occupancy VALUES (1, 0, 0, 1, 7, 6, 9, 101, 1)",
        "INSERT INTO occupancy VALUES (1, 0, 0, 1, 7, 6, 9, 100, 3)",
        "INSERT INTO occupancy VALUES (1, 0, 0, 1, NULL, NULL, NULL, 0, 1)",
        "INSERT INTO occupancy VALUES (1, 0, 0, 1, 'many', 6, 9, 100, 1)",
        "INSERT INTO unrolled VALUES (1, 1)", "INSERT INTO kept VALUES (6, 0, 0)",
        "INSERT INTO rollup_day VALUES (1, 0, 0, 1, 5, 6, 7, 100, 7, 6, 9)"}) {
    EXPECT_EQ(sqlite3_exec(database, wrong, nullptr, nullptr, nullptr), SQLITE_CONSTRAINT) << wrong;
  }
  sqlite3_close(database);
}

}  // namespace
}  // namespace throng
