// Whatever a hub answers is shown as it is, or not at all; never in the words of a terminal.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/answers.h"

#include <gtest/gtest.h>
#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "counter/wire/alarm.h"
#include "counter/wire/messages_for_test.h"
#include "counter/wire/place.h"
#include "counter/wire/situation.h"

namespace throng {
namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
constexpr double kEndless = std::numeric_limits<double>::infinity();

WatchedPlace Stairs() {
  return {.name = "stairs",
          .kind = "stair",
          .zones = {1},
          .is_group = false,
          .capacity = Persons(40),
          .capacity_rule = "given"};
}

Situation Busy() {
  return {.window = SeenEntry().window,
          .freshness = Freshness::kFresh,
          .coverage_percent = 90,
          .persons = Range{30, 40, 55},
          .density_per_m2 = Range{2, 3, 4},
          .level = LevelOfService::kE,
          .capacity_percent = Range{80, 100, 120},
          .headroom = Range{-15, 0, 10},
          .change_per_minute = Range{-1, 2, 3},
          .to_full = MinutesToFull{.earliest = 0, .expected = 2, .latest = {}}};
}

v1::ListSitesReply Sites() {
  v1::ListSitesReply message;
  v1::SiteState& state = *message.add_sites();
  *state.mutable_site() = MessageOf(StationFacts());
  state.set_connected(true);
  state.set_newest_ns(kNow.utc_ns());
  state.set_clock_ahead_ms(-1500);
  return message;
}

v1::WatchReply News() {
  v1::WatchReply message;
  message.set_site("Station");
  *message.add_situations() = MessageOf(Stairs(), Busy());
  *message.add_events() = MessageOf(RaisedEvent());
  message.set_connected(true);
  message.set_missed(3);
  return message;
}

v1::QueryReply History() {
  v1::QueryReply message;
  message.add_zones("hall");
  message.add_zones("stairs");
  const HistoryRow row{.zone = 1,
                       .window = SeenEntry().window,
                       .mean = Range{30, 40.5, 55},
                       .highest = WholeCount{.persons = 44, .low = 30, .high = 60},
                       .counted_s = 15,
                       .coverage_percent = 90,
                       .freshness = Freshness::kStale};
  Put(row, 1, *message.add_rows());
  return message;
}

// What is said of an answer, "" if it is taken.
std::string OfSites(const v1::ListSitesReply& message) {
  const auto sites = SitesFrom(message);
  return sites ? "" : Describe(sites.error());
}
std::string OfNews(const v1::WatchReply& message) {
  const auto news = NewsFrom(message);
  return news ? "" : Describe(news.error());
}
std::string OfHistory(const v1::QueryReply& message) {
  const auto rows = HistoryAnswer().Take(message);
  return rows ? "" : Describe(rows.error());
}

TEST(Answers, SayWhatTheHubSaid) {
  const auto sites = SitesFrom(Sites());
  ASSERT_TRUE(sites);
  ASSERT_EQ(sites->size(), 1U);
  const SiteNow& site = sites->front();
  EXPECT_EQ(site.name, "Station");
  EXPECT_EQ(site.zones, 3U);
  ASSERT_EQ(site.places.size(), 4U);
  EXPECT_EQ(site.places[1].name, "stairs");
  EXPECT_EQ(site.places[1].capacity, Persons(40));
  EXPECT_EQ(site.places[3].kind, "group");
  EXPECT_TRUE(site.connected);
  EXPECT_EQ(site.newest, kNow);
  EXPECT_EQ(site.clock_ahead, std::chrono::milliseconds(-1500));

  const auto news = NewsFrom(News());
  ASSERT_TRUE(news);
  EXPECT_EQ(news->site, "Station");
  ASSERT_EQ(news->situations.size(), 1U);
  EXPECT_EQ(news->situations[0].place, "stairs");
  EXPECT_EQ(MessageOf(Stairs(), news->situations[0].situation).SerializeAsString(),
            News().situations(0).SerializeAsString());
  ASSERT_EQ(news->events.size(), 1U);
  EXPECT_EQ(news->events[0].reason, "40 persons");
  EXPECT_EQ(news->connected, true);
  EXPECT_EQ(news->missed, 3U);
  EXPECT_EQ(news->unknown, 0U);
  EXPECT_TRUE(news->is_all) << "since some were missed";

  HistoryAnswer answer;
  const auto rows = answer.Take(History());
  ASSERT_TRUE(rows);
  EXPECT_EQ(answer.zones(), (std::vector<std::string>{"hall", "stairs"}));
  ASSERT_EQ(rows->size(), 1U);
  v1::Row again;
  Put(rows->front(), 1, again);
  EXPECT_EQ(again.SerializeAsString(), History().rows(0).SerializeAsString());
}

TEST(Answers, LeaveUnknownWhatWasNotSaid) {
  v1::ListSitesReply message = Sites();
  message.mutable_sites(0)->clear_newest_ns();
  message.mutable_sites(0)->clear_clock_ahead_ms();
  const auto sites = SitesFrom(message);
  ASSERT_TRUE(sites);
  EXPECT_FALSE(sites->front().newest);
  EXPECT_FALSE(sites->front().clock_ahead);

  v1::WatchReply quiet;
  quiet.set_site("Station");
  const auto news = NewsFrom(quiet);
  ASSERT_TRUE(news);
  EXPECT_FALSE(news->connected.has_value());
  EXPECT_FALSE(news->is_all);

  v1::QueryReply blind = History();
  blind.mutable_rows(0)->clear_mean_persons();
  blind.mutable_rows(0)->clear_highest();
  blind.mutable_rows(0)->clear_freshness();
  HistoryAnswer answer;
  const auto rows = answer.Take(blind);
  ASSERT_TRUE(rows);
  EXPECT_FALSE(rows->front().mean);
  EXPECT_FALSE(rows->front().highest);
  EXPECT_FALSE(rows->front().freshness);
}

TEST(Answers, OfANewerHubAreReadAsFarAsTheyAreKnown) {
  v1::ListSitesReply sites = Sites();
  sites.mutable_sites(0)->mutable_site()->mutable_zones(1)->set_kind(static_cast<v1::ZoneKind>(9));
  for (google::protobuf::Message* const message : std::vector<google::protobuf::Message*>{
           sites.mutable_sites(0)->mutable_site(), sites.mutable_sites(0), &sites}) {
    message->GetReflection()->MutableUnknownFields(message)->AddLengthDelimited(2000, "new");
  }
  const auto read = SitesFrom(sites);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->front().places[1].kind, "unknown");
  EXPECT_EQ(read->front().places[0].kind, "walkway");

