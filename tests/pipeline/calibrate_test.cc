// throng calibrate count: pairs of numbers go into the site file, and correct what is counted.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "tests/pipeline/scene.h"

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Not;

class CalibrateTest : public SceneTest {
 protected:
  static std::string Text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST_F(CalibrateTest, TheModelsNumberAndThePersonsAreKeptAndCorrectTheNextCount) {
  const auto site = SiteFor(Draw("v.avi", 4));
  const Ended before = Throng({"count", "--site", site, "--json", "--tick", "4"});
  EXPECT_THAT(before.out, HasSubstr(R"("persons":0)"));
  for (int i = 0; i < 10; ++i) {
    const Ended ended = Throng({"calibrate", "count", "--site", site, "--at", "1.5", "cam", "40"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("you count 40, the model counts "));
    EXPECT_THAT(ended.out, HasSubstr(i < 9 ? "make a good correction" : "10 counted moments"));
  }
  EXPECT_THAT(Text(site), HasSubstr("[[moment]]\ncamera = \"cam\"\nmodel = \"net-"));
  EXPECT_THAT(Text(site), HasSubstr("known = 40\n"));
  const Ended after = Throng({"count", "--site", site, "--json", "--tick", "4"});
  EXPECT_EQ(after.code, 0) << after.err;
  EXPECT_THAT(after.out, Not(HasSubstr(R"("persons":0)")));
  const Ended other = Throng({"count", "--site", site, "--json", "--tick", "4", "--model", "hog"});
  EXPECT_THAT(other.out, HasSubstr(R"("persons":0)"));
  EXPECT_THAT(Throng({"check", site}).out, HasSubstr("10 counted moments of net-"));
}

TEST_F(CalibrateTest, WhatCannotBeComparedLeavesTheSiteFileAsItWas) {
  const auto site = SiteFor(Draw("v.avi", 2));
  const std::string before = Text(site);
  const Ended late = Throng({"calibrate", "count", "--site", site, "--at", "60", "cam", "4"});
  EXPECT_EQ(late.code, 4);
  EXPECT_THAT(late.err, HasSubstr("no picture at that moment"));
  const Ended other = Throng({"calibrate", "count", "--site", site, "door", "4"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("there is no camera \"door\"; the cameras are: cam"));
  EXPECT_EQ(Throng({"calibrate", "count", "--site", site, "cam", "-1"}).code, 2);
  EXPECT_EQ(Text(site), before);
}

TEST_F(CalibrateTest, MomentsOfAnOlderNetworkCorrectNothingAndAreSaidTo) {
  const auto site = SiteFor(Draw("v.avi", 2));
  const std::string before = Text(site);
  std::string moments;
  for (int i = 0; i < 10; ++i) {
    moments += "[[moment]]\ncamera = \"cam\"\nmodel = \"net-00000000\"\ncounted = 0\nknown = 40\n";
  }
  Write(site, before + moments);
  const Ended ended = Throng({"count", "--site", site, "--json", "--tick", "2"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr(R"("persons":0)"));
  EXPECT_THAT(ended.err, HasSubstr("10 counted moments of an older network correct nothing"));
  EXPECT_THAT(Throng({"count", "--site", site, "--json", "--model", "hog"}).err,
              Not(HasSubstr("older network")));
}

TEST_F(CalibrateTest, ABlindCameraHasNothingToCompare) {
  const auto site = SiteFor(Draw("black.avi", 2, "color=black"));
  const Ended blind = Throng({"calibrate", "count", "--site", site, "cam", "4"});
  EXPECT_EQ(blind.code, 4);
  EXPECT_THAT(Text(site), Not(HasSubstr("moment")));
}

}  // namespace
}  // namespace throng
