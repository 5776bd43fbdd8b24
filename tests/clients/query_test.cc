// throng query: the same history as a table, CSV, JSON lines and a chart.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>

#include "counter/link/answers_for_test.h"
#include "counter/link/test_scripted_hub.h"
#include "tests/clients/asking.h"

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

auto LinesOf(const std::string& text) { return std::ranges::count(text, '\n'); }

// Three hours of two zones, of which nobody saw the second in the last.
HubScript ThreeHours() {
  HubScript script = City();
  v1::QueryReply& reply = script.history.emplace_back();
  reply.add_zones("hall");
  reply.add_zones("stairs");
  for (std::uint32_t hour = 0; hour < 3; ++hour) {
    for (std::uint32_t zone = 0; zone < 2; ++zone) {
      *reply.add_rows() = RowOf(zone, kNoon + hour * 3600 * kSecond, 3600, 40 * (zone + 1));
    }
  }
  v1::Row& last = *reply.mutable_rows(5);
  last.clear_mean_persons();
  last.clear_highest();
  last.set_counted_s(0);
  last.set_coverage_percent(0);
  return script;
}

class QueryTest : public AskingTest {
 protected:
  Ended AskDay(std::vector<std::string> more) const {
    std::vector<std::string> words{
        "query", "--site", "North", "--from", "2026-11-24T12:00", "--until", "2026-11-24T15:00"};
    words.insert(words.end(), more.begin(), more.end());
    return Ask(words);
  }
};

TEST_F(QueryTest, AsATableForPeople) {
  const ScriptedHub hub(hub_, ThreeHours());
  const Ended ended = AskDay({});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.out,
            "from (UTC)        zone        mean     90% interval   highest  seen\n"
            "2026-11-24 12:00  hall        40.0      30.0 - 50.0        44  95%\n"
            "2026-11-24 12:00  stairs      80.0       60.0 - 100        84  95%\n"
            "2026-11-24 13:00  hall        40.0      30.0 - 50.0        44  95%\n"
            "2026-11-24 13:00  stairs      80.0       60.0 - 100        84  95%\n"
            "2026-11-24 14:00  hall        40.0      30.0 - 50.0        44  95%\n"
            "2026-11-24 14:00  stairs         -                -         -  not seen\n");
  const v1::QueryRequest asked = hub.Heard().queries.at(0);
  EXPECT_EQ(asked.site(), "North");
  EXPECT_EQ(asked.zones_size(), 0);
  EXPECT_EQ(asked.from_ns(), kNoon);
  EXPECT_EQ(asked.until_ns(), kNoon + 3 * 3600 * kSecond);
  EXPECT_EQ(asked.resolution(), v1::RESOLUTION_HOUR);
}

TEST_F(QueryTest, AsCsvAndAsJson) {
  const ScriptedHub hub(hub_, ThreeHours());
  const Ended csv = AskDay({"--csv", "--zone", "hall", "--by", "quarter"});
  EXPECT_EQ(csv.code, 0) << csv.err;
  EXPECT_EQ(LinesOf(csv.out), 7);
  EXPECT_THAT(csv.out, StartsWith("site,zone,window_start,window_end,persons_mean,"));
  EXPECT_THAT(csv.out, HasSubstr("\"North\",\"stairs\",2026-11-24T14:00:00.000Z,"
                                 "2026-11-24T15:00:00.000Z,,,,,,,0,0,\r\n"));
  EXPECT_EQ(hub.Heard().queries.at(0).zones(0), "hall");
  EXPECT_EQ(hub.Heard().queries.at(0).resolution(), v1::RESOLUTION_QUARTER_HOUR);
  const Ended json = AskDay({"--json"});
  EXPECT_EQ(LinesOf(json.out), 6);
  EXPECT_THAT(json.out, HasSubstr(R"("persons_mean":80.0,"low":60.0,"high":100.0,"highest":84)"));
  EXPECT_THAT(json.out, HasSubstr(R"("persons_mean":null)"));
}

