// throng count from video to outputs: every step is told, in order, in every form.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/pipeline/scene.h"

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class CountTest : public SceneTest {};

TEST_F(CountTest, EachZoneHasOneJsonLinePerTickAndNothingElseIsOnStandardOutput) {
  const auto site = SiteFor(Draw("v.avi", 4));
  const Ended ended = Throng({"count", "--site", site, "--json", "--start", "2026-01-01"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(Lines(ended.out), 4 * 2);
  EXPECT_THAT(ended.out, HasSubstr(R"({"zone":"left","window_start":"2026-01-01T00:00:03.000Z",)"
                                   R"("window_end":"2026-01-01T00:00:04.000Z","persons":)"));
  EXPECT_THAT(ended.out, Not(HasSubstr("blind")));
}

TEST_F(CountTest, ATickOfHalfASecondDoublesTheWindows) {
  const auto site = SiteFor(Draw("v.avi", 4));
  EXPECT_EQ(Lines(Throng({"count", "--site", site, "--json", "--tick", "0.5"}).out), 8 * 2);
}

TEST_F(CountTest, LedgerCsvAndChartHoldTheSameRun) {
  const auto site = SiteFor(Draw("v.avi", 4));
  const std::string ledger = folder_ / "l.ledger", csv = folder_ / "c.csv",
                    chart = folder_ / "c.svg";
  const Ended ended = Throng({"count", "--site", site, "--ledger", ledger, "--csv", csv, "--chart",
                              chart, "--start", "2026-01-01"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("left"));
  EXPECT_THAT(ended.err, HasSubstr(ledger));
  EXPECT_THAT(ended.err, HasSubstr(csv));
  EXPECT_THAT(ended.err, HasSubstr(chart));
  EXPECT_EQ(Lines(Text(csv)), 1 + 4 * 2);
  EXPECT_THAT(Text(chart), HasSubstr("</svg>"));
  EXPECT_EQ(Sql(ledger, "SELECT count(*) FROM occupancy"), "8\n");
  EXPECT_EQ(Throng({"export", "--ledger", ledger}).out, Text(csv));
  EXPECT_EQ(Lines(Throng({"export", "--ledger", ledger, "--format", "json", "--zone", "left",
                          "--from", "2026-01-01T00:00:01", "--until", "2026-01-01T00:00:03"})
                      .out),
            2);
}

TEST_F(CountTest, TheSameRunAgainAddsNothingAndAnotherAtTheSameTimeIsRefused) {
  const auto site = SiteFor(Draw("v.avi", 4));
  const std::string ledger = folder_ / "l.ledger";
  const std::vector<std::string> words{"count", "--site",  site,        "--ledger",
                                       ledger,  "--start", "2026-01-01"};
  EXPECT_EQ(Throng(words).code, 0);
  const Ended again = Throng(words);
  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(again.err, HasSubstr("0 new windows, 8 known already"));
  const Ended other =
      Throng({"count", "--site", site, "--ledger", ledger, "--start", "2026-01-01T00:00:00.500"});
  EXPECT_EQ(other.code, 5);
  EXPECT_THAT(other.err, HasSubstr("already holds other counts for this time"));
  EXPECT_EQ(Sql(ledger, "SELECT count(*) FROM occupancy"), "8\n");
}

TEST_F(CountTest, ABlackPictureIsBlindAndNeverZero) {
  const auto site = SiteFor(Draw("black.avi", 4, "color=black"));
  const Ended ended = Throng({"count", "--site", site, "--json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(Lines(ended.out), 4 * 2);
  EXPECT_THAT(ended.out, HasSubstr(R"("persons":null)"));
  EXPECT_THAT(ended.out, HasSubstr(R"("freshness":"blind")"));
  EXPECT_THAT(ended.out, Not(HasSubstr(R"("persons":0)")));
  EXPECT_THAT(ended.out, HasSubstr(R"("trouble":"dark")"));
  EXPECT_THAT(Throng({"count", "--site", site}).out, HasSubstr("  dark  "));
}

TEST_F(CountTest, RealTimeTakesAsLongAsTheVideo) {
  const auto site = SiteFor(Draw("v.avi", 3));
  const auto began = std::chrono::steady_clock::now();
  const Ended ended = Throng({"count", "--site", site, "--json", "--realtime"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(2500));
  EXPECT_GE(Lines(ended.out), 2 * 2);
}

TEST_F(CountTest, TwoCamerasAreCountedTogetherAndTheShorterGoesBlind) {
  const auto longer = Draw("long.avi", 8);
  const auto shorter = Draw("short.avi", 2);
  const auto site = SiteFor(longer);
  std::ofstream(site, std::ios::app)
      << "\n[[camera]]\nname = \"cam2\"\nsource = \"short.avi\"\npicture = [128, 160]\n"
      << "field_of_view_deg = 60.0\npose = { height_m = 5.0, tilt_deg = 45.0 }\n\n"
      << "[[zone]]\nname = \"gate\"\nkind = \"queue\"\ncamera = \"cam2\"\n"
      << "image = [[0, 50], [128, 50], [128, 150], [0, 150]]\n";
  const std::string ledger = folder_ / "l.ledger";
  const Ended ended = Throng({"count", "--site", site, "--ledger", ledger, "--json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  std::string whys;
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) {
    const auto told = nlohmann::json::parse(line);
    const std::string why = told["trouble"];
    EXPECT_TRUE(told["zone"] == "gate" || why == "none") << line;
    if (told["zone"] == "gate") whys += why + " ";
  }
  EXPECT_EQ(whys,
            "none none camera_gone camera_gone camera_gone camera_gone camera_gone camera_gone ");
  EXPECT_EQ(Sql(ledger,
                "SELECT group_concat(freshness, '') FROM occupancy JOIN zone USING (zone) "
                "WHERE name = 'gate' ORDER BY window_start_ns"),
            "11223333\n")
      << "fresh while it lasts, stale for two windows, then blind";
  EXPECT_EQ(Sql(ledger, "SELECT count(*) FROM occupancy WHERE freshness = 1"), "18\n");
}

TEST_F(CountTest, StandardInputIsASourceLikeAnyOther) {
  const std::string video = Draw("v.ts", 2);
  const std::string site = SiteFor("-");
  const std::string command =
      std::string(THRONG_PROGRAM) + " count --site " + site + " --tick 5 --json < " + video;
  const Ended ended = RunToEnd({"sh", "-c", command}, folder_);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(Lines(ended.out), 2);
}

TEST_F(CountTest, EachCommandExplainsItselfWithAnExample) {
  EXPECT_THAT(Throng({"--help"}).out, HasSubstr("Exit codes"));
  for (const char* command : {"count", "demo", "check", "export", "eval"}) {
    const Ended help = Throng({command, "--help"});
    EXPECT_EQ(help.code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr("Example")) << command;
  }
}

}  // namespace
}  // namespace throng