  v1::WatchReply news = News();
  *news.add_situations() = news.situations(0);
  news.mutable_situations(0)->set_freshness(static_cast<v1::Freshness>(9));
  news.mutable_situations(1)->set_level(static_cast<v1::LevelOfService>(9));
  *news.add_events() = news.events(0);
  *news.add_events() = news.events(0);
  *news.add_events() = news.events(0);
  news.mutable_events(0)->set_change(static_cast<v1::AlarmChange>(9));
  news.mutable_events(1)->set_kind(static_cast<v1::AlarmKind>(9));
  news.mutable_events(2)->set_band(static_cast<v1::Band>(9));
  const auto known = NewsFrom(news);
  ASSERT_TRUE(known);
  ASSERT_EQ(known->situations.size(), 1U);
  EXPECT_FALSE(known->situations[0].situation.level);
  EXPECT_TRUE(known->situations[0].situation.persons);
  EXPECT_EQ(known->events.size(), 1U);
  EXPECT_EQ(known->unknown, 4U);

  v1::QueryReply history = History();
  history.mutable_rows(0)->set_freshness(static_cast<v1::Freshness>(9));
  HistoryAnswer answer;
  const auto rows = answer.Take(history);
  ASSERT_TRUE(rows);
  EXPECT_FALSE(rows->front().freshness);
}

