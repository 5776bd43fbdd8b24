// Bad input gets a message with its cure and a documented exit code, and does no harm.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <optional>

#include "tests/pipeline/scene.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class BadInputTest : public SceneTest {
 protected:
  // Counting `video` must end with `code` and say `words` about it.
  void ExpectRefused(const fs::path& video, int code, const std::string& words) {
    const Ended ended = Throng({"count", "--site", SiteFor(video)});
    EXPECT_EQ(ended.code, code) << ended.err;
    EXPECT_THAT(ended.err, AllOf(HasSubstr(video.filename().string()), HasSubstr(words)));
  }
  // Runs a shell script that finds a small file system, mounted with `options`, at disk_. Nothing
  // if this system lets nobody mount one: it is the test's own, in a namespace that ends with it.
  std::optional<Ended> OnADiskOfItsOwn(const std::string& options, const std::string& script) {
    fs::create_directories(disk_);
    const std::string mount = "mount -t tmpfs -o " + options + " tmpfs " + disk_.string();
    Ended ended =
        RunToEnd({"unshare", "-rm", "sh", "-c", mount + " || exit 99\n" + script}, folder_);
    if (ended.code == 99 || ended.err.find("unshare failed") != std::string::npos) return {};
    return ended;
  }
  static std::string Bytes(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  const fs::path disk_ = folder_ / "disk";
};

TEST_F(BadInputTest, NoVideoIsSaidToBeMissing) {
  ExpectRefused(folder_ / "none.avi", 4, "there is no such file");
}

TEST_F(BadInputTest, AnEmptyVideoIsSaidToBeEmpty) {
  Write(folder_ / "empty.avi", "");
  ExpectRefused(folder_ / "empty.avi", 4, "it is empty");
}

TEST_F(BadInputTest, ATextIsNoVideo) {
  Write(folder_ / "notes.avi", std::string(5000, 'x') + "\n");
  ExpectRefused(folder_ / "notes.avi", 4, "it is not a video");
}

TEST_F(BadInputTest, AFolderIsNoVideo) { ExpectRefused(folder_, 4, "it is not a video"); }

TEST_F(BadInputTest, ATruncatedVideoIsCountedToWhereItBreaksOff) {
  for (const char* name : {"v.avi", "v.mkv"}) {
    const std::string whole = Bytes(Draw(name, 20));
    const fs::path cut = folder_ / (std::string("cut_") + name);
    Write(cut, whole.substr(0, whole.size() / 2));
    const std::string ledger = folder_ / (std::string(name) + ".ledger");
    const Ended ended = Throng({"count", "--site", SiteFor(cut), "--ledger", ledger});
    EXPECT_EQ(ended.code, 6) << name << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("stops before the end that its header states")) << name;
    const int windows = std::stoi(Sql(ledger, "SELECT count(*) / 2 FROM occupancy"));
    EXPECT_GT(windows, 5) << name;
    EXPECT_LT(windows, 15) << name;
  }
}

TEST_F(BadInputTest, AnMp4CutBeforeItsIndexIsRefused) {
  const std::string whole = Bytes(Draw("v.mp4", 4));
  Write(folder_ / "cut.mp4", whole.substr(0, whole.size() / 2));
  ExpectRefused(folder_ / "cut.mp4", 4, "its head or its index is cut off");
}

TEST_F(BadInputTest, CorruptBytesInTheMiddleDoNotStopTheCount) {
  std::string bytes = Bytes(Draw("v.avi", 10));
  for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 2000; ++i) bytes[i] = '\xAA';
  Write(folder_ / "bad.avi", bytes);
  const Ended ended = Throng({"count", "--site", SiteFor(folder_ / "bad.avi"), "--json"});
  EXPECT_THAT(ended.code, testing::AnyOf(0, 6)) << ended.err;
  EXPECT_GE(Lines(ended.out), 9 * 2) << "each tick is told, seen or blind";
}

TEST_F(BadInputTest, PicturesOfAnotherSizeAreRefusedWithTheSizeThatIsWanted) {
  const Ended ended = Throng({"count", "--site", SiteFor(Draw("v.avi", 2), 130)});
  EXPECT_EQ(ended.code, 4) << ended.err;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("130 x 160"), HasSubstr("`picture`")));
}

TEST_F(BadInputTest, EveryMistakeInASiteFileIsNamedWithItsLine) {
  const fs::path site = folder_ / "bad.toml";
  Write(site,
        "[site]\nname = \"bad\"\n\n[[camera]]\nname = \"cam\"\nsource = \"v.avi\"\n"
        "picture = [128, 160]\nfield_of_view_deg = 60.0\n"
        "pose = { height_m = 5.0, tilt_deg = 45.0 }\n\n"
        "[[zone]]\nname = \"left\"\nkind = \"walkway\"\ncamera = \"cam\"\ncolour = \"red\"\n"
        "image = [[0, 50], [64, 150], [64, 50], [0, 150]]\n\n"
        "[[zone]]\nname = \"left\"\nkind = \"walkway\"\ncamera = \"cam\"\n"
        "image = [[0, 50], [640, 50], [64, 150], [0, 150]]\n");
  for (const auto& words : {std::vector<std::string>{"check", site},
                            std::vector<std::string>{"count", "--site", site}}) {
    const Ended ended = Throng(words);
    EXPECT_EQ(ended.code, 3);
    EXPECT_THAT(ended.err, AllOf(HasSubstr("bad.toml:15: "), HasSubstr("bad.toml:16: "),
                                 HasSubstr("bad.toml:19: "), HasSubstr("bad.toml:22: "),
                                 HasSubstr("mistakes")));
  }
}

