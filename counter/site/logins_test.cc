// Logins find their cameras, their mistakes are told, and nobody but us may read them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/logins.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <ostream>
#include <string>
#include <string_view>

#include "counter/site/test_good_site.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

// Line 1 to 8.
constexpr std::string_view kGood = R"([[login]]
cameras = ["hall", "yard"]
user = "throng"
password = "secret one"

[[login]]
user = "viewer"
password = "secret \"two\" \u00e9"
)";

class LoadLoginsTest : public testing::Test {
 protected:
  LoadLoginsTest()
      : folder_(fs::temp_directory_path() / ("throng_logins." + std::to_string(::getpid()))),
        file_(folder_ / "logins.toml") {
    fs::create_directories(folder_);
  }
  ~LoadLoginsTest() override { fs::remove_all(folder_); }

  Result<std::vector<std::optional<Login>>> Load(std::string_view text) {
    std::ofstream(file_, std::ios::binary) << text;
    EXPECT_EQ(::chmod(file_.c_str(), 0600), 0);
    complaints_.clear();
    return LoadLogins(file_, site_, complaints_);
  }
  static Site GoodSite() {  // cameras hall, yard, door
    std::vector<Complaint> complaints;
    return *ParseSite(kGoodSite, complaints);
  }

  const fs::path folder_;
  const fs::path file_;
  const Site site_ = GoodSite();
  std::vector<Complaint> complaints_;
};

TEST_F(LoadLoginsTest, OnlyWhereItIsWrittenMayAPasswordGoInClear) {
  const std::string login = "[[login]]\nuser = \"a\"\npassword = \"b\"\n";
  const auto in_clear = [&](const std::string& line) {
    const auto logins = Load(login + line);
    return logins && (*logins)[0]->may_go_in_clear;
  };
  EXPECT_TRUE(in_clear("basic = true\n"));
  EXPECT_FALSE(in_clear("basic = false\n"));
  EXPECT_FALSE(in_clear(""));
  EXPECT_FALSE(in_clear("basic = \"true\"\n"));
  ASSERT_EQ(complaints_.size(), 1U);
  EXPECT_EQ(complaints_[0].line, 4);
}

TEST_F(LoadLoginsTest, ALoginWithoutCamerasIsForAllTheOthers) {
  const auto logins = Load(kGood);
  ASSERT_TRUE(logins) << AllOf(complaints_);
  ASSERT_EQ(logins->size(), 3U);
  ASSERT_TRUE((*logins)[0] && (*logins)[1] && (*logins)[2]);
  EXPECT_EQ((*logins)[0]->user, "throng");
  EXPECT_EQ((*logins)[1]->password, "secret one");
  EXPECT_EQ((*logins)[2]->user, "viewer");
  EXPECT_EQ((*logins)[2]->password, "secret \"two\" \xC3\xA9");
  EXPECT_FALSE((*logins)[0]->may_go_in_clear);
  EXPECT_TRUE(complaints_.empty());
}

TEST_F(LoadLoginsTest, ACameraThatNoLoginNamesHasNone) {
  const auto logins = Load("[[login]]\ncameras = [\"yard\"]\nuser = \"u\"\npassword = \"p\"\n");
  ASSERT_TRUE(logins) << AllOf(complaints_);
  EXPECT_FALSE((*logins)[0]);
  ASSERT_TRUE((*logins)[1]);
  EXPECT_EQ((*logins)[1]->user, "u");
  EXPECT_FALSE((*logins)[2]);
}

TEST_F(LoadLoginsTest, AFileThatOthersMayReadOrWriteIsRefused) {
  ASSERT_TRUE(Load(kGood));
  for (const mode_t open : {0640, 0620, 0604, 0602, 0644}) {
    ASSERT_EQ(::chmod(file_.c_str(), open), 0);
    const auto logins = LoadLogins(file_, site_, complaints_);
    ASSERT_FALSE(logins) << open;
    EXPECT_EQ(logins.error(), Fault::kLoginsAreOpen) << open;
  }
  for (const mode_t closed : {0600, 0400, 0700}) {  // control
    ASSERT_EQ(::chmod(file_.c_str(), closed), 0);
    EXPECT_TRUE(LoadLogins(file_, site_, complaints_)) << closed;
  }
}

TEST_F(LoadLoginsTest, AFileOfAnotherUserIsRefused) {
  ASSERT_TRUE(Load(kGood));
  constexpr uid_t kNobody = 65534;
  if (::chown(file_.c_str(), kNobody, kNobody) != 0) GTEST_SKIP() << "only root gives files away";
  const auto logins = LoadLogins(file_, site_, complaints_);
  ASSERT_FALSE(logins);
  EXPECT_EQ(logins.error(), Fault::kLoginsAreOpen);
}

TEST_F(LoadLoginsTest, WhatIsNoFileIsNotFoundAndNotWaitedFor) {
  EXPECT_EQ(LoadLogins(folder_ / "none.toml", site_, complaints_).error(), Fault::kNotFound);
  EXPECT_EQ(LoadLogins(folder_, site_, complaints_).error(), Fault::kNotFound);
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(LoadLogins(folder_ / "pipe", site_, complaints_).error(), Fault::kNotFound);
}

struct Case {
  std::string_view name;
  std::string from;  // a part of the good file ...
  std::string to;    // ... and what stands there instead
  int line;
  std::string_view field;
  std::string_view text;  // a part of the complaint
};

void PrintTo(const Case& test_case, std::ostream* out) { *out << test_case.name; }

class LoginMistake : public LoadLoginsTest, public testing::WithParamInterface<Case> {};

