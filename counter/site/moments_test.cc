// Moments in a site file: read, complained about, and added without harm to the rest.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "counter/site/load.h"
#include "counter/site/test_good_site.h"

namespace throng {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

std::string WithMoment(const std::string& moment) {
  return std::string(kGoodSite) + "\n[[moment]]\n" + moment;
}

std::string ComplaintsAbout(const std::string& moment) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseSite(WithMoment(moment), complaints));
  return AllOf(complaints);
}

TEST(Moments, BelongToTheirCameraInTheFilesOrder) {
  std::vector<Complaint> complaints;
  const Result<Site> site =
      ParseSite(WithMoment("camera = \"yard\"\nmodel = \"hog\"\ncounted = 3\nknown = 5\n"
                           "[[moment]]\ncamera = \"yard\"\nmodel = \"net\"\ncounted = 0\n"
                           "known = 4092\n"),
                complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  EXPECT_TRUE(site->cameras[0].moments.empty());
  ASSERT_EQ(site->cameras[1].moments.size(), 2U);
  EXPECT_EQ(site->cameras[1].moments[0].model, "hog");
  EXPECT_EQ(site->cameras[1].moments[0].counted, Persons(3));
  EXPECT_EQ(site->cameras[1].moments[0].known, Persons(5));
  EXPECT_EQ(site->cameras[1].moments[1].known, Persons(4092));
}

TEST(Moments, EachMistakeIsReportedWithItsField) {
  EXPECT_THAT(ComplaintsAbout("model = \"hog\"\ncounted = 3\nknown = 5\n"),
              HasSubstr("moment 1: the key \"camera\" is missing"));
  EXPECT_THAT(ComplaintsAbout("camera = \"yrd\"\nmodel = \"hog\"\ncounted = 3\nknown = 5\n"),
              HasSubstr("there is no camera \"yrd\"; the cameras are: \"hall\", \"yard\""));
  EXPECT_THAT(ComplaintsAbout("camera = \"yard\"\nmodel = \"hog\"\ncounted = 3.5\nknown = 5\n"),
              HasSubstr("moment 1, counted: this must be a whole number of people"));
  EXPECT_THAT(ComplaintsAbout("camera = \"yard\"\nmodel = \"hog\"\ncounted = 3\nknown = -1\n"),
              HasSubstr("moment 1, known: this must be a number from 0 to 4092"));
  EXPECT_THAT(ComplaintsAbout("camera = \"yard\"\nmodel = \"hog\"\ncounted = 3\nknown = 1\nby=1\n"),
              HasSubstr("by"));
}

class AppendTest : public testing::Test {
 protected:
  AppendTest() {
    std::string name = fs::temp_directory_path() / "throng-XXXXXX";
    folder_ = ::mkdtemp(name.data());
    file_ = folder_ / "site.toml";
    Fill(std::string(kGoodSite));
  }
  ~AppendTest() override { fs::remove_all(folder_); }

  void Fill(const std::string& text) const { std::ofstream(file_, std::ios::binary) << text; }
  std::string Text() const {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::ptrdiff_t Files() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }

  fs::path folder_;
  fs::path file_;
};

const Moment kMoment{.model = "net-\"1\\", .counted = Persons(11), .known = Persons(14)};

TEST_F(AppendTest, WhatWasThereStaysAndTheMomentIsReadBack) {
  ASSERT_TRUE(AppendMoment(file_, "yard", kMoment));
  ASSERT_TRUE(AppendMoment(file_, "yard", kMoment));
  EXPECT_TRUE(Text().starts_with(kGoodSite));
  std::vector<Complaint> complaints;
  const Result<Site> site = LoadSite(file_, complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  ASSERT_EQ(site->cameras[1].moments.size(), 2U);
  EXPECT_EQ(site->cameras[1].moments[1].model, kMoment.model);
  EXPECT_EQ(site->cameras[1].moments[1].known, kMoment.known);
  EXPECT_EQ(Files(), 1);
}

TEST_F(AppendTest, ALineWithoutItsEndIsEndedFirst) {
  Fill(std::string(kGoodSite) + "# the end");
  ASSERT_TRUE(AppendMoment(file_, "yard", kMoment));
  EXPECT_THAT(Text(), HasSubstr("# the end\n\n[[moment]]\n"));
}

TEST_F(AppendTest, ModeAndLinksAreKept) {
  ASSERT_EQ(::chmod(file_.c_str(), 0640), 0);
  fs::create_symlink("site.toml", folder_ / "link.toml");
  ASSERT_TRUE(AppendMoment(folder_ / "link.toml", "yard", kMoment));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link.toml"));
  EXPECT_THAT(Text(), HasSubstr("[[moment]]"));
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms(0640));
}

TEST_F(AppendTest, AFileThatWouldHaveAMistakeIsLeftAsItIs) {
  const Status refused = AppendMoment(file_, "nowhere", kMoment);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), Fault::kSiteMistakes);
  EXPECT_EQ(Text(), kGoodSite);
  EXPECT_EQ(Files(), 1);
}

TEST_F(AppendTest, AFileThatIsNotThereIsNotMade) {
  const Status refused = AppendMoment(folder_ / "other.toml", "yard", kMoment);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), Fault::kNotFound);
  EXPECT_EQ(Files(), 1);
}

}  // namespace
}  // namespace throng
