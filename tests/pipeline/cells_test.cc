// A zone with cells: its fullest cell is counted, told and compared beside it.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "counter/site/test_live_site.h"
#include "tests/pipeline/scene.h"

namespace throng {
namespace {

using testing::HasSubstr;

constexpr const char* kSquare = R"([site]
name = "Square"
[[camera]]
name = "cam"
source = "v.avi"
picture = [320, 240]
field_of_view_deg = 60.0
pose = { height_m = 6.0, tilt_deg = 40.0 }
[[zone]]
name = "square"
kind = "walkway"
camera = "cam"
metres = [[-4, 4], [4, 4], [4, 12], [-4, 12]]
cell_m2 = 16
)";

class CellsTest : public SceneTest {
 protected:
  void SetUp() override {}  // nothing here needs the ffmpeg program

  std::filesystem::path Square() const {
    Write(folder_ / "site.toml", Live(kSquare));
    return folder_ / "site.toml";
  }
  Ended Draw() const {
    return RunToEnd({THRONG_DRAW_PROGRAM, "video", "--site", Square(), "--pictures", "4",
                     "--per-second", "1", "--seed", "3", "--persons-m2", "0.8", "0.8", "--out",
                     folder_ / "v.avi", "--truth", folder_ / "v.csv"},
                    folder_);
  }
  std::string Text(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST_F(CellsTest, BothZonesAreCountedAndCompared) {
  const Ended drawn = Draw();
  ASSERT_EQ(drawn.code, 0) << drawn.err;
  EXPECT_THAT(Text("v.csv"), HasSubstr("frame,square,\"square, fullest 16 m2\"\n1,"));
  const Ended counted =
      Throng({"count", "--site", Square(), "--ledger", folder_ / "l.ledger", "--csv",
              folder_ / "c.csv", "--chart", folder_ / "c.svg", "--start", "2026-01-01"});
  ASSERT_EQ(counted.code, 0) << counted.err;
  EXPECT_EQ(Lines(Text("c.csv")), 1 + 4 * 2);
  EXPECT_THAT(Text("c.csv"), HasSubstr("\"square\",2026-01-01T00:00:03"));
  EXPECT_THAT(Text("c.csv"), HasSubstr("\"square, fullest 16 m2\",2026-01-01T00:00:03"));
  EXPECT_EQ(Sql(folder_ / "l.ledger", "SELECT count(*) FROM occupancy WHERE freshness = 1"), "8\n");
  const Ended eval = Throng({"eval", "--site", Square(), "--truth", folder_ / "v.csv"});
  ASSERT_EQ(eval.code, 0) << eval.err;
  EXPECT_THAT(eval.out, HasSubstr("square, fullest 16 m2     4      0 "));
  EXPECT_THAT(eval.out, HasSubstr("all                  4      0 "));
}

TEST_F(CellsTest, CheckSaysWhatTheFullestCellIs) {
  const Ended checked = Throng({"check", Square()});
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("\"square, fullest 16 m2\": the most persons in any 16 m2 "
                                     "of \"square\"; rules can name it\n"));
}

}  // namespace
}  // namespace throng
