// Windows in any order, and what is known of a site at the end of each.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/live_site.h"

#include <gtest/gtest.h>

#include <chrono>

#include "counter/store/archives_for_test.h"

namespace throng {
namespace {

using std::chrono::seconds;

using Alarms = std::vector<std::vector<AlarmEvent>>;

constexpr Duration kStart{};

double PersonsAt(const LiveSite& site, std::size_t place) {
  return site.now().at(place).persons->expected;
}

AlarmEvent Event(std::int64_t alarm, int sequence, AlarmChange change) {
  return {.alarm = alarm,
          .sequence = sequence,
          .change = change,
          .kind = AlarmKind::kCrowding,
          .rule = "too full",
          .place = "zone 0",
          .band = Band::kCrowded,
          .at = At(sequence),
          .count = std::nullopt,
          .reason = "",
          .by = ""};
}

TEST(LiveSite, AWindowCountsOnceAllOfItsZonesAreThere) {
  LiveSite site(SiteWith("arena", 2));
  EXPECT_FALSE(site.Take(std::vector{Counted(0, 0, 15, 3)}, kStart));
  EXPECT_TRUE(site.now().empty());
  EXPECT_TRUE(site.Take(std::vector{Counted(1, 0, 15, 4)}, kStart));
  EXPECT_EQ(PersonsAt(site, 0), 3);
  EXPECT_EQ(PersonsAt(site, 1), 4);
  EXPECT_EQ(site.newest(), At(15));
}

TEST(LiveSite, AWindowWithoutAZoneCountsOnceANewerOneComes) {
  LiveSite site(SiteWith("arena", 2));
  site.Take(std::vector{Counted(0, 0, 15, 3)}, kStart);
  EXPECT_TRUE(site.Take(std::vector{Counted(0, 15, 30, 5)}, kStart));
  EXPECT_EQ(PersonsAt(site, 0), 3);
  EXPECT_EQ(site.now().at(1).freshness, Freshness::kBlind) << "nobody told of it";
}

TEST(LiveSite, AWindowWithoutAZoneCountsAfterAWhile) {
  LiveSite site(SiteWith("arena", 2));
  site.Take(std::vector{Counted(0, 0, 15, 3)}, seconds(10));
  EXPECT_FALSE(site.Settle(seconds(9)));
  EXPECT_TRUE(site.Settle(seconds(10)));
  EXPECT_EQ(PersonsAt(site, 0), 3);
  EXPECT_FALSE(site.Settle(seconds(20))) << "nothing waits any more";
}

TEST(LiveSite, ALateWindowChangesNothing) {
  LiveSite site(SiteWith("arena", 1));
  site.Take(std::vector{Counted(0, 30, 45, 3)}, kStart);
  EXPECT_FALSE(site.Take(std::vector{Counted(0, 0, 15, 9), Counted(0, 15, 30, 9)}, kStart));
  EXPECT_FALSE(site.Take(std::vector{Counted(0, 30, 45, 9)}, kStart)) << "the same again";
  EXPECT_EQ(PersonsAt(site, 0), 3);
  EXPECT_EQ(site.newest(), At(45));
}

TEST(LiveSite, OfManyNewWindowsTheNewestIsNow) {
  LiveSite site(SiteWith("arena", 1));
  EXPECT_TRUE(site.Take(
      std::vector{Counted(0, 30, 45, 3), Counted(0, 0, 15, 1), Counted(0, 15, 30, 2)}, kStart));
  EXPECT_EQ(PersonsAt(site, 0), 3);
  EXPECT_EQ(site.now().at(0).window, (Window{At(30), At(45)}));
}

TEST(LiveSite, AClockThatWasSetBackLetsNewWindowsCountAgain) {
  LiveSite site(SiteWith("arena", 1));
  site.Take(std::vector{Counted(0, 7200, 7215, 3)}, kStart);
  site.SetClock(At(7200));  // a few seconds off is no other clock
  EXPECT_FALSE(site.Take(std::vector{Counted(0, 15, 30, 4)}, kStart));
  site.SetClock(At(30));
  EXPECT_TRUE(site.Take(std::vector{Counted(0, 15, 30, 4)}, kStart));
  EXPECT_EQ(PersonsAt(site, 0), 4);
  EXPECT_EQ(site.newest(), At(7215)) << "that is still the newest that there is";
}

TEST(LiveSite, AnAlarmIsOpenFromItsRaiseToItsEnd) {
  LiveSite site(SiteWith("arena", 1));
  const std::vector<AlarmEvent> raised = {Event(7, 1, AlarmChange::kRaise)};
  std::vector<AlarmEvent> seen = raised;
  seen.push_back(Event(7, 2, AlarmChange::kAcknowledge));
  std::vector<AlarmEvent> ended = seen;
  ended.push_back(Event(7, 3, AlarmChange::kEnd));
  EXPECT_EQ(site.TakeAlarms(Alarms{raised}).size(), 1U);
  EXPECT_TRUE(site.TakeAlarms(Alarms{raised}).empty()) << "the same again is no news";
  const auto news = site.TakeAlarms(Alarms{seen});
  ASSERT_EQ(news.size(), 1U);
  EXPECT_EQ(news.at(0).change, AlarmChange::kAcknowledge);
  EXPECT_EQ(site.open().at(7).size(), 2U);
  EXPECT_EQ(site.TakeAlarms(Alarms{ended}).size(), 1U);
  EXPECT_TRUE(site.open().empty());
  EXPECT_TRUE(site.TakeAlarms(Alarms{ended}).empty());
  EXPECT_TRUE(site.open().empty()) << "what has ended does not open again";
}

TEST(LiveSite, OpenAlarmsOfABrokenEdgeAreBounded) {
  LiveSite site(SiteWith("arena", 1));
  for (int alarm = 1; alarm <= 2000; ++alarm) {
    site.TakeAlarms(Alarms{{Event(alarm, 1, AlarmChange::kRaise)}});
  }
  EXPECT_EQ(site.open().size(), 1024U);
  std::vector<AlarmEvent> restless;
  for (int i = 1; i <= 1000; ++i) restless.push_back(Event(1, i, AlarmChange::kEscalate));
  site.TakeAlarms(Alarms{restless});
  EXPECT_EQ(site.open().at(1).size(), 64U);
  EXPECT_EQ(site.open().at(1).back().sequence, 1000);
}

}  // namespace
}  // namespace throng