TEST_P(LoginMistake, IsReportedOnceWithItsLineAndFieldAndWithoutAPassword) {
  const Case& expected = GetParam();
  std::string text(kGood);
  const std::size_t at = text.find(expected.from);
  ASSERT_NE(at, std::string::npos);
  const auto logins = Load(text.replace(at, expected.from.size(), expected.to));
  ASSERT_FALSE(logins);
  EXPECT_EQ(logins.error(), Fault::kBadLogins);
  ASSERT_EQ(complaints_.size(), 1U) << AllOf(complaints_);
  EXPECT_EQ(complaints_[0].line, expected.line);
  EXPECT_EQ(complaints_[0].field, expected.field);
  EXPECT_NE(complaints_[0].text.find(expected.text), std::string::npos) << complaints_[0].text;
  EXPECT_EQ(AllOf(complaints_).find("secret"), std::string::npos) << AllOf(complaints_);
}

std::string NameOfCase(const testing::TestParamInfo<Case>& info) {
  return std::string(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(
    All, LoginMistake,
    testing::Values(
        Case{"Unreadable", "\"secret one\"", "secret one", 4, "file", "cannot be read"},
        Case{"Unclosed", "\"secret one\"", "\"secret one", 4, "file", "cannot be read"},
        Case{"UnknownEscape", "\"secret one\"", "\"secret\\ one\"", 4, "file", "cannot be read"},
        Case{"WrittenTwice", "\"secret one\"", "\"secret one\"\npassword = \"secret\"", 5, "file",
             "cannot be read"},
        Case{"ForeignLetter", "\"secret one\"", "secret\xC3\xA9", 4, "file", "outside of quotes"},
        Case{"TooLarge", "[[login]]", std::string(1024 * 1024, '#') + "\n[[login]]", 0, "file",
             "larger than 1 MiB"},
        Case{"UnknownPart", "[[login]]", "[site]\n[[login]]", 1, "file", "\"site\" is unknown"},
        Case{"Empty", std::string(kGood), "", 0, "login", "[[login]]"},
        Case{"SingleBrackets", std::string(kGood), "[login]\nuser = \"u\"\n", 1, "login",
             "double brackets"},
        Case{"UnknownKey", "cameras = [\"hall\", \"yard\"]",
             "cameras = [\"hall\", \"yard\"]\ncamera = \"door\"", 3, "login 1",
             "did you mean \"cameras\"?"},
        Case{"NoUser", "user = \"throng\"\n", "", 1, "login 1", "\"user\" is missing"},
        Case{"NoPassword", "password = \"secret one\"", "", 1, "login 1",
             "\"password\" is missing"},
        Case{"PasswordNoText", "\"secret one\"", "1234", 4, "login 1, password", "text in quotes"},
        Case{"PasswordEmpty", "\"secret one\"", "\"\"", 4, "login 1, password", "empty"},
        Case{"PasswordTooLong", "\"secret one\"", "\"" + std::string(129, 's') + "\"", 4,
             "login 1, password", "129 bytes"},
        Case{"PasswordWithLineBreak", "\"secret one\"", "\"secret\\r\\none\"", 4,
             "login 1, password", "control character"},
        Case{"UserEmpty", "\"throng\"", "\"\"", 3, "login 1, user", "empty"},
        Case{"UserWithColon", "\"throng\"", "\"thr:ong\"", 3, "login 1, user", "colon"},
        Case{"UserWithLineBreak", "\"throng\"", "\"thr\\nong\"", 3, "login 1, user",
             "control character"},
        Case{"CamerasNoList", "[\"hall\", \"yard\"]", "\"hall\"", 2, "login 1, cameras",
             "square brackets"},
        Case{"CameraNoText", "\"yard\"]", "7]", 2, "login 1, cameras[2]",
             "this must look like \"north\""},
        Case{"NoCameras", "[\"hall\", \"yard\"]", "[]", 2, "login 1, cameras", "list is empty"},
        Case{"UnknownCamera", "\"yard\"]", "\"yrad\"]", 2, "login 1, cameras[2]",
             "no camera \"yrad\"; the cameras are: \"hall\", \"yard\", \"door\""},
        Case{"CameraTwice", "\"yard\"]", "\"hall\"]", 2, "login 1, cameras[2]",
             "already named in the login on line 1"},
        Case{"CameraInTwoLogins", "user = \"viewer\"", "user = \"viewer\"\ncameras = [\"yard\"]", 8,
             "login 2, cameras[1]", "already named in the login on line 1"},
        Case{"TwoForTheOthers", "cameras = [\"hall\", \"yard\"]\n", "", 5, "login 2",
             "the login on line 1 names no cameras either"}),
    NameOfCase);

TEST_F(LoadLoginsTest, UserAndPasswordMayBe128BytesLong) {
  const std::string longest(128, 'x');
  const auto logins =
      Load("[[login]]\nuser = \"" + longest + "\"\npassword = \"" + longest + "\"\n");
  ASSERT_TRUE(logins) << AllOf(complaints_);
  EXPECT_EQ((*logins)[0]->password, longest);
}

TEST_F(LoadLoginsTest, AllMistakesAreToldInOnePassInTheFilesOrder) {
  ASSERT_FALSE(Load("[[login]]\ncameras = [\"gate\"]\nuser = \"a:b\"\npasword = \"secret\"\n"));
  ASSERT_EQ(complaints_.size(), 4U) << AllOf(complaints_);
  EXPECT_EQ(complaints_[0].field, "login 1");  // no password
  EXPECT_EQ(complaints_[1].line, 2);
  EXPECT_EQ(complaints_[2].line, 3);
  EXPECT_EQ(complaints_[3].line, 4);
}

}  // namespace
}  // namespace throng
