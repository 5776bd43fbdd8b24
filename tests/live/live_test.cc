// Live cameras as people have them: counted, logged in to, lost and found again, never zero.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/live/stand_in.h"
#include "tests/pipeline/scene.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

class LiveTest : public SceneTest {
 protected:
  void SetUp() override {
    SceneTest::SetUp();
    if (IsSkipped()) return;
    site_ = SiteFor("rtsp://127.0.0.1:9/stream");
    // People who stand still: every picture of it counts the same. The grain shows that it lives.
    const Ended drawn = RunToEnd({THRONG_DRAW_PROGRAM, "video", "--site", site_, "--pictures", "1",
                                  "--seed", "5", "--persons-m2", "0.5", "0.5", "--out",
                                  folder_ / "one.avi", "--truth", folder_ / "one.csv"},
                                 folder_);
    ASSERT_EQ(drawn.code, 0) << drawn.err;
    Encode("h264.mkv", {"-c:v", "libx264", "-g", "10", "-qp", "10"});
  }
  void Encode(const std::string& name, const std::vector<std::string>& how,
              const std::string& grain = ",noise=alls=2:allf=t") const {
    std::vector<std::string> words{"ffmpeg", "-loglevel",
                                   "error",  "-y",
                                   "-i",     folder_ / "one.avi",
                                   "-vf",    "loop=29:1,setpts=N/10/TB" + grain,
                                   "-r",     "10"};
    words.insert(words.end(), how.begin(), how.end());
    words.push_back(folder_ / name);
    const Ended encoded = RunToEnd(words, folder_);
    ASSERT_EQ(encoded.code, 0) << encoded.err;
  }
  // In ticks of 5 s, the shortest there is.
  std::unique_ptr<Process> Counting(const std::string& address,
                                    const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words =
        WithThrong({"count", "--site", site_, "--source", address, "--tick", "5", "--json"});
    words.insert(words.end(), more.begin(), more.end());
    return std::make_unique<Process>(words, folder_);
  }
  void EncodeJpeg() const {
    Encode("mjpeg.mkv",
           {"-c:v", "mjpeg", "-q:v", "2", "-huffman", "default", "-pix_fmt", "yuvj420p"});
  }
  // The newest line for zone "left".
  static nlohmann::json Newest(const Process& throng) {
    nlohmann::json newest;
    std::istringstream lines(throng.OutSoFar());
    for (std::string line; std::getline(lines, line) && line.ends_with('}');) {
      const nlohmann::json told = nlohmann::json::parse(line);
      if (told["zone"] == "left") newest = told;
    }
    return newest;
  }
  static bool IsSeen(const Process& throng) {
    const nlohmann::json newest = Newest(throng);
    return !newest.is_null() && newest["freshness"] == "fresh";
  }
  // What a run over the file counts in "left".
  int CountOf(const std::string& file) const {
    const Ended ended = Throng({"count", "--site", site_, "--source", folder_ / file, "--json"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    return nlohmann::json::parse(ended.out.substr(0, ended.out.find('\n')))["persons"];
  }

  std::string site_;
};

TEST_F(LiveTest, EachKindOfStreamCountsAsItsFileDoes) {
  Encode("h265.mkv", {"-c:v", "libx265", "-x265-params", "log-level=none:keyint=10:qp=10"});
  EncodeJpeg();
  const CameraServer rtsp(folder_, {"--cameras", "3", "--video", folder_ / "h264.mkv", "--video",
                                    folder_ / "h265.mkv", "--video", folder_ / "mjpeg.mkv"});
  const CameraServer http(folder_, {"--http", "--video", folder_ / "mjpeg.mkv"});
  const std::vector<std::pair<std::string, std::string>> kinds{
      {"h264.mkv", rtsp.Address("rtsp", 0)},
      {"h265.mkv", rtsp.Address("rtsp", 1)},
      {"mjpeg.mkv", rtsp.Address("rtsp", 2)},
      {"mjpeg.mkv", http.Address("http", 0)}};
  std::vector<std::unique_ptr<Process>> counts;
  for (const auto& [file, address] : kinds) counts.push_back(Counting(address));
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const auto& [file, address] = kinds[i];
    ASSERT_TRUE(Eventually([&] { return IsSeen(*counts[i]); })) << address;
    const int known = CountOf(file);
    EXPECT_GE(known, 1);
    EXPECT_NEAR(Newest(*counts[i])["persons"].get<int>(), known, 1) << address;
  }
}

TEST_F(LiveTest, ALoginIsToldToTheCameraAndToNobodyElse) {
  constexpr auto kPassword = "correct horse";
  EncodeJpeg();
  const std::string login = std::string("viewer:") + kPassword;
  const std::string h264 = folder_ / "h264.mkv";
  const std::string jpeg = folder_ / "mjpeg.mkv";
  const CameraServer digest(folder_, {"--video", h264, "--login", login});
  const CameraServer basic(folder_, {"--video", h264, "--login", login, "--basic"});
  const CameraServer http(folder_, {"--video", jpeg, "--login", login, "--http"});
  const std::vector<std::string> addresses{digest.Address("rtsp", 0), basic.Address("rtsp", 0),
                                           http.Address("http", 0)};
  struct Try {
    std::string password;
    std::string said;  // empty: it is counted
    std::string line;  // of the file of logins
  };
  const std::string in_clear = "basic = true\n";
  for (const Try& one :
       {Try{"", "the camera wants a login", ""},
        Try{"wrong", "the camera refuses the login", in_clear}, Try{kPassword, "", in_clear}}) {
    const fs::path logins = folder_ / "other.toml";
    const bool none = one.password.empty();
    Write(logins, "[[login]]\nuser = \"viewer\"\npassword = \"" + one.password + "\"\n" + one.line);
    fs::permissions(logins, fs::perms::owner_read | fs::perms::owner_write);
    std::vector<std::unique_ptr<Process>> counts;
    for (const std::string& address : addresses) {
      counts.push_back(none ? Counting(address) : Counting(address, {"--logins", logins}));
    }
    for (std::size_t i = 0; i < addresses.size(); ++i) {
      Process& count = *counts[i];
      EXPECT_TRUE(Eventually([&] {
        return one.said.empty() ? IsSeen(count) : Lines(count.OutSoFar()) >= 2;
      })) << addresses[i]
          << one.password;
      count.Signal(SIGINT);
      const Ended ended = count.Wait();
      EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(kPassword)));
      EXPECT_THAT(ended.err, HasSubstr(one.said)) << addresses[i];
    }
  }
}