TEST_F(QueryTest, AsAChart) {
  const ScriptedHub hub(hub_, ThreeHours());
  const Ended ended = AskDay({"--chart", folder_ / "day.svg"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "");
  const std::string svg = TextOf(folder_ / "day.svg");
  EXPECT_THAT(svg, HasSubstr("North, 2026-11-24T12:00 to 2026-11-24T15:00"));
  EXPECT_THAT(svg, HasSubstr("stairs (capacity 200, above this scale)"));
  EXPECT_THAT(svg, Not(HasSubstr("hall, fullest")));
}

TEST_F(QueryTest, AnAnswerThatBreaksOffIsToldAndIsNoSuccess) {
  HubScript script = ThreeHours();
  script.history.emplace_back().add_rows()->set_zone(9);
  const ScriptedHub hub(hub_, script);
  const Ended ended = AskDay({"--csv"});
  EXPECT_EQ(ended.code, 8);
  EXPECT_THAT(ended.err, HasSubstr("the answer is not whole: 6 rows came"));
  EXPECT_THAT(ended.err, HasSubstr("rows[0].zone is none that was named"));
}

TEST_F(QueryTest, NothingIsToldAsNothing) {
  HubScript script = City();
  script.history.emplace_back().add_zones("hall");
  const ScriptedHub hub(hub_, script);
  const Ended ended = AskDay({});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(LinesOf(ended.out), 1);
  EXPECT_THAT(ended.err, HasSubstr("North has no count by the hour from 2026-11-24T12:00"));
}

TEST_F(QueryTest, TheLastDayIfNothingElseIsSaid) {
  const ScriptedHub hub(hub_, ThreeHours());
  EXPECT_EQ(Ask({"query", "--site", "North"}).code, 0);
  EXPECT_EQ(Ask({"query", "--site", "North", "--last", "7d", "--until", "2026-11-24T12:00"}).code,
            0);
  const auto asked = hub.Heard().queries;
  EXPECT_EQ(asked.at(0).until_ns() - asked.at(0).from_ns(), 86'400 * kSecond);
  EXPECT_EQ(asked.at(1).until_ns(), kNoon);
  EXPECT_EQ(asked.at(1).from_ns(), kNoon - 7 * 86'400 * kSecond);
}

TEST_F(QueryTest, WrongQuestionsAreToldWithTheirCure) {
  const ScriptedHub hub(hub_, ThreeHours());
  EXPECT_THAT(Ask({"query"}).err, HasSubstr("--site NAME, or --sites"));
  const Ended zone = AskDay({"--zone", "halls"});
  EXPECT_EQ(zone.code, 2);
  EXPECT_THAT(zone.err, HasSubstr("did you mean \"hall\"? There are: \"hall\", \"stairs\""));
  const Ended group = AskDay({"--zone", "all"});
  EXPECT_EQ(group.code, 2);
  EXPECT_THAT(group.err, HasSubstr("--zone \"hall\" --zone \"stairs\""));
  EXPECT_EQ(Ask({"query", "--site", "North", "--last", "0h"}).code, 2);
  EXPECT_EQ(Ask({"query", "--site", "North", "--last", "soon"}).code, 2);
  EXPECT_EQ(Ask({"query", "--site", "North", "--by", "week"}).code, 2);
  const Ended backwards =
      Ask({"query", "--site", "North", "--from", "2026-11-25", "--until", "2026-11-24"});
  EXPECT_EQ(backwards.code, 2);
  EXPECT_THAT(backwards.err, HasSubstr("no time at all"));
  EXPECT_EQ(AskDay({"--chart", folder_ / "none" / "x.svg"}).code, 5);
  EXPECT_TRUE(hub.Heard().queries.empty());
}

TEST_F(QueryTest, SitesAreListedWithHowTheyAre) {
  HubScript script = City();
  script.sites.mutable_sites(0)->set_clock_ahead_ms(-300'000);
  script.sites.mutable_sites(1)->clear_newest_ns();
  const ScriptedHub hub(hub_, script);
  const Ended ended = Ask({"query", "--sites"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("North      2  connected"));
  EXPECT_THAT(ended.out, HasSubstr("its clock is 5 min behind"));
  EXPECT_THAT(ended.out, HasSubstr("South      2  NOT CONNECTED  none yet"));
}

}  // namespace
}  // namespace throng
