// Alarms of a count in real time: once, over kills and restarts, seen by people, told by ways.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include "tests/pipeline/scene.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// True as soon as `condition` holds, false if it does not within 20 seconds.
bool Eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 400; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

constexpr const char* kRule = R"(
[[alarm]]
name = "unseen"
places = ["left", "right"]
on = "persons"
crowded = 1000
blind_after_s = 1
)";

class AlarmsTest : public SceneTest {
 protected:
  // A site that sees nothing but black, so that both its zones are blind.
  fs::path BlackSite(const std::string& more = kRule) {
    const fs::path video = folder_ / "v.avi";
    const fs::path site =
        SiteFor(fs::exists(video) ? video : Draw("v.avi", 2, "color=black:size=128x160:rate=10"));
    std::ofstream(site, std::ios::app) << more;
    return site;
  }
  std::vector<std::string> CountOf(const fs::path& site) const {
    return WithThrong(
        {"count", "--site", site, "--loop", "--tick", "0.2", "--json", "--ledger", ledger_});
  }
  // 0 while the ledger is not there, or still without its tables.
  int Count(const std::string& what) const {
    if (!fs::exists(ledger_)) return 0;
    if (Sql(ledger_, "SELECT count(*) FROM sqlite_schema WHERE name = 'delivery'") != "1\n")
      return 0;
    const std::string answer = Sql(ledger_, "SELECT count(*) FROM " + what);
    return answer.empty() ? 0 : std::stoi(answer);
  }
  int Raises() const { return Count("alarm_event WHERE change = 1"); }
  int Windows() const { return Count("occupancy"); }
  bool SeesMore(int windows) const {
    const int before = Windows();
    return Eventually([&] { return Windows() >= before + windows; });
  }

  const std::string ledger_ = folder_ / "l.ledger";
};

TEST_F(AlarmsTest, AnAlarmIsRaisedOnceOverAKillAndARestart) {
  const fs::path site = BlackSite();
  {
    Process throng(CountOf(site), folder_);
    ASSERT_TRUE(Eventually([&] { return Raises() == 2; }));
    throng.Signal(SIGKILL);
    throng.Wait();
  }
  Process again(CountOf(site), folder_);
  ASSERT_TRUE(SeesMore(30));
  again.Signal(SIGINT);
  EXPECT_EQ(again.Wait().code, 130);
  EXPECT_EQ(Raises(), 2) << "one for each zone, and no other after the restart";
  const Ended alarms = Throng({"alarms", "--ledger", ledger_});
  EXPECT_EQ(alarms.code, 0) << alarms.err;
  EXPECT_EQ(Lines(alarms.out), 3) << alarms.out;
  EXPECT_THAT(alarms.out, HasSubstr("blind"));
  EXPECT_THAT(alarms.out, HasSubstr("open"));
  EXPECT_EQ(Lines(Throng({"alarms", "--ledger", ledger_, "--json"}).out), 2);
}

TEST_F(AlarmsTest, SomebodySeesAnAlarmByHisRoleAndMaintenanceEndsIt) {
  Process throng(CountOf(BlackSite()), folder_);
  ASSERT_TRUE(Eventually([&] { return Raises() == 2; }));
  const auto acknowledge = [this](const std::string& number, const std::string& role) {
    return Throng({"acknowledge", number, "--ledger", ledger_, "--role", role});
  };
  EXPECT_EQ(acknowledge("1", "shift leader").code, 0);
  EXPECT_TRUE(Eventually(
      [&] { return Count("alarm_event WHERE change = 4 AND by_role = 'shift leader'") == 1; }));
  EXPECT_EQ(acknowledge("1", "Anna Keller").code, 2) << "a name is no role";
  const Ended unknown = acknowledge("77", "shift leader");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no alarm 77 is open"));

  EXPECT_EQ(Throng({"maintenance", "--ledger", ledger_, "--minutes", "5"}).code, 0);
  EXPECT_TRUE(Eventually([&] { return Count("alarm_event WHERE change = 5") == 2; }));
  ASSERT_TRUE(SeesMore(20));
  EXPECT_EQ(Raises(), 2);
  EXPECT_THAT(Throng({"alarms", "--ledger", ledger_}).out, HasSubstr("maintenance until"));
  EXPECT_EQ(Throng({"maintenance", "--ledger", ledger_, "--end"}).code, 0);
  EXPECT_TRUE(Eventually([&] { return Raises() == 4; }));
  EXPECT_EQ(Throng({"maintenance", "--ledger", ledger_}).code, 2);
}

TEST_F(AlarmsTest, AClockThatWasSetBackIsTold) {
  const fs::path site = BlackSite();
  std::vector<std::string> later = CountOf(site);
  later.insert(later.end(), {"--start", "2190-01-01"});
  Process future(later, folder_);
  ASSERT_TRUE(Eventually([&] { return Raises() == 2; }));
  future.Signal(SIGINT);
  EXPECT_THAT(future.Wait().err, Not(HasSubstr("clock")));
  Process now(CountOf(site), folder_);
  ASSERT_TRUE(SeesMore(10));
  now.Signal(SIGINT);
  EXPECT_THAT(now.Wait().err, HasSubstr("no alarm is raised until 2190-01-01"));
}

