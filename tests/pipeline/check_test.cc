// throng check tells who counts what of a zone of several cameras, and how a lens bends.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "counter/site/test_good_site.h"
#include "counter/site/test_overlaps.h"
#include "tests/pipeline/scene.h"

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Not;

class CheckTest : public SceneTest {
 protected:
  void SetUp() override {}  // nothing here needs the ffmpeg program

  std::string Check(std::string_view site) const {
    Write(folder_ / "site.toml", std::string(site));
    const Ended ended = Throng({"check", folder_ / "site.toml"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.out;
  }
};

TEST_F(CheckTest, TellsWhoCountsWhatOfAZoneOfTwoCameras) {
  const std::string told = Check(kPlatform);
  EXPECT_THAT(told, HasSubstr("zone \"middle\" is counted by several cameras\n"
                              "    part m2  counted by\n"
                              "        6.7  west\n"
                              "       28.8  east, then west\n"
                              "        7.0  east\n"
                              "  without \"west\" 84% of the zone is seen\n"
                              "  without \"east\" 83% of the zone is seen\n"));
  EXPECT_THAT(told, Not(HasSubstr("zone \"left\" is counted by several")));
  EXPECT_THAT(told, Not(HasSubstr("nobody")));
}

TEST_F(CheckTest, TellsWhatNobodySees) {
  std::string text(kPlatform);
  const std::string_view far = "[17.5, 5.5], [9, 5.5]]";
  text.replace(text.find(far), far.size(), "[17.5, 25.5], [9, 25.5]]");
  EXPECT_THAT(Check(text), HasSubstr("  nobody\n"));
}

TEST_F(CheckTest, TellsHowALensBends) {
  const std::string pose = "pose = { height_m = 9.0, tilt_deg = 90.0 }";
  const std::string lines =
      "\nstraight_lines = [[[87.1, 628.5], [326.9, 662.0], [640.0, 676.3], "
      "[953.6, 657.9], [1193.9, 621.1]]]";
  EXPECT_THAT(Check(Spoilt(pose, pose + lines)),
              HasSubstr("  its lens bends by -0.30: the picture's corners are drawn in by 30%\n"
                        "  the straight lines are 0.0 px off straight; through a pinhole 20.8\n"));
  EXPECT_THAT(Check(kGoodSite), Not(HasSubstr("lens")));
}

TEST_F(CheckTest, SaysNothingOfSharesWhereEachZoneHasOneCamera) {
  EXPECT_THAT(Check(kGoodSite), Not(HasSubstr("several cameras")));
}

}  // namespace
}  // namespace throng