TEST(Answers, HoldNothingThatATerminalWouldObey) {
  for (const char* const text : {"\033[2J", "a\nb", "a\x9F", "\xFF", "a\xE2\x80\xAE", "=1+1"}) {
    v1::ListSitesReply sites = Sites();
    sites.mutable_sites(0)->mutable_site()->set_name(text);
    EXPECT_NE(OfSites(sites), "");
    sites = Sites();
    sites.mutable_sites(0)->mutable_site()->mutable_groups(0)->set_name(text);
    EXPECT_NE(OfSites(sites), "");
    v1::WatchReply news = News();
    news.set_site(text);
    EXPECT_NE(OfNews(news), "");
    news = News();
    news.mutable_situations(0)->set_place(text);
    EXPECT_NE(OfNews(news), "");
    news = News();
    news.mutable_events(0)->set_place(text);
    EXPECT_NE(OfNews(news), "");
    v1::QueryReply history = History();
    history.set_zones(0, text);
    EXPECT_NE(OfHistory(history), "");
  }
  v1::WatchReply news = News();
  news.mutable_events(0)->set_reason("40 persons\033[2J");
  EXPECT_EQ(OfNews(news), "events[0].reason has a control character");
}

TEST(Answers, AreRefusedWhereASiteBreaksARule) {
  using Change = std::function<void(v1::SiteState&)>;
  const std::vector<std::pair<Change, std::string>> changes{
      {[](auto& state) { state.clear_site(); }, "sites[0].site is missing"},
      {[](auto& state) { state.set_newest_ns(-1); }, "sites[0].newest_ns is before 1970"},
      {[](auto& state) { state.set_newest_ns(std::numeric_limits<std::int64_t>::max()); },
       "sites[0].newest_ns is not in the years 1678 to 2261"},
      {[](auto& state) { state.set_clock_ahead_ms(std::numeric_limits<std::int64_t>::min()); },
       "sites[0].clock_ahead_ms is more than ten years"},
      {[](auto& state) { state.mutable_site()->mutable_groups(0)->add_zones(3); },
       "sites[0].zones name none of the site"}};
  for (const auto& [change, said] : changes) {
    v1::ListSitesReply message = Sites();
    change(*message.mutable_sites(0));
    const std::string heard = OfSites(message);
    EXPECT_TRUE(heard.ends_with(said.substr(said.find('.')))) << heard;
  }
  v1::ListSitesReply twice = Sites();
  *twice.add_sites() = twice.sites(0);
  EXPECT_EQ(OfSites(twice), "sites[1].site.name is that of another site");
}

