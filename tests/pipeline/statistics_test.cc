// A site for statistics tells means over whole quarters of an hour, and nothing shorter.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/pipeline/scene.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class StatisticsTest : public SceneTest {
 protected:
  // SiteFor without the line that makes it live.
  fs::path Statistics(const fs::path& source) {
    fs::path site = SiteFor(source);
    std::string text = Text(site);
    const std::string line = "profile = \"live\"\n";
    text.erase(text.find(line), line.size());
    Write(site, text);
    return site;
  }
  static std::string Text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST_F(StatisticsTest, AShortRecordingIsOneWholeWindowPerZoneInEveryOutput) {
  const auto site = Statistics(Draw("v.avi", 4));
  const std::string ledger = folder_ / "l.ledger", csv = folder_ / "c.csv",
                    chart = folder_ / "c.svg";
  const Ended ended = Throng({"count", "--site", site, "--ledger", ledger, "--csv", csv, "--chart",
                              chart, "--start", "2026-01-01T00:05"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(Sql(ledger, "SELECT count(*), min(window_end_ns - window_start_ns) FROM occupancy"),
            "2|900000000000\n");
  EXPECT_EQ(Lines(Text(csv)), 1 + 2);
  EXPECT_THAT(Text(csv), HasSubstr("\"left\",2026-01-01T00:00:00.000Z,2026-01-01T00:15:00.000Z,"));
  EXPECT_THAT(Text(csv), HasSubstr(",stale,")) << "four seconds are not half of it";
  EXPECT_THAT(Text(chart), HasSubstr("</svg>"));
  EXPECT_THAT(ended.out, HasSubstr("one count every 15 minutes"));
  EXPECT_THAT(ended.err, HasSubstr("4 s were counted, for means over windows of 15 minutes"));
  EXPECT_THAT(ended.err, HasSubstr("profile = \"live\""));
}

TEST_F(StatisticsTest, ARecordingOverAQuarterHasBothWindowsAndTellsThemAsTheyEnd) {
  const auto site = Statistics(Draw("v.avi", 6));
  const Ended ended = Throng(
      {"count", "--site", site, "--json", "--tick", "0.7", "--start", "2026-01-01T00:14:57"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(Lines(ended.out), 2 * 2);
  EXPECT_THAT(ended.out, HasSubstr(R"("window_start":"2026-01-01T00:00:00.000Z")"));
  EXPECT_THAT(ended.out, HasSubstr(R"("window_end":"2026-01-01T00:30:00.000Z")"));
}

TEST_F(StatisticsTest, AWindowThatIsNotOverIsForgottenWhenThrongIsStopped) {
  const auto site = Statistics(Draw("v.avi", 60));
  const std::string ledger = folder_ / "l.ledger";
  Process throng(WithThrong({"count", "--site", site, "--realtime", "--tick", "0.2", "--ledger",
                             ledger, "--start", "2026-01-01"}),
                 folder_);
  while (!fs::exists(ledger + ".status"))
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  throng.Signal(SIGINT);
  const Ended ended = throng.Wait();
  EXPECT_EQ(ended.code, 130) << ended.err;
  EXPECT_EQ(Sql(ledger, "SELECT count(*) FROM occupancy"), "0\n");
  EXPECT_EQ(Throng({"count", "--site", site, "--tick", "1", "--ledger", ledger, "--start",
                    "2026-01-01T00:01"})
                .code,
            0)
      << "a restart counts the same window, so nothing of it may be there yet";
}

TEST_F(StatisticsTest, ABlindQuarterIsBlindAndNeverZero) {
  const auto site = Statistics(Draw("black.avi", 4, "color=black"));
  const Ended ended = Throng({"count", "--site", site, "--json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(Lines(ended.out), 2);
  EXPECT_THAT(ended.out, HasSubstr(R"("persons":null)"));
  EXPECT_THAT(ended.out, Not(HasSubstr(R"("persons":0)")));
  EXPECT_THAT(ended.out, HasSubstr(R"("trouble":"not_counted")")) << "4 s of a quarter";
}

}  // namespace
}  // namespace throng
