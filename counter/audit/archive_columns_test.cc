// What a real archive of either kind has is what is promised, and a planted column is found.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "counter/audit/promises.h"
#include "counter/store/archives_for_test.h"

namespace throng {
namespace {

using testing::HasSubstr;

class ArchiveColumnsTest : public testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    if (GetParam() == Backend::kPostgres) {
      if (const auto why = TestPostgres::WhyNot()) GTEST_SKIP() << *why;
    }
    place_.emplace(GetParam());
  }

  Result<std::vector<Column>> Columns() const {
    return GetParam() == Backend::kSqlite ? ReadSqliteColumns(place_->file())
                                          : ReadPostgresColumns(place_->connection());
  }
  void Execute(const std::string& sql) const {
    const std::unique_ptr<SqlSession> session = place_->OpenSession();
    ASSERT_TRUE(session->Begin(SqlSession::Purpose::kWrite));
    ASSERT_TRUE(session->Run(sql, {}, kNoRows)) << sql;
    ASSERT_TRUE(session->Commit());
  }

  std::optional<ArchivePlace> place_;
};

INSTANTIATE_TEST_SUITE_P(All, ArchiveColumnsTest,
                         testing::Values(Backend::kSqlite, Backend::kPostgres),
                         [](const auto& backend) { return NameOf(backend.param); });

TEST_P(ArchiveColumnsTest, AnArchiveHasNoneButThose) {
  const std::unique_ptr<Archive> archive = place_->Open();
  const std::int64_t site = *archive->Enter(SiteWith("arena", 2));
  Write(*archive, site, {Counted(0, 0, 15, 7)});  // a month of its own in PostgreSQL
  const auto columns = Columns();
  ASSERT_TRUE(columns);
  const Finding finding = FindingOnArchive(*columns);
  EXPECT_EQ(finding.verdict, Outcome::kHolds) << finding.figure;
  EXPECT_THAT(finding.figure, HasSubstr("columns, all known"));
  EXPECT_GE(columns->size(), 99U);
}

TEST_P(ArchiveColumnsTest, APlantedColumnTableOrViewIsFound) {
  place_->Open();
  const std::string bytes = GetParam() == Backend::kSqlite ? "BLOB" : "bytea";
  for (const auto& [planted, undone, told] :
       {std::tuple("ALTER TABLE occupancy ADD COLUMN picture " + bytes,
                   std::string("ALTER TABLE occupancy DROP COLUMN picture"),
                   "unknown: occupancy.picture " + bytes),
        std::tuple(std::string("CREATE TABLE track (zone INTEGER, person INTEGER)"),
                   std::string("DROP TABLE track"), std::string("track.person")),
        std::tuple(std::string("CREATE VIEW who AS SELECT name AS person FROM site"),
                   std::string("DROP VIEW who"), std::string("who.person"))}) {
    Execute(planted);
    const Finding finding = FindingOnArchive(*Columns());
    EXPECT_EQ(finding.verdict, Outcome::kBroken) << planted;
    EXPECT_THAT(finding.figure, HasSubstr(told));
    Execute(undone);
    EXPECT_EQ(FindingOnArchive(*Columns()).verdict, Outcome::kHolds) << undone;
  }
}

TEST_P(ArchiveColumnsTest, AKnownColumnOfAnotherTypeIsFound) {
  place_->Open();
  std::vector<Column> columns = *Columns();
  ASSERT_EQ(FindingOnArchive(columns).verdict, Outcome::kHolds);
  columns.front().type = "BLOB";
  EXPECT_EQ(FindingOnArchive(columns).verdict, Outcome::kBroken);
  EXPECT_EQ(FindingOnArchive({}).verdict, Outcome::kBroken) << "no archive has no columns";
}

TEST_P(ArchiveColumnsTest, LookingMakesNothing) {
  const auto none = Columns();
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error(), GetParam() == Backend::kSqlite ? Fault::kNotFound : Fault::kNotALedger);
  EXPECT_FALSE(std::filesystem::exists(place_->file()));
  EXPECT_FALSE(Columns()) << "nor did the first look";
}

TEST(ArchiveColumns, ALedgerOfASiteIsNoArchive) {
  const ArchivePlace place(Backend::kSqlite);
  const Site site{.name = "test", .cameras = {}, .zones = {}, .patches = {}};
  ASSERT_TRUE(Ledger::OpenToWrite(place.file(), site));
  EXPECT_EQ(ReadSqliteColumns(place.file()).error(), Fault::kNotALedger);
}

}  // namespace
}  // namespace throng
