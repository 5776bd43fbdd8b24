// One picture without its people moves no count in a video, and counts in a set of pictures.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "counter/site/test_live_site.h"
#include "tests/pipeline/scene.h"

namespace throng {
namespace {

class SmoothTest : public SceneTest {
 protected:
  // Seven pictures of a crowd, one a second; the fourth shows the same place without anybody.
  void SetUp() override {
    SceneTest::SetUp();
    if (IsSkipped()) return;
    Write(site_, Live("[site]\nname = \"drawn\"\n[[camera]]\nname = \"cam\"\nsource = \"v.avi\"\n"
                      "picture = [320, 240]\nfield_of_view_deg = 60.0\n"
                      "pose = { height_m = 5.0, tilt_deg = 30.0 }\n"
                      "[[zone]]\nname = \"hall\"\nkind = \"walkway\"\ncamera = \"cam\"\n"
                      "metres = [[-4, 6], [4, 6], [4, 12], [-4, 12]]\n"));
    for (const char* const persons_m2 : {"0", "1"}) {
      const Ended drawn = RunToEnd({THRONG_DRAW_PROGRAM, "video", "--site", site_, "--out",
                                    folder_ / (std::string(persons_m2) + ".avi"), "--truth",
                                    folder_ / "t.csv", "--seed", "900006", "--pictures", "7",
                                    "--per-second", "1", "--persons-m2", persons_m2, persons_m2},
                                   folder_);
      ASSERT_EQ(drawn.code, 0) << drawn.err;
    }
    const Ended joined =
        RunToEnd({"ffmpeg", "-v", "error", "-i", folder_ / "1.avi", "-i", folder_ / "0.avi",
                  "-filter_complex", "[0:v][1:v]overlay=enable='eq(n,3)'", "-c:v", "mjpeg", "-q:v",
                  "2", folder_ / "v.avi"},
                 folder_);
    ASSERT_EQ(joined.code, 0) << joined.err;
  }

  const std::string site_ = folder_ / "site.toml";
};

TEST_F(SmoothTest, InAVideoOneBadPictureMovesNothing) {
  const Ended ended = Throng({"count", "--site", site_, "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  std::istringstream lines(ended.out);
  std::vector<nlohmann::json> counts;
  for (std::string line; std::getline(lines, line);) counts.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(counts.size(), 7U);
  const int before = counts[2].at("persons");
  EXPECT_GT(before, 15) << "there are about 40";
  EXPECT_NEAR(counts[3].at("persons").get<int>(), before, 3);
  EXPECT_EQ(counts[3].at("low"), 0) << "it may be true";
  EXPECT_NEAR(counts[4].at("persons").get<int>(), before, 0.25 * before);
}

// The control, and what throng eval needs: pictures of a set tell nothing of each other.
TEST_F(SmoothTest, InASetOfPicturesItCounts) {
  std::string truth = "frame,hall\n";
  for (int frame = 1; frame <= 7; ++frame)
    truth += std::to_string(frame) + (frame == 4 ? ",0\n" : ",\n");
  Write(folder_ / "truth.csv", truth);
  const Ended ended = Throng({"eval", "--json", "--site", site_, "--truth", folder_ / "truth.csv"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_LT(nlohmann::json::parse(ended.out).at("scores").back().at("mean_counted"), 3)
      << ended.out;
}

}  // namespace
}  // namespace throng
