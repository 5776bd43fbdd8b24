// A reader hears each row once, goes on when the line breaks, and says what a person should do.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "counter/link/answers_for_test.h"
#include "counter/link/test_scripted_hub.h"

namespace throng {
namespace {

constexpr int kUnavailable = 14;

class ReaderTest : public testing::Test {
 protected:
  ReaderTest() {
    std::string folder = "/tmp/throng_reader_XXXXXX";
    folder_ = ::mkdtemp(folder.data());
    address_ = "unix:" + folder_.string() + "/hub.sock";
  }
  ~ReaderTest() override { std::filesystem::remove_all(folder_); }

  // Stops by itself after half a minute.
  Reader MakeReader(std::function<bool()> go_on = {}) {
    const Duration begun = clock_.Steady();
    Result<Reader> reader =
        Reader::Make(address_, std::nullopt, clock_,
                     {.go_on =
                          [this, begun, go_on = std::move(go_on)] {
                            if (clock_.Steady() - begun > std::chrono::seconds(30)) return false;
                            return !go_on || go_on();
                          },
                      .on_broken = [this](const HubTrouble& trouble,
                                          std::chrono::seconds) { broken_.push_back(trouble); }});
    EXPECT_TRUE(reader);
    return *std::move(reader);
  }

  std::filesystem::path folder_;
  std::string address_;
  SystemClock clock_;
  std::vector<HubTrouble> broken_;
};

TEST_F(ReaderTest, ListsSites) {
  const ScriptedHub hub(address_, City());
  const auto sites = MakeReader().ListSites();
  ASSERT_TRUE(sites);
  ASSERT_EQ(sites->size(), 2U);
  EXPECT_EQ((*sites)[0].name, "North");
  EXPECT_TRUE((*sites)[0].connected);
  EXPECT_FALSE((*sites)[1].connected);
}

TEST_F(ReaderTest, TellsWhyItCannot) {
  const std::vector<std::tuple<int, std::string, Fault, std::string>> all{
      {kUnavailable, "the hub's disk is full", Fault::kHubAway, "the hub's disk is full"},
      {4, "late", Fault::kHubSlow, ""},
      {8, "too many \033[2Jreaders", Fault::kHubBusy, "too many ?[2Jreaders"},
      {16, "no token", Fault::kHubKnowsUsNot, "no token"},
      {7, "for planners", Fault::kHubForbids, "for planners"},
      {5, "no such site", Fault::kHubHasNone, "no such site"},
      {3, "odd", Fault::kHubRefuses, "odd"},
      {12, "", Fault::kNotAHub, ""},
      {13, "", Fault::kHubFailed, ""}};
  ScriptedHub hub(address_, City());
  Reader reader = MakeReader();
  for (const auto& [status, words, fault, said] : all) {
    hub.Change([&, code = status, text = words](HubScript& script) {
      script.status = code;
      script.words = text;
    });
    const auto sites = reader.ListSites();
    ASSERT_FALSE(sites);
    EXPECT_EQ(sites.error().fault, fault) << Describe(sites.error().fault);
    EXPECT_EQ(sites.error().said, said);
  }
  hub.Change([](HubScript& script) {
    script = City();
    script.sites.mutable_sites(1)->mutable_site()->set_name("\033[2J");
  });
  const auto odd = reader.ListSites();
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().fault, Fault::kNotAHub);
  EXPECT_EQ(odd.error().said, "sites[1].site.name is no name that a site file may have");
}

TEST_F(ReaderTest, TellsThatNobodyAnswers) {
  const auto sites = MakeReader().ListSites();
  ASSERT_FALSE(sites);
  EXPECT_EQ(sites.error().fault, Fault::kHubUnreachable);
}

TEST_F(ReaderTest, CallsOtherMachinesWithCredentialsOnly) {
  const auto fault_of = [this](const std::string& address) -> std::optional<Fault> {
    const auto reader = Reader::Make(address, std::nullopt, clock_, {.go_on = [] { return true; }});
    if (reader) return std::nullopt;
    return reader.error();
  };
  for (const char* const here : {"127.0.0.1:7443", "localhost:7443", "[::1]:7443", "unix:/x"}) {
    EXPECT_EQ(fault_of(here), std::nullopt) << here;
  }
  for (const char* const there : {"hub.example.org:7443", "10.0.0.1:1", "[fe80::1]:7443"}) {
    EXPECT_EQ(fault_of(there), Fault::kHubNeedsProof) << there;
  }
  for (const char* const odd : {"", "hub", "hub:", ":7443", "hub:port", "http://hub:7443", "unix:",
                                "ipv4:1.2.3.4:5", "hub:123456", "[x]:7443", "user@hub:7443"}) {
    EXPECT_EQ(fault_of(odd), Fault::kHubAddress) << odd;
  }
}

TEST_F(ReaderTest, WatchesWhatIsThereAndWhatIsNew) {
  ScriptedHub hub(address_, City());
  std::vector<std::string> heard;
  std::vector<bool> are_all;
  int lists = 0;
  Reader reader = MakeReader();
  const auto end = reader.Watch(
      {.sites = {"North"}, .places = {"hall"}},
      {.on_sites = [&](std::span<const SiteNow> sites) { lists += sites.size() == 2 ? 1 : 0; },
       .on_news =
           [&](const SiteNews& news) {
             heard.push_back(news.site);
             are_all.push_back(news.is_all);
             if (heard.size() == 2) hub.Say(NewsOf("North", {SituationOf("hall", kNoon, 21)}));
             return heard.size() < 3;
           }});
  EXPECT_TRUE(end);
  EXPECT_EQ(heard, (std::vector<std::string>{"North", "South", "North"}));
  EXPECT_EQ(are_all, (std::vector<bool>{true, true, false}));
  EXPECT_EQ(lists, 1);
  ASSERT_EQ(hub.Heard().watches.size(), 1U);
  EXPECT_EQ(hub.Heard().watches[0].sites(0), "North");
  EXPECT_EQ(hub.Heard().watches[0].places(0), "hall");
  EXPECT_TRUE(broken_.empty());
}

TEST_F(ReaderTest, WatchesAgainWhenTheHubIsBack) {
  ScriptedHub hub(address_, City());
  int replies = 0;
  Reader reader = MakeReader();
  const auto end = reader.Watch({}, {.on_sites = [](std::span<const SiteNow>) {},
                                     .on_news =
                                         [&](const SiteNews&) {
                                           if (++replies == 2)
                                             hub.Break(kUnavailable, "the hub stops");
                                           return replies < 4;
                                         }});
  EXPECT_TRUE(end);
  EXPECT_EQ(hub.Heard().watches.size(), 2U);
  EXPECT_EQ(hub.Heard().sites, 2);
  ASSERT_EQ(broken_.size(), 1U);
  EXPECT_EQ(broken_[0].fault, Fault::kHubAway);
  EXPECT_EQ(broken_[0].said, "the hub stops");
}

TEST_F(ReaderTest, DoesNotWatchAgainWhatItMayNot) {
  ScriptedHub hub(address_, City());
  Reader reader = MakeReader();
  const auto end = reader.Watch({}, {.on_sites = [](std::span<const SiteNow>) {},
                                     .on_news =
                                         [&](const SiteNews&) {
                                           hub.Break(16, "the token was struck out");
                                           return true;
                                         }});
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().fault, Fault::kHubKnowsUsNot);
  EXPECT_TRUE(broken_.empty());
}

