// A live site is counted while its legal basis holds, to the last whole window, and not after.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <string>

#include "counter/alert/legal_term.h"
#include "counter/apps/command.h"
#include "tests/pipeline/scene.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

// Today, or `days` later, as a site file says it.
std::string Day(int days) {
  const Instant day = SystemClock().Now() + std::chrono::days(days);
  return FormatUtc(day).substr(0, 10);
}

// The system's, at another time of day.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(Instant now) : by_(now - clock_.Now()) {}
  Instant Now() const override { return clock_.Now() + by_; }
  Duration Steady() const override { return clock_.Steady(); }
  void SleepUntil(Duration steady) override { clock_.SleepUntil(steady); }

 private:
  SystemClock clock_;
  Duration by_;
};

class ExpiryTest : public SceneTest {
 protected:
  // SiteFor whose legal basis holds until `day`; of statistics if not `live`.
  fs::path SiteUntil(const std::string& day, bool live = true) {
    const fs::path video = folder_ / "v.avi";
    fs::path site = SiteFor(fs::exists(video) ? video : Draw("v.avi", 6));
    std::ifstream in(site);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::string far = "2199-12-31";
    text.replace(text.find(far), far.size(), day);
    const std::string line = "profile = \"live\"\n";
    if (!live) text.erase(text.find(line), line.size());
    Write(site, text);
    return site;
  }
};

TEST_F(ExpiryTest, ALiveSiteIsRefusedFromTheDayAfter) {
  const Ended ended = Throng({"count", "--site", SiteUntil(Day(-1)), "--json"});
  EXPECT_EQ(ended.code, 3);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("held until the end of " + Day(-1) + " (UTC)"));
  EXPECT_THAT(ended.err, HasSubstr("Write the new one into [legal_basis]"));
}

// The first and the last place on Earth where a day ends are 26 hours apart, so yesterday in UTC is
// not over everywhere.
TEST_F(ExpiryTest, TheLastDayIsThatOfTheSite) {
  const auto in = [&](const std::string& zone, const std::string& day) {
    const fs::path site = SiteUntil(day);
    std::ifstream file(site);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    text.insert(text.find("profile = "), "time_zone = \"" + zone + "\"\n");
    Write(site, text);
    return Throng({"check", site}).out;
  };
  const std::string noon = FormatUtc(SystemClock().Now()).substr(11, 2);
  const bool is_yesterday_in_samoa = noon < "11";       // UTC-11:00
  const bool is_tomorrow_in_kiritimati = noon >= "10";  // UTC+14:00
  EXPECT_THAT(in("Pacific/Pago_Pago", Day(-1)),
              HasSubstr(is_yesterday_in_samoa ? "ends today (Pacific/Pago_Pago)"
                                              : "held until the end of " + Day(-1)));
  EXPECT_THAT(in("Pacific/Kiritimati", Day(0)),
              HasSubstr(is_tomorrow_in_kiritimati ? "held until the end of " + Day(0)
                                                  : "ends today (Pacific/Kiritimati)"));
}

TEST_F(ExpiryTest, AMonthBeforeTheEndIsAnnouncedOnceInTheLogAndInTheTable) {
  const Ended soon = Throng({"count", "--site", SiteUntil(Day(5))});
  EXPECT_EQ(soon.code, 0) << soon.err;
  const std::string note = "ends in 5 days, with " + Day(5);
  EXPECT_THAT(soon.out, HasSubstr(note));
  ASSERT_THAT(soon.err, HasSubstr(note));
  EXPECT_EQ(soon.err.find(note), soon.err.rfind(note));
  EXPECT_THAT(Throng({"count", "--site", SiteUntil(Day(40))}).err, Not(HasSubstr("legal basis")));
}

TEST_F(ExpiryTest, StatisticsNeedNoneAndGoOn) {
  const Ended ended = Throng({"count", "--site", SiteUntil(Day(-1), false), "--json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("statistics need none"));
}

TEST_F(ExpiryTest, CheckSaysWhenItEndsAndWhatTheNoticeLacks) {
  const fs::path site = SiteUntil(Day(5));
  std::ofstream(site, std::ios::app)
      << "\n[notice]\npurpose = \"To plan\"\ncontroller = \"City\"\n";
  const Ended ended = Throng({"check", site});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("profile: live"));
  EXPECT_THAT(ended.out, HasSubstr("test of the program"));
  EXPECT_THAT(ended.out, HasSubstr("ends in 5 days"));
  EXPECT_THAT(ended.out, HasSubstr("camera \"cam\" lacks contact, notice_url"));
  EXPECT_THAT(ended.out, HasSubstr("  contact = \""));
  EXPECT_THAT(ended.out, Not(HasSubstr("  purpose = \"")));
}

// 2.1 seconds before midnight of the last day there are 4 more ticks of 0.5 s; a fifth would end
// later.
TEST_F(ExpiryTest, CountingTurnsItselfOffWithTheLastWholeWindow) {
  const fs::path file = SiteUntil("2027-06-30");
  const Result<Site> site = LoadSiteOrTell(file);
  ASSERT_TRUE(site);
  const Result<Stop> stop = Stop::Make();
  ASSERT_TRUE(stop);
  const Instant end = *EndOf(site->profile, ZoneOf(*site));
  for (const auto& [before, steps] :
       {std::pair{milliseconds(2100), 4}, std::pair{milliseconds(60'000), 12}}) {
    const std::vector<std::string> none;
    const ModelChoice hog{.model = Model::kHog, .file = {}};
    Result<Feeds> feeds =
        OpenFeedsOrTell(*site, {.site_file = file, .sources = none, .model = hog});
    ASSERT_TRUE(feeds);
    const ShiftedClock clock(end + -Duration(before));
    RunOptions options;
    options.steps.every = milliseconds(500);
    options.pace = Pace::kRealTime;
    options.start = clock.Now();
    options.until = end;
    options.model = Model::kHog;
    int seen = 0;
    const auto count = [&](const StepReport& report) {
      EXPECT_LE(report.window.end, end + Duration(milliseconds(100)));
      ++seen;
      return Status(Done{});
    };
    const Result<RunEnd> run = RunSite(*site, *std::move(feeds), options, clock, *stop, count);
    ASSERT_TRUE(run);
    EXPECT_EQ(run->expired, before < std::chrono::seconds(5));
    EXPECT_NEAR(seen, steps, before < std::chrono::seconds(5) ? 0 : 1);
  }
}

}  // namespace
}  // namespace throng