TEST_F(BadInputTest, CheckSaysThatACameraStandsTooLowForTheNetwork) {
  for (const auto& [height, low] : {std::pair{"1.5", true}, std::pair{"5.0", false}}) {
    const fs::path site = folder_ / "low.toml";
    Write(site,
          "[site]\nname = \"low\"\n\n[[camera]]\nname = \"cam\"\nsource = \"v.avi\"\n"
          "picture = [128, 160]\nfield_of_view_deg = 60.0\npose = { height_m = " +
              std::string(height) +
              ", tilt_deg = 45.0 }\n\n"
              "[[zone]]\nname = \"all\"\nkind = \"walkway\"\ncamera = \"cam\"\n"
              "image = [[0, 50], [128, 50], [128, 150], [0, 150]]\n");
    const Ended ended = Throng({"check", site});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out.find("too low") != std::string::npos, low) << ended.out;
  }
}

TEST_F(BadInputTest, OutputsThatCannotBeMadeAreNoticedBeforeTheCount) {
  const std::string site = SiteFor(Draw("v.avi", 2));
  for (const char* option : {"--ledger", "--csv", "--chart"}) {
    const std::string where = folder_ / "none" / "x.svg";
    const Ended ended = Throng({"count", "--site", site, option, where});
    EXPECT_EQ(ended.code, 5) << option;
    EXPECT_THAT(ended.err, AllOf(HasSubstr(where), HasSubstr("the folder does not exist")));
    EXPECT_EQ(ended.out, "") << option;
  }
}

TEST_F(BadInputTest, AForeignFileIsNoLedgerAndIsLeftAsItIs) {
  const std::string site = SiteFor(Draw("v.avi", 2));
  const fs::path recipe = folder_ / "recipe.txt";
  Write(recipe, "flour, water, salt, and a good deal of patience with the dough");
  EXPECT_EQ(Throng({"count", "--site", site, "--ledger", recipe}).code, 5);
  EXPECT_EQ(Throng({"export", "--ledger", recipe}).code, 5);
  EXPECT_THAT(Bytes(recipe), HasSubstr("patience"));
}

TEST_F(BadInputTest, AFullDiskStopsTheCountAndLeavesTheLedgerWhole) {
  const std::string site = SiteFor(Draw("v.avi", 60));
  const std::optional<Ended> ended = OnADiskOfItsOwn(
      "size=256k", std::string(THRONG_PROGRAM) + " count --site " + site + " --tick 0.1 --ledger " +
                       disk_.string() + "/l.ledger\ncode=$?\ncp " + disk_.string() + "/l.ledger* " +
                       folder_.string() + "\nexit $code\n");
  if (!ended) GTEST_SKIP() << "this system lets nobody mount a small file system of his own";
  EXPECT_EQ(ended->code, 5) << ended->err;
  EXPECT_THAT(ended->err, HasSubstr("the disk is full"));
  EXPECT_EQ(Sql(folder_ / "l.ledger", "PRAGMA integrity_check"), "ok\n");
  EXPECT_GT(std::stoi(Sql(folder_ / "l.ledger", "SELECT count(*) FROM occupancy")), 20);
  EXPECT_EQ(Sql(folder_ / "l.ledger", "SELECT count(*) % 2 FROM occupancy"), "0\n")
      << "a window is kept for all zones or for none";
}

TEST_F(BadInputTest, AFolderThatCannotBeWrittenToIsNoticedBeforeTheCount) {
  const std::string site = SiteFor(Draw("v.avi", 2));
  for (const std::string option : {"--ledger", "--csv", "--chart"}) {
    const std::string where = disk_ / "x.svg";
    const std::optional<Ended> ended =
        OnADiskOfItsOwn("ro", std::string(THRONG_PROGRAM) + " count --site " + site + " " + option +
                                  " " + where + "\n");
    if (!ended) GTEST_SKIP() << "this system lets nobody mount a small file system of his own";
    EXPECT_EQ(ended->code, 5) << option << ended->err;
    EXPECT_THAT(ended->err, AllOf(HasSubstr(where), HasSubstr("does not permit it"),
                                  HasSubstr("whether the disk is read-only")));
    EXPECT_EQ(ended->out, "") << option;
  }
}

TEST_F(BadInputTest, APasswordInAnAddressIsNotShown) {
  const std::string site = SiteFor(Draw("v.avi", 1));
  for (const std::string address :
       {"rtsp://admin:secretpw@10.0.0.5/a", "https:/admin:secretpw@a"}) {
    const Ended ended = Throng({"count", "--site", site, "--source", address});
    EXPECT_NE(ended.code, 0);
    EXPECT_THAT(ended.err, Not(HasSubstr("secretpw"))) << address;
  }
  EXPECT_THAT(Throng({"count", "--site", site, "--source", "there-is-none.avi"}).err,
              HasSubstr("there-is-none.avi"))
      << "control: other names are shown";
}

TEST_F(BadInputTest, WrongCommandLinesAreSaidToBeWrong) {
  EXPECT_EQ(Throng({}).code, 2);
  EXPECT_EQ(Throng({"recognise-faces"}).code, 2);
  EXPECT_EQ(Throng({"count"}).code, 2);
  EXPECT_EQ(Throng({"count", "--site", "x", "--start", "yesterday"}).code, 2);
  const std::string site = SiteFor(Draw("v.avi", 2));
  EXPECT_EQ(Throng({"export", "--ledger", "none.ledger"}).code, 5);
  EXPECT_EQ(Throng({"eval", "--site", site, "--truth", "none.csv"}).code, 3);
}

}  // namespace
}  // namespace throng
