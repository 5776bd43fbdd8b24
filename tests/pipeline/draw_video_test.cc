// A drawn video goes through throng like any other, and what is known of it is compared.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "counter/site/test_overlaps.h"
#include "tests/pipeline/scene.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::MatchesRegex;

class DrawVideoTest : public SceneTest {
 protected:
  void SetUp() override {}  // nothing here needs the ffmpeg program

  Ended DrawVideo(std::vector<std::string> words) const {
    words.insert(words.begin(), {THRONG_DRAW_PROGRAM, "video"});
    return RunToEnd(words, folder_);
  }
  std::string Text(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST_F(DrawVideoTest, OfTheDemosSiteIsComparedPictureByPicture) {
  const Ended drawn = DrawVideo({"--site", THRONG_DEMO_SITE, "--pictures", "4", "--per-second", "4",
                                 "--seed", "2", "--persons-m2", "0.05", "0.05", "--out",
                                 folder_ / "v.avi", "--truth", folder_ / "v.csv"});
  ASSERT_EQ(drawn.code, 0) << drawn.err;
  EXPECT_EQ(drawn.err, "") << "progress is for terminals";
  EXPECT_THAT(Text("v.csv"), MatchesRegex("frame,west,east\n"
                                          "1,[1-9][0-9]?,[1-9][0-9]?\n2,[0-9]+,[0-9]+\n"
                                          "3,[0-9]+,[0-9]+\n4,[0-9]+,[0-9]+\n"));
  const Ended ended = Throng({"eval", "--model", "hog", "--site", THRONG_DEMO_SITE, "--source",
                              folder_ / "v.avi", "--truth", folder_ / "v.csv"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("west                 4      0 ")) << "four pairs, none blind";
}

TEST_F(DrawVideoTest, PlaysInEachContainer) {
  const std::string site = SiteFor("any.avi");
  for (const char* name : {"v.avi", "v.mkv", "v.mov"}) {
    ASSERT_EQ(DrawVideo({"--site", site, "--pictures", "3", "--out", folder_ / name, "--truth",
                         folder_ / "v.csv"})
                  .code,
              0);
    const Ended ended = Throng({"eval", "--model", "hog", "--site", site, "--source",
                                folder_ / name, "--truth", folder_ / "v.csv"});
    EXPECT_EQ(ended.code, 0) << name << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("all                  6      0 ")) << name;
  }
}

TEST_F(DrawVideoTest, TheSameSeedWritesTheSameVideoAndTheSameTruth) {
  const std::string site = SiteFor("any.avi");
  for (const auto& [name, seed] : {std::pair{"a", "1"}, {"b", "1"}, {"c", "2"}}) {
    const std::string out = folder_ / name;
    ASSERT_EQ(DrawVideo({"--site", site, "--pictures", "3", "--persons-m2", "0.5", "1", "--seed",
                         seed, "--out", out + ".avi", "--truth", out + ".csv"})
                  .code,
              0);
  }
  EXPECT_EQ(Text("a.avi"), Text("b.avi"));
  EXPECT_EQ(Text("a.csv"), Text("b.csv"));
  EXPECT_NE(Text("a.avi"), Text("c.avi"));
}

TEST_F(DrawVideoTest, WhatIsWrongIsToldWithItsCure) {
  const std::string site = SiteFor("any.avi");
  const std::string out = folder_ / "v.avi";
  const std::string truth = folder_ / "v.csv";
  const auto told = [&](std::vector<std::string> words, int code, const std::string& why) {
    words.insert(words.end(), {"--pictures", "2"});
    const Ended ended = DrawVideo(words);
    EXPECT_EQ(ended.code, code) << why;
    EXPECT_THAT(ended.err, HasSubstr(why));
  };
  told({"--site", site, "--truth", truth}, 2, "--out");
  told({"--site", site, "--out", out, "--truth", site}, 2, "does not end in .csv");
  told({"--site", site, "--out", folder_ / "v.png", "--truth", truth}, 2,
       "is no folder and does not end in .avi, .mkv or .mov");
  told({"--site", site, "--out", out, "--truth", truth, "--persons-m2", "9"}, 2, "is from 0 to 6");
  told({"--site", site, "--out", out, "--truth", truth, "--persons-m2", "2", "1"}, 2,
       "the least first");
  told({"--site", THRONG_DEMO_SITE, "--out", out, "--truth", truth, "--persons-m2", "6", "6",
        "--camera", "nord"},
       2, "no camera is named \"nord\"; the site's cameras are: view1");
  told({"--site", folder_ / "none.toml", "--out", out, "--truth", truth}, 3, "there is no such");
  Write(folder_ / "bad.toml", "[site]\nname = 3\n");
  told({"--site", folder_ / "bad.toml", "--out", out, "--truth", truth}, 3, "bad.toml:2");
  told({"--site", site, "--out", folder_ / "none" / "v.avi", "--truth", truth}, 5,
       "v.avi: the folder does not exist. Make the folder first");
  told({"--site", site, "--out", out, "--truth", folder_ / "none" / "v.csv"}, 5,
       "v.csv: the folder does not exist");
  fs::create_symlink("/dev/full", folder_ / "full.avi");
  told({"--site", site, "--out", folder_ / "full.avi", "--truth", truth}, 5,
       "full.avi: the disk is full. Free some space");
  fs::create_symlink("/dev/full", folder_ / "full.csv");
  told({"--site", site, "--out", out, "--truth", folder_ / "full.csv"}, 5,
       "full.csv: the disk is full");
}

TEST_F(DrawVideoTest, AllCamerasOfASiteIntoAFolderAreCountedFromIt) {
  const std::string site = folder_ / "platform.toml";
  Write(site, std::string(kPlatform));
  const auto draw = [&](const std::string& name) {
    const std::string into = folder_ / name;
    fs::create_directory(into);
    return DrawVideo({"--site", site, "--pictures", "3", "--per-second", "1", "--persons-m2", "0.2",
                      "0.2", "--out", into, "--truth", into + "/truth.csv"});
  };
  ASSERT_EQ(draw("one").code, 0);
  ASSERT_EQ(draw("two").code, 0);
  EXPECT_THAT(Text("one/truth.csv"), MatchesRegex("frame,left,middle,right\n(.|\n)+"));
  for (const char* const name : {"west.avi", "east.avi", "truth.csv"}) {
    EXPECT_EQ(Text(std::string("one/") + name), Text(std::string("two/") + name)) << name;
  }
  const std::string from = folder_ / "one";
  const Ended ended =
      Throng({"eval", "--site", site, "--source", "west=" + from + "/west.avi", "--source",
              "east=" + from + "/east.avi", "--truth", from + "/truth.csv"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("middle               3      0 ")) << "three pairs, none blind";

  const Ended moment = Throng({"calibrate", "count", "--site", site, "--source", from + "/west.avi",
                               "--at", "0", "west", "9"});
  EXPECT_EQ(moment.code, 0) << moment.err;
  EXPECT_THAT(moment.out, HasSubstr("camera \"west\" (left, middle): you count 9"));
}

TEST_F(DrawVideoTest, CamerasThatAreNotDrawnTogether) {
  std::string text(kPlatform);
  text.replace(text.find("[\"west\", \"east\"]"), 16, "[\"west\"]        ");
  Write(folder_ / "apart.toml", text);
  const auto draw = [this](const std::string& site) {
    return DrawVideo({"--site", folder_ / site, "--pictures", "1", "--out", folder_, "--truth",
                      folder_ / "t.csv"});
  };
  const Ended apart = draw("apart.toml");
  EXPECT_EQ(apart.code, 2);
  EXPECT_THAT(apart.err, HasSubstr("nobody knows whether their metres are the same"));
  text = kPlatform;
  for (std::size_t at = text.find("\"west\""); at != std::string::npos;
       at = text.find("\"west\"")) {
    text.replace(at, 6, "\"w/st\"");
  }
  Write(folder_ / "slash.toml", text);
  const Ended slash = draw("slash.toml");
  EXPECT_EQ(slash.code, 2);
  EXPECT_THAT(slash.err, HasSubstr("no file can be named after camera \"w/st\"; rename it"));
}

TEST_F(DrawVideoTest, ACameraHasToBeChosenAndToSeeAZone) {
  const std::string camera =
      "picture = [64, 48]\nfield_of_view_deg = 60\npose = { height_m = 5, tilt_deg = 40 }\n";
  Write(folder_ / "two.toml",
        "[site]\nname = \"t\"\n[[camera]]\nname = \"a\"\nsource = \"a.avi\"\n" + camera +
            "[[camera]]\nname = \"b\"\nsource = \"b.avi\"\n" + camera +
            "[[zone]]\nname = \"z\"\nkind = \"queue\"\ncamera = \"a\"\n"
            "image = [[8, 16], [56, 16], [56, 44], [8, 44]]\n");
  const auto drawn_by = [this](const std::vector<std::string>& choice) {
    std::vector<std::string> words{"--site",  folder_ / "two.toml", "--out",      folder_ / "v.avi",
                                   "--truth", folder_ / "v.csv",    "--pictures", "1"};
    words.insert(words.end(), choice.begin(), choice.end());
    return DrawVideo(words);
  };
  EXPECT_THAT(drawn_by({}).err,
              HasSubstr("choose one with --camera; the site's cameras are: a, b"));
  EXPECT_THAT(drawn_by({"--camera", "b"}).err, HasSubstr("camera b sees no zone"));
  EXPECT_EQ(drawn_by({"--camera", "a"}).code, 0);
}

}  // namespace
}  // namespace throng
