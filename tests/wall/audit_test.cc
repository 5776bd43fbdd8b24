// The audit of a live system, and that it sees what is broken.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <thread>

#include "counter/audit/needles.h"
#include "counter/door/unsafe.h"
#include "counter/store/archive.h"
#include "tests/pipeline/scene.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class AuditTest : public SceneTest {
 protected:
  void SetUp() override {
    SceneTest::SetUp();
    if (!IsSkipped() && kUnsafeBuild) GTEST_SKIP() << "builds with sanitizers have no wall";
  }
};

std::string Text(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(AuditTest, OfALiveSystemEveryPromiseHolds) {
  const fs::path site = SiteFor(Draw("v.avi", 20));
  const std::string ledger = (folder_ / "l.ledger").string();
  Process count(WithThrong({"count", "--site", site, "--realtime", "--ledger", ledger, "--json"}),
                folder_);
  for (int i = 0; i < 200 && count.OutSoFar().empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  const fs::path page = folder_ / "audit.html";
  const Ended audit = Throng({"audit", "--ledger", ledger, "--html", page});
  const std::vector<pid_t> family = FamilyOf(count.id());
  count.Signal(SIGINT);
  count.Wait();
  ASSERT_EQ(family.size(), 3U) << "throng, the process that waits for the eye, and the eye";
  // Eyes of others, which are no matter of this test, may run without a lock: of older builds.
  std::smatch eyes;
  const std::regex figure("Every eye that runs now is locked\n  (\\d+) of (\\d+) processes(.*)");
  ASSERT_TRUE(std::regex_search(audit.out, eyes, figure)) << audit.out;
  EXPECT_GE(std::stoi(eyes[1]), 2);
  for (const pid_t eye : family) EXPECT_THAT(eyes[3].str(), Not(HasSubstr(std::to_string(eye))));
  EXPECT_EQ(audit.code, eyes[1] == eyes[2] ? 0 : 7) << audit.out << audit.err;
  EXPECT_THAT(audit.out, HasSubstr("[holds] A frame is forgotten within 2 seconds"));
  EXPECT_THAT(audit.out, HasSubstr("[holds] The ledger holds counts"));
  EXPECT_THAT(Text(page), HasSubstr("<section class=\"holds\">"));
}

TEST_F(AuditTest, AnEyeThatForgetsNothingIsFound) {
  const fs::path throng = fs::path(CONTROLS) / "wipes_nothing" / "throng";
  fs::copy_file(THRONG_PROGRAM, throng, fs::copy_options::overwrite_existing);
  const Ended audit = RunToEnd({throng, "audit"}, folder_);
  EXPECT_EQ(audit.code, 7);
  EXPECT_THAT(audit.out, HasSubstr("[BROKEN] A frame is forgotten within 2 seconds"));
}

TEST_F(AuditTest, AForeignColumnInTheLedgerIsFound) {
  const fs::path ledger = folder_ / "l.ledger";
  ASSERT_EQ(Throng({"count", "--site", SiteFor(Draw("v.avi", 2)), "--ledger", ledger}).code, 0);
  Sql(ledger, "ALTER TABLE occupancy ADD COLUMN picture BLOB");
  const Ended audit = Throng({"audit", "--ledger", ledger});
  EXPECT_EQ(audit.code, 7);
  EXPECT_THAT(audit.out, HasSubstr("occupancy.picture BLOB"));
}

TEST_F(AuditTest, AForeignColumnInAHubsArchiveIsFound) {
  const fs::path archive = folder_ / "city.archive";
  ASSERT_TRUE(OpenSqliteArchive(archive));
  EXPECT_THAT(Throng({"audit", "--archive", archive}).out,
              HasSubstr("[holds] The archive holds counts of zones and their alarms"));
  Sql(archive, "ALTER TABLE alarm_event ADD COLUMN picture BLOB");
  const Ended audit = Throng({"audit", "--archive", archive});
  EXPECT_EQ(audit.code, 7);
  EXPECT_THAT(audit.out, HasSubstr("alarm_event.picture BLOB"));
}

TEST_F(AuditTest, ALedgerThatIsNotThereIsNamed) {
  const Ended audit = Throng({"audit", "--ledger", "nowhere.ledger"});
  EXPECT_EQ(audit.code, 4);
  EXPECT_THAT(audit.err, HasSubstr("nowhere.ledger: there is no such file"));
}

}  // namespace
}  // namespace throng
