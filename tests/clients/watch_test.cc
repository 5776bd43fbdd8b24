// throng watch, alarms and acknowledge at a hub: each window once, and what to do when they cannot.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>

#include "counter/link/answers_for_test.h"
#include "counter/link/test_scripted_hub.h"
#include "tests/clients/asking.h"

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr int kUnavailable = 14;

auto LinesOf(const std::string& text) { return std::ranges::count(text, '\n'); }

class WatchTest : public AskingTest {};

TEST_F(WatchTest, TellsEachWindowOnceAlsoOverABrokenLine) {
  ScriptedHub hub(hub_, City());
  Process watch(Words({"watch"}), folder_);
  ASSERT_TRUE(Eventually([&] { return LinesOf(watch.OutSoFar()) == 4; })) << watch.OutSoFar();
  hub.Break(kUnavailable, "the hub stops");
  ASSERT_TRUE(Eventually([&] { return hub.Heard().watches.size() == 2; }));
  hub.Say(NewsOf("North", {SituationOf("hall", kNoon + 15 * kSecond, 21)}));
  ASSERT_TRUE(Eventually([&] { return LinesOf(watch.OutSoFar()) > 4; }));
  watch.Signal(SIGINT);
  const Ended ended = watch.Wait();
  EXPECT_EQ(ended.code, 130);
  EXPECT_EQ(LinesOf(ended.out), 5) << ended.out;
  EXPECT_THAT(ended.out, StartsWith(R"({"site":"North","zone":"hall",)"
                                    R"("window_start":"2026-11-24T12:00:00.000Z")"));
  EXPECT_THAT(ended.out, HasSubstr(R"("persons":182)"));
  EXPECT_THAT(ended.out, HasSubstr(R"("freshness":"blind")"));
  EXPECT_THAT(ended.err, HasSubstr("North: alarm 7, crowded: stairs (too full)"));
  EXPECT_THAT(ended.err, HasSubstr("the hub cannot answer now (\"the hub stops\")"));
  EXPECT_THAT(ended.err, HasSubstr("is back"));
  EXPECT_EQ(ended.out.find('\033'), std::string::npos);
}

TEST_F(WatchTest, AsCsvItHasAHeader) {
  ScriptedHub hub(hub_, City());
  Process watch(Words({"watch", "--csv", "--site", "North", "--place", "hall"}), folder_);
  ASSERT_TRUE(Eventually([&] { return LinesOf(watch.OutSoFar()) == 2; })) << watch.OutSoFar();
  watch.Signal(SIGINT);
  const Ended ended = watch.Wait();
  EXPECT_THAT(ended.out, StartsWith("site,zone,window_start,"));
  EXPECT_THAT(ended.out, HasSubstr("\r\n\"North\",\"hall\",2026-11-24T12:00:00.000Z,"));
  EXPECT_EQ(hub.Heard().watches[0].sites(0), "North");
  EXPECT_EQ(hub.Heard().watches[0].places(0), "hall");
}

TEST_F(WatchTest, AWrongNameIsToldWithThoseThereAre) {
  const ScriptedHub hub(hub_, City());
  const Ended site = Ask({"watch", "--site", "Nroth"});
  EXPECT_EQ(site.code, 2);
  EXPECT_THAT(site.err, HasSubstr("did you mean \"North\"? There are: \"North\", \"South\""));
  const Ended place = Ask({"watch", "--place", "platform"});
  EXPECT_EQ(place.code, 2);
  EXPECT_THAT(place.err, HasSubstr("There are: \"hall\", \"stairs\", \"all\""));
}

TEST_F(WatchTest, SaysWhatToDoWhenItCannot) {
  const Ended nobody = Ask({"watch"});
  EXPECT_EQ(nobody.code, 8);
  EXPECT_THAT(nobody.err, HasSubstr("no hub answers there. Check"));

  ScriptedHub hub(hub_, City());
  hub.Change([](HubScript& script) {
    script.status = 16;
    script.words = "a certificate or token is needed";
  });
  const Ended stranger = Ask({"watch"});
  EXPECT_EQ(stranger.code, 8);
  EXPECT_THAT(stranger.err, HasSubstr("--credentials"));
  EXPECT_THAT(stranger.err, HasSubstr("it says: a certificate or token is needed"));

  const auto throng = [this](std::vector<std::string> words) {
    words.insert(words.begin(), THRONG_PROGRAM);
    return RunToEnd(words, folder_);
  };
  const Ended none = throng({"watch"});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("THRONG_HUB"));
  const Ended far = throng({"watch", "--hub", "hub.example.org:7443"});
  EXPECT_EQ(far.code, 2);
  EXPECT_THAT(far.err, HasSubstr("THRONG_CREDENTIALS"));
  const Ended odd = throng({"watch", "--hub", "http://hub"});
  EXPECT_EQ(odd.code, 2);
  EXPECT_THAT(odd.err, HasSubstr("HOST:PORT"));
  const Ended missing = throng({"watch", "--hub", hub_, "--credentials", folder_ / "none"});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr("none: there is no such file"));
}