TEST_F(LiveTest, ACameraThatWantsThePasswordInClearDoesNotGetIt) {
  const CameraServer basic(
      folder_, {"--video", folder_ / "h264.mkv", "--login", "viewer:secret", "--basic"});
  const fs::path logins = folder_ / "other.toml";
  Write(logins, "[[login]]\nuser = \"viewer\"\npassword = \"secret\"\n");
  fs::permissions(logins, fs::perms::owner_read | fs::perms::owner_write);
  const auto count = Counting(basic.Address("rtsp", 0), {"--logins", logins});
  EXPECT_TRUE(Eventually([&] { return Lines(count->OutSoFar()) >= 2; }));
  count->Signal(SIGINT);
  const Ended ended = count->Wait();
  EXPECT_THAT(ended.err, HasSubstr("the camera wants the password in clear text"));
  EXPECT_THAT(ended.out, Not(HasSubstr("\"fresh\"")));
}

TEST_F(LiveTest, ALostCameraIsBlindAndNeverZeroAndComesBack) {
  const std::vector<std::string> orders{"down 0", "freeze 1", "garbage 2"};
  const CameraServer server(folder_, {"--cameras", "4", "--video", folder_ / "h264.mkv"});
  std::vector<std::unique_ptr<Process>> counts;
  const std::string ledger = folder_ / "down.ledger";
  counts.push_back(Counting(server.Address("rtsp", 0), {"--ledger", ledger}));
  for (int i = 1; i < 4; ++i) counts.push_back(Counting(server.Address("rtsp", i)));
  for (const auto& count : counts) ASSERT_TRUE(Eventually([&] { return IsSeen(*count); }));
  std::vector<int> lines;
  for (const auto& count : counts) lines.push_back(Lines(count->OutSoFar()));
  for (const std::string& order : orders) server.Order(order);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    EXPECT_TRUE(Eventually([&] { return Newest(*counts[i])["freshness"] == "blind"; }))
        << orders[i];
    EXPECT_LE(Lines(counts[i]->OutSoFar()) - lines[i], 2 * 5) << orders[i] << ": 3 ticks and one";
    EXPECT_TRUE(Newest(*counts[i])["persons"].is_null()) << orders[i];
    // One that sends nothing more is late first, and given up for gone by and by.
    const std::string why = Newest(*counts[i])["trouble"];
    EXPECT_TRUE(why == "camera_gone" || (i == 1 && why == "late")) << orders[i] << ": " << why;
  }
  const Ended in_trouble = Throng({"status", "--ledger", ledger});
  EXPECT_EQ(in_trouble.code, 0) << in_trouble.err;
  EXPECT_THAT(in_trouble.out, HasSubstr("1 camera, 1 in trouble"));
  EXPECT_THAT(in_trouble.out, HasSubstr("the camera has no such stream"));
  EXPECT_THAT(counts[3]->OutSoFar(), Not(HasSubstr("stale"))) << "the others have no part in it";
  for (std::size_t i = 0; i < orders.size(); ++i) server.Order("up " + std::to_string(i));
  for (std::size_t i = 0; i < orders.size(); ++i) {
    EXPECT_TRUE(Eventually([&] { return IsSeen(*counts[i]); })) << orders[i] << ", and up";
  }
  counts[0]->Signal(SIGINT);
  const std::string told = counts[0]->Wait().err;
  const std::string why = ": the camera has no such stream\n";
  const std::size_t first = told.find(why);
  EXPECT_NE(first, told.npos) << told;
  EXPECT_EQ(told.find(why, first + 1), told.npos) << "once, not at every tick: " << told;
}