TEST(Answers, AreRefusedWhereASituationBreaksARule) {
  using Change = std::function<void(v1::Situation&)>;
  const std::vector<std::pair<Change, std::string>> changes{
      {[](auto& one) { one.clear_window(); }, "window is missing"},
      {[](auto& one) { one.mutable_window()->set_start_ns(-1); }, "window is before 1970"},
      {[](auto& one) { one.mutable_window()->set_end_ns(one.window().start_ns()); },
       "window.end_ns is not after window.start_ns"},
      {[](auto& one) { one.set_coverage_percent(101); }, "coverage_percent is above 100"},
      {[](auto& one) { one.clear_freshness(); }, "freshness is not said, or not known"},
      {[](auto& one) { one.clear_persons(); },
       "persons are absent exactly if nobody saw the place"},
      {[](auto& one) { one.set_freshness(v1::FRESHNESS_BLIND); },
       "persons are absent exactly if nobody saw the place"},
      {[](auto& one) {
         one.set_freshness(v1::FRESHNESS_BLIND);
         one.clear_persons();
       },
       "density_per_m2 is there, but nobody saw the place"},
      {[](auto& one) { one.mutable_persons()->set_low(-1); },
       "persons is below its least, above 1e12, or no number"},
      {[](auto& one) { one.mutable_persons()->set_high(kEndless); },
       "persons is below its least, above 1e12, or no number"},
      {[](auto& one) { one.mutable_persons()->set_expected(kNoNumber); },
       "persons is not low <= expected <= high"},
      {[](auto& one) { one.mutable_persons()->set_expected(56); },
       "persons is not low <= expected <= high"},
      {[](auto& one) { one.mutable_density_per_m2()->set_low(kNoNumber); },
       "density_per_m2 is below its least, above 1e12, or no number"},
      {[](auto& one) { one.mutable_capacity_percent()->set_high(1e13); },
       "capacity_percent is below its least, above 1e12, or no number"},
      {[](auto& one) { one.mutable_headroom_persons()->set_low(-kEndless); },
       "headroom_persons is below its least, above 1e12, or no number"},
      {[](auto& one) { one.mutable_change_persons_per_minute()->set_expected(9); },
       "change_persons_per_minute is not low <= expected <= high"},
      {[](auto& one) { one.mutable_to_full()->set_earliest_minutes(-1); },
       "to_full is not in its order"},
      {[](auto& one) { one.mutable_to_full()->set_latest_minutes(1); },
       "to_full is not in its order"},
      {[](auto& one) { one.mutable_to_full()->set_expected_minutes(kNoNumber); },
       "to_full is not in its order"}};
  for (const auto& [change, said] : changes) {
    v1::WatchReply message = News();
    change(*message.mutable_situations(0));
    EXPECT_EQ(OfNews(message), "situations[0]." + said);
  }
}

TEST(Answers, AreRefusedWhereARowBreaksARule) {
  using Change = std::function<void(v1::Row&)>;
  const std::vector<std::pair<Change, std::string>> changes{
      {[](auto& row) { row.set_zone(2); }, "zone is none that was named"},
      {[](auto& row) { row.clear_window(); }, "window is missing"},
      {[](auto& row) { row.set_coverage_percent(101); }, "coverage_percent is above 100"},
      {[](auto& row) { row.clear_highest(); }, "highest is not there exactly if mean_persons is"},
      {[](auto& row) { row.clear_mean_persons(); },
       "highest is not there exactly if mean_persons is"},
      {[](auto& row) { row.mutable_highest()->set_low(45); }, "count.low is above count.persons"},
      {[](auto& row) { row.mutable_mean_persons()->set_expected(kNoNumber); },
       "mean_persons is not low <= expected <= high"}};
  for (const auto& [change, said] : changes) {
    v1::QueryReply message = History();
    change(*message.mutable_rows(0));
    EXPECT_EQ(OfHistory(message), "rows[0]." + said);
  }
}

TEST(Answers, OfHistoryComeInOrderOfTimeAcrossReplies) {
  HistoryAnswer answer;
  ASSERT_TRUE(answer.Take(History()));
  ASSERT_TRUE(answer.Take(History())) << "of one moment, another zone";
  EXPECT_EQ(answer.zones().size(), 2U) << "as the first reply named them";
  v1::QueryReply earlier = History();
  earlier.mutable_rows(0)->mutable_window()->set_start_ns(kNow.utc_ns() - 60 * kSecondNs);
  const auto rows = answer.Take(earlier);
  ASSERT_FALSE(rows);
  EXPECT_EQ(Describe(rows.error()), "rows[0].window is before that of the row before");
}

TEST(Answers, OfAlarmsAreOneAlarmEach) {
  v1::ListAlarmsReply message;
  *message.add_events() = MessageOf(RaisedEvent());
  *message.add_events() = MessageOf(AcknowledgedEvent());
  const auto alarm = AlarmFrom(message);
  ASSERT_TRUE(alarm);
  EXPECT_EQ(alarm->size(), 2U);
  message.mutable_events(1)->set_alarm(8);
  EXPECT_FALSE(AlarmFrom(message));
  message.mutable_events(1)->set_alarm(7);
  *message.add_events() = message.events(1);
  EXPECT_FALSE(AlarmFrom(message)) << "the same sequence twice";
}

}  // namespace
}  // namespace throng