TEST_F(WatchTest, TheHubMayStandInTheEnvironment) {
  const ScriptedHub hub(hub_, City());
  ::setenv("THRONG_HUB", hub_.c_str(), 1);
  const Ended sites = RunToEnd({THRONG_PROGRAM, "query", "--sites"}, folder_);
  ::unsetenv("THRONG_HUB");
  EXPECT_EQ(sites.code, 0) << sites.err;
  EXPECT_EQ(LinesOf(sites.out), 3);
}

TEST_F(WatchTest, AHubThatSendsEscapesIsNotShown) {
  HubScript script = City();
  script.first_news[1].mutable_situations(0)->set_place("\033[2J");
  const ScriptedHub hub(hub_, script);
  const Ended ended = Ask({"watch"});
  EXPECT_EQ(ended.code, 8);
  EXPECT_EQ((ended.out + ended.err).find('\033'), std::string::npos);
  EXPECT_THAT(ended.err, HasSubstr("situations[0].place"));
}

TEST_F(WatchTest, OpenAlarmsOfAllSites) {
  const ScriptedHub hub(hub_, City());
  const Ended open = Ask({"alarms"});
  EXPECT_EQ(open.code, 0) << open.err;
  EXPECT_THAT(open.out, StartsWith("North:\nalarm"));
  EXPECT_THAT(open.out, HasSubstr("crowded"));
  EXPECT_THAT(open.out, Not(HasSubstr("South")));
  const Ended json = Ask({"alarms", "--json"});
  EXPECT_THAT(json.out, StartsWith(R"({"site":"North","alarm":7,)"));
  EXPECT_EQ(LinesOf(json.out), 1);
}

TEST_F(WatchTest, ASiteWhoseEdgeIsGoneIsSaidToBe) {
  const ScriptedHub hub(hub_, City());
  const Ended open = Ask({"alarms"});
  EXPECT_EQ(open.err,
            "throng: South: its edge is not on the line; these are its alarms as they were then\n");
  EXPECT_EQ(Ask({"alarms", "--site", "North"}).err, "");
}

TEST_F(WatchTest, ASiteThatIsNotToldHoldsUpNoOther) {
  HubScript script = City();
  script.first_news.pop_back();
  const ScriptedHub hub(hub_, script);
  const Ended open = Ask({"alarms"});
  EXPECT_EQ(open.code, 8);
  EXPECT_THAT(open.out, StartsWith("North:\nalarm"));
  EXPECT_THAT(open.err, HasSubstr("South: the hub did not tell its alarms in time; they are not "
                                  "known"));
  const Ended quiet = Ask({"alarms", "--site", "South"});
  EXPECT_EQ(quiet.code, 8);
  EXPECT_THAT(quiet.out, Not(HasSubstr("no alarm is open"))) << "that is not known";
}

TEST_F(WatchTest, ASiteWhosePastIsNotToldHoldsUpNoOther) {
  HubScript script = City();
  *script.alarms.emplace_back().add_events() = RaiseOf(kNoon);
  script.silent_site = "North";
  const ScriptedHub hub(hub_, script);
  const Ended since = Ask({"alarms", "--since", "2026-11-24"});
  EXPECT_EQ(since.code, 8);
  EXPECT_THAT(since.out, StartsWith("South:\nalarm"));
  EXPECT_THAT(since.err, HasSubstr("North: the hub did not tell its alarms in time"));
}

TEST_F(WatchTest, EarlierAlarmsOfOneSite) {
  HubScript script = City();
  *script.alarms.emplace_back().add_events() = RaiseOf(kNoon);
  const ScriptedHub hub(hub_, script);
  const Ended since = Ask({"alarms", "--site", "South", "--since", "2026-11-24"});
  EXPECT_EQ(since.code, 0) << since.err;
  EXPECT_THAT(since.out, StartsWith("South:\nalarm"));
  ASSERT_EQ(hub.Heard().alarms.size(), 1U);
  EXPECT_EQ(hub.Heard().alarms[0].site(), "South");
  EXPECT_EQ(hub.Heard().alarms[0].from_ns(), kNoon - 12 * 3600 * kSecond);
}

TEST_F(WatchTest, AnAlarmIsAcknowledgedByTheRoleOfTheCredentials) {
  ScriptedHub hub(hub_, City());
  const Ended done = Ask({"acknowledge", "7", "--site", "North"});
  EXPECT_EQ(done.code, 0) << done.err;
  ASSERT_EQ(hub.Heard().acknowledged.size(), 1U);
  EXPECT_EQ(hub.Heard().acknowledged[0].alarm(), 7U);
  EXPECT_EQ(Ask({"acknowledge", "7"}).code, 2) << "which site?";
  EXPECT_EQ(Ask({"acknowledge", "7", "--ledger", folder_ / "l"}).code, 2) << "which role?";
}

}  // namespace
}  // namespace throng
