// Ctrl-C, a killed eye, a killed throng: what was counted is kept and nothing is left running.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include "tests/pipeline/scene.h"

namespace throng {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// True as soon as `condition` holds, false if it does not within 20 seconds.
bool Eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

bool Runs(pid_t id) { return ::kill(id, 0) == 0; }

class InterruptTest : public SceneTest {
 protected:
  // Counts a minute of video at its own speed, five times a second.
  std::vector<std::string> Slowly() {
    return WithThrong({"count", "--site", SiteFor(Draw("v.avi", 60)), "--realtime", "--tick", "0.2",
                       "--json", "--ledger", ledger_});
  }
  const std::string ledger_ = folder_ / "l.ledger";
};

TEST_F(InterruptTest, CtrlCKeepsWhatIsCountedAndLeavesNoEyeBehind) {
  Process throng(Slowly(), folder_);
  ASSERT_TRUE(Eventually([&] { return Lines(throng.OutSoFar()) >= 6; }));
  const std::vector<pid_t> eyes = throng.Children();
  ASSERT_EQ(eyes.size(), 1U);
  throng.Signal(SIGINT);
  const Ended ended = throng.Wait();
  EXPECT_EQ(ended.code, 130) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("what is counted so far is kept"));
  EXPECT_EQ(Sql(ledger_, "SELECT count(*) FROM occupancy"),
            std::to_string(Lines(ended.out)) + "\n");
  EXPECT_FALSE(Runs(eyes[0]));
}

TEST_F(InterruptTest, CtrlCDoesNotSayKeptWhereNothingIsKept) {
  const std::string site = SiteFor(Draw("v.avi", 60));
  Process throng(WithThrong({"count", "--site", site, "--realtime", "--tick", "0.2", "--json"}),
                 folder_);
  ASSERT_TRUE(Eventually([&] { return Lines(throng.OutSoFar()) >= 2; }));
  throng.Signal(SIGINT);
  const Ended ended = throng.Wait();
  EXPECT_EQ(ended.code, 130) << ended.err;
  EXPECT_THAT(ended.err, EndsWith("throng: stopped before the end\n"));
  EXPECT_THAT(ended.err, Not(HasSubstr("kept")));
}

TEST_F(InterruptTest, ACameraInTheMachineNeedsNoLogins) {
  const auto count = [&](const std::string& source) {
    const std::string site = SiteFor(source);
    Write(folder_ / "logins.toml", "no logins");
    Process throng(WithThrong({"count", "--site", site, "--tick", "5", "--json"}), folder_);
    if (Eventually([&] { return Lines(throng.OutSoFar()) >= 2; })) throng.Signal(SIGINT);
    return throng.Wait().code;
  };
  EXPECT_EQ(count("/dev/video-none"), 130);
}

TEST_F(InterruptTest, AFileInALoopIsCountedUntilItIsStopped) {
  const std::string site = SiteFor(Draw("v.avi", 1));
  Process throng(WithThrong({"count", "--site", site, "--loop", "--tick", "0.2", "--json"}),
                 folder_);
  ASSERT_TRUE(Eventually([&] { return Lines(throng.OutSoFar()) >= 2 * 12; })) << "5 in a round";
  throng.Signal(SIGINT);
  const std::string told = throng.Wait().err;
  EXPECT_THAT(told, EndsWith("throng: stopped before the end\n"));
  EXPECT_THAT(told, Not(HasSubstr("died")));
}

TEST_F(InterruptTest, AKilledEyeIsStartedAgainAndNoWindowIsLost) {
  const std::string site = SiteFor(Draw("v.avi", 60));
  Process throng(WithThrong({"count", "--site", site, "--tick", "0.1", "--json"}), folder_);
  ASSERT_TRUE(Eventually([&] { return Lines(throng.OutSoFar()) >= 20; }));
  const std::vector<pid_t> eyes = throng.Children();
  ASSERT_EQ(eyes.size(), 1U);
  ::kill(eyes[0], SIGKILL);
  const Ended ended = throng.Wait();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(Lines(ended.out), 600 * 2);
  EXPECT_THAT(ended.err, HasSubstr("died 1 time and was restarted"));
}

TEST_F(InterruptTest, AKilledThrongLeavesAWholeLedgerAndTakesItsEyeAlong) {
  Process throng(Slowly(), folder_);
  ASSERT_TRUE(Eventually([&] { return Lines(throng.OutSoFar()) >= 6; }));
  const std::vector<pid_t> eyes = throng.Children();
  ASSERT_EQ(eyes.size(), 1U);
  const int told = Lines(throng.OutSoFar());
  throng.Signal(SIGKILL);
  throng.Wait();
  EXPECT_TRUE(Eventually([&] { return !Runs(eyes[0]); }));
  EXPECT_EQ(Sql(ledger_, "PRAGMA integrity_check"), "ok\n");
  EXPECT_GE(std::stoi(Sql(ledger_, "SELECT count(*) FROM occupancy")), told)
      << "what was told was committed before";
}

TEST_F(InterruptTest, AReaderThatGoesAwayEndsTheCount) {
  const std::string site = SiteFor(Draw("v.avi", 60));
  const Ended ended = RunToEnd(
      {"sh", "-c",
       std::string(THRONG_PROGRAM) + " count --site " + site + " --tick 0.1 --json | head -n 2"},
      folder_);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(Lines(ended.out), 2);
}

}  // namespace
}  // namespace throng
