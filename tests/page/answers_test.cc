// What the page is told: its files, the live stream, history, alarms.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/page/page_for_test.h"

namespace throng {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using Kind = PageForTest::Kind;

const Instant kFrom = LongEnoughAgo();
const std::string kBeat = "event: beat\ndata: {\"nowNs\":\"";

std::string Ms(Instant at) { return std::to_string(at.utc_ns() / 1'000'000); }

class PageAnswers : public testing::Test {
 protected:
  PageAnswers() : arena_(page_.hub().Call()), harbour_(page_.hub().Call()) {
    const Instant now = SystemClock().Now();
    COUNTER_CHECK(arena_.SayHello(SiteWith("arena", 2), now));
    COUNTER_CHECK(harbour_.SayHello(SiteWith("harbour", 1), now));
  }

  // A browser that watches.
  HttpLine Watch(const std::string& query) const {
    HttpLine line(page_.port());
    line.Send(Written({.path = "/api/v1/watch?" + query}));
    return line;
  }

  PageForTest page_{Kind::kOpen};
  EdgeForTest arena_;
  EdgeForTest harbour_;
};

TEST_F(PageAnswers, ThePageIsInTheProgram) {
  const HttpReply whole = Ask(page_.port(), {.path = "/"});
  EXPECT_EQ(whole.status, 200);
  EXPECT_THAT(whole.body, HasSubstr("<script type=\"module\""));
  EXPECT_EQ(whole.Header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(whole.Header("cache-control"), "no-cache");
  const HttpReply packed =
      Ask(page_.port(), {.path = "/page.js", .headers = "Accept-Encoding: gzip, br\r\n"});
  EXPECT_EQ(packed.Header("content-encoding"), "gzip");
  EXPECT_THAT(packed.body, testing::StartsWith("\x1f\x8b"));
  const HttpReply plain = Ask(page_.port(), {.path = "/page.js"});
  EXPECT_LT(packed.body.size(), plain.body.size() / 2);
  const HttpReply again =
      Ask(page_.port(),
          {.path = "/page.js", .headers = "If-None-Match: " + plain.Header("etag") + "\r\n"});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  for (const char* const other :
       {"/index.html/", "/../CMakeLists.txt", "/%2e%2e/page.js", "/api/v1/", "/api"}) {
    EXPECT_EQ(Ask(page_.port(), {.path = other}).status, 404) << other;
  }
}

TEST_F(PageAnswers, AStreamTellsTheWholeStateAndThenWhatIsNew) {
  ASSERT_TRUE(arena_.Push(TickOf(2, kFrom, 0, 7)));
  HttpLine line = Watch("site=arena");
  const std::string first = line.ReadUntil("\"persons\"");
  EXPECT_THAT(first, HasSubstr("Content-Type: text/event-stream"));
  const std::size_t beat = first.find(kBeat);
  ASSERT_NE(beat, std::string::npos);
  EXPECT_LT(beat, first.find("data: {\"site\":\"arena\""));
  EXPECT_THAT(first, HasSubstr("\"connected\":true"));
  ASSERT_TRUE(arena_.Push(TickOf(2, kFrom, 1, 4321)));
  EXPECT_THAT(line.ReadUntil("4321"), HasSubstr("4321"));
  EXPECT_THAT(line.ReadUntil("harbour", std::chrono::milliseconds(300)), Not(HasSubstr("harbour")));
  EXPECT_EQ(page_.server().Streams(), 1U);
}

TEST_F(PageAnswers, WhereNothingIsNewABeatSaysThatTheLineIsAlive) {
  HttpLine line = Watch("site=arena");
  line.ReadUntil("\"site\":\"arena\"");
  line.Forget();
  constexpr std::chrono::seconds kTakenForLost{12};
  EXPECT_THAT(line.ReadUntil(kBeat, kTakenForLost), HasSubstr(kBeat));
}

TEST_F(PageAnswers, OtherSitesTellTheirAlarmsAlone) {
  ASSERT_TRUE(harbour_.Push(TickOf(1, kFrom, 0, 55), {RaisedAt(kFrom, 3)}));
  HttpLine line = Watch("site=arena&others=alarms");
  EXPECT_THAT(line.ReadUntil("too full"), HasSubstr("\"site\":\"harbour\""));
  ASSERT_TRUE(harbour_.Push(TickOf(1, kFrom, 1, 66), {RaisedAt(kFrom, 4)}));
  const std::string& all = line.ReadUntil("\"alarm\":\"4\"");
  EXPECT_THAT(all, HasSubstr("\"alarm\":\"4\""));
  EXPECT_THAT(all, Not(HasSubstr("\"expected\":66"))) << "no counts of others";
  ASSERT_TRUE(arena_.Push(TickOf(2, kFrom, 1, 77)));
  EXPECT_THAT(line.ReadUntil("\"expected\":77"), HasSubstr("\"expected\":77"));
}

TEST_F(PageAnswers, WhatIsAskedForIsToldOnceThoughOthersAreTold) {
  HttpLine line = Watch("site=arena&others=alarms");
  line.ReadUntil("\"site\":\"arena\"");
  ASSERT_TRUE(arena_.Push(TickOf(2, kFrom, 1, 77), {RaisedAt(kFrom, 5)}));
  ASSERT_TRUE(harbour_.Push(TickOf(1, kFrom, 1, 66), {RaisedAt(kFrom, 6)}));
  line.ReadUntil("\"alarm\":\"5\"");
  line.ReadUntil("\"alarm\":\"6\"");
  // A second time would follow on the heels of the first.
  const std::string& all = line.ReadUntil("no more", std::chrono::milliseconds(500));
  const std::size_t first = all.find("\"alarm\":\"5\"");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(all.find("\"alarm\":\"5\"", first + 1), std::string::npos);
}

TEST_F(PageAnswers, WhatIsNotThereIsRefusedBeforeAStreamBegins) {
  EXPECT_EQ(page_.Get("watch?site=nowhere").status, 404);
  EXPECT_EQ(page_.Get("watch?site=arena&place=nowhere").status, 404);
  EXPECT_EQ(page_.Get("plan?site=nowhere").status, 404);
  EXPECT_EQ(page_.Get("history?site=nowhere&from=0&until=1&resolution=hour").status, 404);
  EXPECT_EQ(page_.Get("history?site=arena&until=1&resolution=hour").status, 400);
  EXPECT_EQ(page_.Get("history?site=arena&from=0&until=1&resolution=week").status, 400);
  EXPECT_EQ(page_.Get("history?site=arena&from=x&until=1&resolution=hour").status, 400);
  EXPECT_EQ(page_.Get("plan-image?site=arena").body, "drawn");
}

TEST_F(PageAnswers, HistoryComesInColumns) {
  ASSERT_TRUE(arena_.Push(TickOf(2, kFrom, 0, 7)));
  std::vector<Entry> blind = TickOf(2, kFrom, 1, 8);
  blind[1].count = std::nullopt;
  blind[1].freshness = Freshness::kBlind;
  blind[1].coverage_percent = 0;
  ASSERT_TRUE(arena_.Push(blind));
  const HttpReply reply =
      page_.Get("history?site=arena&zone=zone%201&zone=zone+0&from=" + Ms(kFrom) +
                "&until=" + Ms(kFrom + std::chrono::seconds(30)) + "&resolution=released");
  ASSERT_EQ(reply.status, 200);
  const json columns = json::parse(reply.body);
  EXPECT_EQ(columns["zones"], json({"zone 0", "zone 1"}));
  EXPECT_EQ(columns["zone"], json({0, 1, 0, 1}));
  const std::int64_t from = kFrom.utc_ns() / 1'000'000;
  EXPECT_EQ(columns["startMs"], json({from, from, from + 15'000, from + 15'000}));
  EXPECT_EQ(columns["lengthMs"], json({15'000, 15'000, 15'000, 15'000}));
  EXPECT_EQ(columns["mean"], json({7, 7, 8, nullptr}));
  EXPECT_EQ(columns["low"], json({6, 6, 7, nullptr}));
  EXPECT_EQ(columns["high"], json({9, 9, 10, nullptr}));
  EXPECT_EQ(columns["highest"], json({7, 7, 8, nullptr}));
  EXPECT_EQ(columns["countedS"], json({15, 15, 15, 0}));
  EXPECT_EQ(columns["coveragePercent"], json({100, 100, 100, 0}));
  const json none =
      json::parse(page_.Get("history?site=arena&from=0&until=1&resolution=hour").body);
  EXPECT_EQ(none["zones"].size(), 2U);
  EXPECT_EQ(none["startMs"].size(), 0U);
}

TEST_F(PageAnswers, AnAlarmIsAcknowledgedAndTheEdgeIsTold) {
  ASSERT_TRUE(arena_.Push(TickOf(2, kFrom, 0, 7), {RaisedAt(kFrom, 3)}));
  const HttpReply list = page_.Get("alarms?site=arena&from=" + Ms(kFrom) +
                                   "&until=" + Ms(kFrom + std::chrono::seconds(60)));
  const json alarms = json::parse(list.body)["alarms"];
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0]["events"][0]["alarm"], "3");
  EXPECT_EQ(alarms[0]["events"][0]["rule"], "too full");
  EXPECT_EQ(page_.Post("acknowledge", "no json").status, 400);
  EXPECT_EQ(page_.Post("acknowledge", R"({"site":"arena","alarm":"3"})").status, 200);
  while (const auto reply = arena_.Read()) {
    if (!reply->has_acknowledge()) continue;
    EXPECT_EQ(reply->acknowledge().alarm(), 3U);
    EXPECT_EQ(reply->acknowledge().by_role(), "admin");
    return;
  }
  FAIL() << "the edge was not told";
}