TEST_F(LiveTest, WhyACameraIsBlindIsSaidWithinThreeTicks) {
  struct Trouble {
    std::string video;
    std::string filter;
    std::string said;
    std::string why;  // in the zone's results
  };
  const std::string grain = ",noise=alls=2:allf=t";
  const std::vector<Trouble> troubles{
      {"still.mkv", "", "the picture does not change", "frozen"},
      {"dark.mkv", ",lutyuv=y=16:u=128:v=128" + grain, "the picture is dark", "dark"},
      {"bright.mkv", ",lutyuv=y=250:u=128:v=128" + grain, "the picture is over-exposed",
       "overexposed"},
      {"blurred.mkv", ",gblur=sigma=8" + grain, "the picture is blurred", "blurred"},
      {"small.mkv", ",scale=160:120" + grain, "not of the size in the site file", "camera_gone"}};
  std::vector<std::string> words{"--cameras", std::to_string(troubles.size())};
  for (const Trouble& one : troubles) {
    Encode(one.video, {"-c:v", "libx264", "-g", "10", "-qp", "10"}, one.filter);
    words.insert(words.end(), {"--video", folder_ / one.video});
  }
  const CameraServer server(folder_, words);
  std::vector<std::unique_ptr<Process>> counts;
  for (std::size_t i = 0; i < troubles.size(); ++i) {
    const std::string ledger = folder_ / (troubles[i].video + ".ledger");
    counts.push_back(Counting(server.Address("rtsp", static_cast<int>(i)), {"--ledger", ledger}));
  }
  ASSERT_TRUE(Eventually([&] { return IsSeen(*counts[0]); })) << "the first look shows a place";
  for (std::size_t i = 0; i < troubles.size(); ++i) {
    const std::string ledger = folder_ / (troubles[i].video + ".ledger");
    const Process& count = *counts[i];
    EXPECT_TRUE(Eventually([&] {
      return testing::Value(Throng({"status", "--ledger", ledger}).out,
                            HasSubstr(troubles[i].said));
    })) << troubles[i].said;
    EXPECT_TRUE(Eventually([&] { return Newest(count)["freshness"] == "blind"; }))
        << troubles[i].video;
    EXPECT_EQ(Newest(count)["trouble"], troubles[i].why);
    EXPECT_TRUE(Newest(count)["persons"].is_null()) << troubles[i].video;
    EXPECT_LE(Lines(count.OutSoFar()), 2 * 5) << "3 ticks, one before and one meanwhile";
  }
}

TEST_F(LiveTest, AKilledEyeIsBackWithinTwoSeconds) {
  const CameraServer server(folder_, {"--video", folder_ / "h264.mkv"});
  const std::string ledger = folder_ / "killed.ledger";
  const auto count = Counting(server.Address("rtsp", 0), {"--ledger", ledger});
  ASSERT_TRUE(Eventually([&] { return IsSeen(*count); }));
  for (int i = 0; i < 3; ++i) {
    const std::vector<pid_t> before = count->Children();
    ASSERT_EQ(before.size(), 1U);
    ::kill(before[0], SIGKILL);
    std::this_thread::sleep_for(milliseconds(2000));
    const std::vector<pid_t> after = count->Children();
    ASSERT_EQ(after.size(), 1U);
    EXPECT_NE(after[0], before[0]);
    std::this_thread::sleep_for(milliseconds(1500));
  }
  const int lines = Lines(count->OutSoFar());
  EXPECT_TRUE(Eventually([&] { return Lines(count->OutSoFar()) > lines + 2; }));
  EXPECT_TRUE(IsSeen(*count));
  const auto status =
      nlohmann::json::parse(Throng({"status", "--ledger", ledger, "--json"}).out)["cameras"][0];
  EXPECT_EQ(status["camera"], "cam");
  EXPECT_EQ(status["trouble"], "");
  EXPECT_EQ(status["restarts"], 3);
  EXPECT_LE(status["age_s"].get<double>(), 5 + 2);
  count->Signal(SIGINT);
  count->Wait();
  EXPECT_EQ(Sql(ledger, "PRAGMA integrity_check"), "ok\n");
}

}  // namespace
}  // namespace throng
