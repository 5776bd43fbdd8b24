// throng-draw explains itself, draws the same again, and tells what is wrong with its cure.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "tests/pipeline/process.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class DrawTest : public testing::Test {
 protected:
  DrawTest() { fs::create_directories(folder_); }
  ~DrawTest() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  Ended Draw(const std::vector<std::string>& words) const {
    std::vector<std::string> all{THRONG_DRAW_PROGRAM};
    all.insert(all.end(), words.begin(), words.end());
    return RunToEnd(all, folder_);
  }
  Ended DrawSheet(const std::vector<std::string>& words, const std::string& out) const {
    std::vector<std::string> all{"sheet", "--side", "64", "--out", folder_ / out};
    all.insert(all.end(), words.begin(), words.end());
    return Draw(all);
  }
  std::string Bytes(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  const fs::path folder_ =
      fs::temp_directory_path() / ("throng_draw." + std::to_string(::getpid()));
};

TEST_F(DrawTest, HelpHasExamplesAndExitCodes) {
  const Ended help = Draw({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, AllOf(HasSubstr("sheet"), HasSubstr("records"), HasSubstr("video"),
                              HasSubstr("Exit codes")));
  EXPECT_THAT(Draw({"sheet", "--help"}).out, HasSubstr("throng-draw sheet --out people.png"));
  EXPECT_THAT(Draw({"records", "--help"}).out, HasSubstr("persons.f32"));
  EXPECT_THAT(Draw({"video", "--help"}).out, HasSubstr("throng eval --site station.toml"));
}

TEST_F(DrawTest, TheSameSeedWritesTheSameFile) {
  ASSERT_EQ(DrawSheet({"--count", "2"}, "a.png").code, 0);
  ASSERT_EQ(DrawSheet({"--count", "2"}, "b.png").code, 0);
  ASSERT_EQ(DrawSheet({"--count", "2", "--seed", "2"}, "c.png").code, 0);
  EXPECT_GT(Bytes("a.png").size(), 1000U);
  EXPECT_EQ(Bytes("a.png"), Bytes("b.png"));
  EXPECT_NE(Bytes("a.png"), Bytes("c.png"));
}

TEST_F(DrawTest, RecordsHaveTheSizeThatTheirHelpStates) {
  ASSERT_EQ(Draw({"records", "--side", "64", "--count", "3", "--out", folder_ / "r"}).code, 0);
  EXPECT_EQ(Bytes("r/pictures.bgr").size(), 3U * 64 * 64 * 3);
}

TEST_F(DrawTest, CrowdsHaveMorePeopleThanPlacesCloseUpsHaveSomeEmptyPlacesAndTexturesNobody) {
  const auto draw = [this](const std::string& subject) {
    const fs::path folder = folder_ / subject;
    ASSERT_EQ(Draw({"records", "--of", subject, "--side", "64", "--out", folder}).code, 0);
  };
  for (const char* subject : {"places", "crowds", "close-ups", "empty-places", "textures"})
    draw(subject);
  EXPECT_GT(Bytes("places/persons.f32").size(), 0U);
  EXPECT_GT(Bytes("crowds/persons.f32").size(), Bytes("places/persons.f32").size());
  EXPECT_GT(Bytes("close-ups/persons.f32").size(), 0U);
  EXPECT_EQ(Bytes("empty-places/persons.f32").size(), 0U);
  EXPECT_EQ(Bytes("textures/persons.f32").size(), 0U);
  EXPECT_NE(Bytes("empty-places/pictures.bgr"), Bytes("textures/pictures.bgr"));
}

TEST_F(DrawTest, AWrongCommandLineIsToldWithWhatIsWrong) {
  const auto refused = [this](const std::vector<std::string>& words, const std::string& out,
                              const std::string& why) {
    const Ended ended = DrawSheet(words, out);
    EXPECT_EQ(ended.code, 2) << why;
    EXPECT_THAT(ended.err, HasSubstr(why));
    EXPECT_FALSE(fs::exists(folder_ / out));
  };
  refused({}, "sheet.gif", "does not end in .png or .jpg");
  refused({"--count", "0"}, "a.png", "--count");
  refused({"--columns", "0"}, "a.png", "--columns");
  refused({"--person", "0"}, "a.png", "--person");
  refused({"--of", "cats"}, "a.png", "textures");
  refused({"--photographs", folder_ / "none"}, "a.png", "without people");
  refused({"--photographed", "2"}, "a.png", "--photographed");
  const Ended large =
      Draw({"sheet", "--side", "1024", "--count", "1000", "--out", folder_ / "a.png"});
  EXPECT_EQ(large.code, 2);
  EXPECT_THAT(large.err, HasSubstr("--columns"));
  EXPECT_EQ(Draw({}).code, 2);
  EXPECT_EQ(Draw({"sheet"}).code, 2);
}

TEST_F(DrawTest, WhatCannotBeWrittenIsToldWithItsCure) {
  const Ended missing = DrawSheet({"--count", "1"}, "none/a.png");
  EXPECT_EQ(missing.code, 5);
  EXPECT_THAT(missing.err, AllOf(HasSubstr("a.png: the folder does not exist"),
                                 HasSubstr("Make the folder first")));
  std::ofstream(folder_ / "file") << "in the way";
  const Ended in_the_way = Draw({"records", "--side", "64", "--out", folder_ / "file"});
  EXPECT_EQ(in_the_way.code, 5);
  EXPECT_THAT(in_the_way.err, HasSubstr("Check who may write it"));
}

}  // namespace
}  // namespace throng