TEST_F(PageAnswers, WhatIsTooLongOrHalfIsNotTaken) {
  const std::string text = "Content-Type: text/plain\r\n";
  const std::string most(std::size_t{1} << 20U, 'x');
  EXPECT_EQ(page_.Post("check", most, std::nullopt, text).body, R"({"bytes":1048576})");
  EXPECT_EQ(page_.Post("check", most + "x", std::nullopt, text).status, 413);
  EXPECT_EQ(page_.Post("check", "x").status, 400) << "of no type";
  EXPECT_EQ(page_.Post("login", std::string(4096, 'x')).status, 400);
  EXPECT_EQ(page_.Post("login", std::string(4097, 'x')).status, 413);
  HttpLine endless(page_.port());
  endless.Send("GET /" + std::string(200'000, 'a'));
  const std::string& answer = endless.ReadAll();
  EXPECT_TRUE(endless.HungUp());
  EXPECT_THAT(answer, Not(HasSubstr("200 OK")));
  EXPECT_EQ(page_.Get("me").status, 200) << "others are served on";
}

TEST_F(PageAnswers, OneAddressCannotTakeAllConnections) {
  std::vector<HttpLine> lines;
  for (int i = 0; i < 35; ++i) lines.emplace_back(page_.port());
  int hung_up = 0;
  for (HttpLine& line : lines) {
    line.ReadUntil("x", std::chrono::milliseconds(20));
    hung_up += line.HungUp() ? 1 : 0;
  }
  EXPECT_GE(hung_up, 5) << "more than 30 of one address";
  lines.clear();
  EXPECT_TRUE(Eventually([this] { return page_.Get("me").status == 200; }));
}

TEST_F(PageAnswers, ItEndsAtOnceThoughBrowsersWatch) {
  std::vector<HttpLine> lines;
  for (int i = 0; i < 5; ++i) lines.push_back(Watch("site=arena"));
  for (HttpLine& line : lines) line.ReadUntil("\"site\":\"arena\"");
  page_.Stop();
  for (HttpLine& line : lines) {
    line.ReadAll();
    EXPECT_TRUE(line.HungUp());
  }
}

TEST_F(PageAnswers, WithoutItsHubItSaysSo) {
  page_.hub().Stop();
  EXPECT_EQ(page_.Get("sites").status, 503);
  EXPECT_EQ(page_.Get("me").status, 200);
}

}  // namespace
}  // namespace throng