TEST_F(ReaderTest, AsksAgainForSitesThatItDoesNotKnow) {
  ScriptedHub hub(address_, City());
  std::vector<std::pair<std::string, std::size_t>> heard;
  std::size_t sites_known = 0;
  Reader reader = MakeReader();
  const auto end = reader.Watch(
      {}, {.on_sites = [&](std::span<const SiteNow> sites) { sites_known = sites.size(); },
           .on_news =
               [&](const SiteNews& news) {
                 heard.emplace_back(news.site, news.situations.size());
                 if (heard.size() == 2) {
                   hub.Say(NewsOf("Nowhere", {SituationOf("hall", kNoon, 1)}));
                   hub.Change([](HubScript& script) {
                     *script.sites.add_sites() = StateOf("West", true);
                   });
                   hub.Say(NewsOf("West", {SituationOf("hall", kNoon, 1)}));
                   hub.Say(NewsOf("North", {SituationOf("roof", kNoon, 1)}));
                 }
                 return heard.size() < 4;
               }});
  EXPECT_TRUE(end);
  EXPECT_EQ(sites_known, 3U);
  ASSERT_EQ(heard.size(), 4U);
  EXPECT_EQ(heard[2], std::pair(std::string("West"), std::size_t{1})) << "and never Nowhere";
  EXPECT_EQ(heard[3], std::pair(std::string("North"), std::size_t{0})) << "without the roof";
}

TEST_F(ReaderTest, StopsWhenItIsToldTo) {
  const ScriptedHub hub(address_, City());
  bool stop = false;
  Reader reader = MakeReader([&stop] { return !stop; });
  const auto end = reader.Watch({}, {.on_sites = [](std::span<const SiteNow>) {},
                                     .on_news =
                                         [&](const SiteNews&) {
                                           stop = true;
                                           return true;
                                         }});
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().fault, Fault::kStopped);
}

