// An audit trail that was changed says so.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/trail.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace throng {
namespace {

class TrailTest : public testing::Test {
 protected:
  TrailTest() {
    std::string name = (std::filesystem::temp_directory_path() / "throng_trail.XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~TrailTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path file() const { return folder_ / "trail"; }

  std::string Text() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void SetText(const std::string& text) const {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << text;
  }

  void NoteThree() const {
    const auto trail = *Trail::Open(file(), clock_);
    EXPECT_TRUE(trail->Note("started", {{"configuration", "abc"}}));
    EXPECT_TRUE(trail->Note("site entered", {{"site", "arena"}, {"zones", "2"}}));
    EXPECT_TRUE(trail->Note("stopped", {}));
  }

  SystemClock clock_;
  std::filesystem::path folder_;
};

TEST_F(TrailTest, LinesFollowEachOtherAlsoOverRestarts) {
  NoteThree();
  NoteThree();
  const Result<TrailCheck> check = CheckTrail(file());
  ASSERT_TRUE(check);
  EXPECT_TRUE(check->is_whole);
  EXPECT_EQ(check->lines, 6U);
  EXPECT_EQ(check->last.size(), 64U);
  EXPECT_NE(Text().find("\"what\":\"site entered\",\"site\":\"arena\",\"zones\":\"2\""),
            std::string::npos)
      << Text();
}

TEST_F(TrailTest, NobodyElseMayReadIt) {
  NoteThree();
  EXPECT_EQ(std::filesystem::status(file()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(TrailTest, AChangedLineShows) {
  NoteThree();
  std::string text = Text();
  text.replace(text.find("arena"), 5, "bridge");
  SetText(text);
  const Result<TrailCheck> check = CheckTrail(file());
  ASSERT_TRUE(check);
  EXPECT_FALSE(check->is_whole);
  EXPECT_EQ(check->bad_line, 3U) << "the line that does not follow the changed one";
  EXPECT_EQ(Trail::Open(file(), clock_).error(), Fault::kTrailBroken);
}

TEST_F(TrailTest, ALineThatWasCutOutShows) {
  NoteThree();
  std::string text = Text();
  const std::size_t first = text.find('\n') + 1;
  text.erase(first, text.find('\n', first) + 1 - first);
  SetText(text);
  EXPECT_EQ(CheckTrail(file())->bad_line, 2U);
  SetText(text.substr(first));
  EXPECT_EQ(CheckTrail(file())->bad_line, 1U) << "its begin is gone";
}

TEST_F(TrailTest, ACutEndShowsByTheDigestOfTheLastLine) {
  NoteThree();
  const std::string noted_elsewhere = CheckTrail(file())->last;
  std::string text = Text();
  text.erase(text.rfind('\n', text.size() - 2) + 1);
  SetText(text);
  const Result<TrailCheck> check = CheckTrail(file());
  EXPECT_TRUE(check->is_whole) << "by itself it cannot show";
  EXPECT_NE(check->last, noted_elsewhere);
}

TEST_F(TrailTest, HalfALineOfAPowerCutIsDropped) {
  NoteThree();
  SetText(Text() + "{\"at\":\"2026-11");
  EXPECT_TRUE(CheckTrail(file())->is_torn);
  NoteThree();
  const Result<TrailCheck> check = CheckTrail(file());
  EXPECT_TRUE(check->is_whole);
  EXPECT_EQ(check->lines, 6U);
}

TEST_F(TrailTest, OfTwoWhoWouldWriteOneMay) {
  {
    const auto trail = *Trail::Open(file(), clock_);
    EXPECT_EQ(Trail::Open(file(), clock_).error(), Fault::kLedgerBusy);
    EXPECT_TRUE(trail->Note("started", {})) << "the other took nothing from it";
  }
  EXPECT_TRUE(Trail::Open(file(), clock_));
  EXPECT_TRUE(CheckTrail(file())->is_whole);
}

TEST_F(TrailTest, WhatIsNoTextIsNotedAllTheSame) {
  const auto trail = *Trail::Open(file(), clock_);
  EXPECT_TRUE(trail->Note("site entered", {{"site", "\xff\xfe \"quoted\"\n"}}));
  EXPECT_TRUE(CheckTrail(file())->is_whole);
  EXPECT_EQ(CheckTrail(file())->lines, 1U);
}

TEST_F(TrailTest, AFullDiskLeavesItWhole) {
  const auto trail = *Trail::Open(file(), clock_);
  ASSERT_TRUE(trail->Note("started", {}));
  const auto size = std::filesystem::file_size(file());
  rlimit old{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = old;
  small.rlim_cur = size + 10;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  EXPECT_EQ(trail->Note("stopped", {}).error(), Fault::kDiskFull);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &old), 0);
  EXPECT_TRUE(trail->Note("stopped", {}));
  EXPECT_EQ(CheckTrail(file())->lines, 2U);
  EXPECT_TRUE(CheckTrail(file())->is_whole);
}

TEST_F(TrailTest, FaultsAreTold) {
  EXPECT_EQ(CheckTrail(folder_ / "none").error(), Fault::kNotFound);
  EXPECT_EQ(Trail::Open(folder_ / "none" / "trail", clock_).error(), Fault::kNotAFolder);
}

}  // namespace
}  // namespace throng