TEST_F(AlarmsTest, EachEventGoesOutOnceAlsoWhenTheCountIsStartedAgain) {
  const fs::path site = BlackSite();
  const fs::path out = folder_ / "cap";
  fs::create_directory(out);
  const fs::path ways = folder_ / "notify.toml";
  Write(ways, "[[cap]]\nname = \"desk\"\nfolder = \"" + out.string() +
                  "\"\nsender = \"ops@venue.example\"\nstatus = \"Test\"\n");
  fs::permissions(ways, fs::perms::owner_read | fs::perms::owner_write);
  const auto documents = [&out] {
    return std::distance(fs::directory_iterator(out), fs::directory_iterator());
  };
  {
    Process throng(CountOf(site), folder_);
    ASSERT_TRUE(Eventually([&] { return documents() == 2; }));
    throng.Signal(SIGKILL);
    throng.Wait();
  }
  Process again(CountOf(site), folder_);
  ASSERT_TRUE(SeesMore(10));
  EXPECT_EQ(documents(), 2);
  EXPECT_EQ(Throng({"maintenance", "--ledger", ledger_, "--minutes", "5"}).code, 0);
  ASSERT_TRUE(Eventually([&] { return documents() == 4; }));
  again.Signal(SIGINT);
  again.Wait();
  EXPECT_EQ(Count("delivery WHERE state = 1"), 4);
  EXPECT_THAT(Throng({"alarms", "--ledger", ledger_, "--since", "2020-01-01"}).out,
              HasSubstr("desk"));
}

TEST_F(AlarmsTest, WaysThatOthersMayReadAreRefusedBeforeAnythingIsCounted) {
  const fs::path site = BlackSite();
  Write(folder_ / "notify.toml", "[[cap]]\nname = \"desk\"\n");
  fs::permissions(folder_ / "notify.toml", fs::perms(0644));
  const Ended ended = Throng({"count", "--site", site, "--ledger", ledger_});
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, HasSubstr("chmod 600"));
  EXPECT_FALSE(fs::exists(ledger_));
}

TEST_F(AlarmsTest, ARecordingAndASiteForStatisticsRaiseNone) {
  const fs::path site = BlackSite();
  const Ended recording = Throng({"count", "--site", site, "--ledger", ledger_, "--tick", "0.2"});
  EXPECT_EQ(Raises(), 0) << recording.err;
  EXPECT_GE(Windows(), 20);

  std::ifstream in(site);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::string live = "profile = \"live\"\n";
  text.erase(text.find(live), live.size());
  Write(site, text);
  const Ended statistics =
      Throng({"count", "--site", site, "--realtime", "--ledger", folder_ / "s.ledger"});
  EXPECT_THAT(statistics.err, HasSubstr("a site for statistics raises no alarms"));
  EXPECT_EQ(Lines(Throng({"alarms", "--ledger", folder_ / "s.ledger"}).out), 1);
}

TEST_F(AlarmsTest, AnUnknownTimeZoneIsAMistake) {
  const fs::path site = BlackSite();
  std::ifstream in(site);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  text.replace(text.find("[site]"), 6, "[site]\ntime_zone = \"Europe/Atlantis\"");
  Write(site, text);
  const Ended ended = Throng({"check", site});
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.err, HasSubstr("the system knows no \"Europe/Atlantis\""));
}

class ReplayTest : public AlarmsTest {
 protected:
  // Minutes of the zone "left": 0 for 5, `most` for 10, 0 for 5.
  fs::path Counts(int most) {
    std::string csv = "zone,window_start,window_end,persons\n";
    for (int minute = 0; minute < 20; ++minute) {
      const auto at = [](int m) {
        return "2026-11-24T08:" + std::string(m < 10 ? "0" : "") + std::to_string(m) + ":00Z";
      };
      csv += "left," + at(minute) + "," + at(minute + 1) + "," +
             std::to_string(minute >= 5 && minute < 15 ? most : 0) + "\n";
    }
    Write(folder_ / "c.csv", csv);
    return folder_ / "c.csv";
  }
  fs::path SiteWithLimit(const std::string& limit) {
    return BlackSite("\n[[alarm]]\nname = \"full\"\nplaces = [\"left\"]\non = \"persons\"\n" +
                     limit + "\n");
  }
};

TEST_F(ReplayTest, TellsWhichAlarmsARuleWouldHaveRaised) {
  const fs::path site = SiteWithLimit("busy = 20\ncrowded = 50");
  const fs::path chart = folder_ / "r.svg";
  const Ended ended = Throng({"replay", "--site", site, "--counts", Counts(30), "--chart", chart});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("2026-11-24 08:07:00  2026-11-24 08:17:00   10 min"));
  EXPECT_THAT(ended.out, HasSubstr("busy"));
  EXPECT_THAT(ended.out, Not(HasSubstr("crowded ")));
  EXPECT_TRUE(fs::exists(chart));
  const Ended json = Throng({"replay", "--site", site, "--counts", Counts(60), "--json"});
  EXPECT_EQ(Lines(json.out), 2);
  EXPECT_THAT(json.out, HasSubstr(R"("band":"crowded")"));
}

TEST_F(ReplayTest, OnlyTheTimeThatWasAskedFor) {
  const fs::path site = SiteWithLimit("busy = 20");
  const Ended ended = Throng(
      {"replay", "--site", site, "--counts", Counts(30), "--until", "2026-11-24T08:05", "--json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "");
}

TEST_F(ReplayTest, WrongInputIsToldWithItsPlace) {
  const fs::path site = SiteWithLimit("busy = 20");
  Write(folder_ / "bad.csv", "zone,window_start,window_end,persons\nleft,now,later,3\n");
  const Ended bad = Throng({"replay", "--site", site, "--counts", folder_ / "bad.csv"});
  EXPECT_EQ(bad.code, 3);
  EXPECT_THAT(bad.err, HasSubstr("bad.csv:2: window_start"));
  EXPECT_EQ(Throng({"replay", "--site", site, "--ledger", folder_ / "none"}).code, 5);
  EXPECT_EQ(Throng({"replay", "--site", site}).code, 2);
  EXPECT_EQ(Throng({"replay", "--site", BlackSite(""), "--counts", Counts(3)}).code, 3);
}

}  // namespace
}  // namespace throng