class ReaderHistoryTest : public ReaderTest {
 protected:
  // Four hours of two zones, two rows in a reply that are not of one hour.
  static HubScript FourHours() {
    HubScript script = City();
    constexpr std::int64_t kHour = 3600 * kSecond;
    for (int i = 0; i < 4; ++i) {
      v1::QueryReply& reply = script.history.emplace_back();
      if (i == 0) {
        reply.add_zones("stairs");
        reply.add_zones("hall");
        *reply.add_rows() = RowOf(0, kNoon, 3600, 10);
        continue;
      }
      *reply.add_rows() = RowOf(1, kNoon + (i - 1) * kHour, 3600, 20);
      *reply.add_rows() = RowOf(0, kNoon + i * kHour, 3600, 10);
    }
    return script;
  }
  static HistoryQuestion Question() {
    return {.site = "North",
            .zones = {"stairs", "hall"},
            .from = Instant(kNoon),
            .until = Instant(kNoon + 86'400 * kSecond),
            .resolution = Resolution::kHour};
  }
  // "12 stairs 10", at the hour.
  static std::string Told(const HistoryRow& row, const std::string& zone) {
    return FormatUtc(row.window.start).substr(11, 2) + " " + zone + " " +
           std::to_string(static_cast<int>(row.mean->expected));
  }
};

TEST_F(ReaderHistoryTest, EachRowOnceInItsOrder) {
  const ScriptedHub hub(address_, FourHours());
  std::vector<std::string> told;
  const auto end = MakeReader().Query(Question(), [&](const HistoryRow& row, const auto& zone) {
    told.push_back(Told(row, zone));
    return true;
  });
  EXPECT_TRUE(end);
  EXPECT_EQ(told,
            (std::vector<std::string>{"12 stairs 10", "12 hall 20", "13 stairs 10", "13 hall 20",
                                      "14 stairs 10", "14 hall 20", "15 stairs 10"}));
  ASSERT_EQ(hub.Heard().queries.size(), 1U);
  const v1::QueryRequest asked = hub.Heard().queries[0];
  EXPECT_EQ(asked.site(), "North");
  EXPECT_EQ(asked.zones_size(), 2);
  EXPECT_EQ(asked.from_ns(), kNoon);
  EXPECT_EQ(asked.resolution(), v1::RESOLUTION_HOUR);
}

TEST_F(ReaderHistoryTest, GoesOnBehindTheLastRowWhenTheLineBreaks) {
  HubScript script = FourHours();
  script.history_until_break = 2;
  ScriptedHub hub(address_, script);
  std::vector<std::string> told;
  bool has_changed = false;
  Reader reader = MakeReader([&] {
    if (!has_changed && hub.Heard().queries.size() == 1) {
      has_changed = true;
      hub.Change([](HubScript& now) {  // as asked from 13:00 on
        now.history_until_break = static_cast<std::size_t>(-1);
        now.history.erase(now.history.begin() + 1);
        now.history[0].clear_rows();
        *now.history[0].add_rows() = RowOf(0, kNoon + 3600 * kSecond, 3600, 10);
      });
    }
    return true;
  });
  const auto end = reader.Query(Question(), [&](const HistoryRow& row, const auto& zone) {
    told.push_back(Told(row, zone));
    return true;
  });
  EXPECT_TRUE(end);
  EXPECT_EQ(told,
            (std::vector<std::string>{"12 stairs 10", "12 hall 20", "13 stairs 10", "13 hall 20",
                                      "14 stairs 10", "14 hall 20", "15 stairs 10"}));
  ASSERT_EQ(hub.Heard().queries.size(), 2U);
  EXPECT_EQ(hub.Heard().queries[1].from_ns(), kNoon + 3600 * kSecond);
  EXPECT_EQ(broken_.size(), 1U);
}

TEST_F(ReaderHistoryTest, EndsWhereEnoughWasSeen) {
  const ScriptedHub hub(address_, FourHours());
  int rows = 0;
  const auto end =
      MakeReader().Query(Question(), [&](const HistoryRow&, const auto&) { return ++rows < 3; });
  EXPECT_TRUE(end);
  EXPECT_EQ(rows, 3);
}

TEST_F(ReaderTest, ListsAndAcknowledgesAlarms) {
  HubScript script = City();
  *script.alarms.emplace_back().add_events() = RaiseOf(kNoon);
  script.alarms.emplace_back();  // of events that are not known here, nothing is left
  const ScriptedHub hub(address_, script);
  Reader reader = MakeReader();
  const auto alarms = reader.ListAlarms("North", Instant(kNoon), Instant(kNoon + 1));
  ASSERT_TRUE(alarms);
  ASSERT_EQ(alarms->size(), 1U);
  EXPECT_EQ(alarms->front().front().alarm, 7);
  EXPECT_TRUE(reader.Acknowledge("North", 7));
  ASSERT_EQ(hub.Heard().acknowledged.size(), 1U);
  EXPECT_EQ(hub.Heard().acknowledged[0].site(), "North");
  EXPECT_EQ(hub.Heard().acknowledged[0].alarm(), 7U);
}

}  // namespace
}  // namespace throng
