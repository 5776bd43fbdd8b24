// Live cameras as people have them: counted, logged in to, lost and found again, never zero.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/pipeline/scene.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

bool Eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 600; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(50));
  }
  return false;
}

// Stands in for cameras; takes orders (camera_server --help).
class CameraServer {
 public:
  CameraServer(const fs::path& folder, std::vector<std::string> words)
      : folder_(folder / ("server" + std::to_string(++servers_))), orders_(folder_ / "orders") {
    fs::create_directory(folder_);
    EXPECT_EQ(::mkfifo(orders_.c_str(), 0600), 0);
    words.insert(words.begin(), {CAMERA_SERVER, "--seconds", "240", "--orders-from", orders_});
    process_ = std::make_unique<Process>(words, folder_);
    EXPECT_TRUE(Eventually([&] { return process_->OutSoFar().starts_with("ready "); }));
    std::istringstream(process_->OutSoFar().substr(6)) >> port_;
  }
  std::string Address(const std::string& scheme, const std::string& path = "/cam0") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_) + path;
  }
  void Order(const std::string& order) const { std::ofstream(orders_) << order << std::endl; }

 private:
  inline static int servers_ = 0;
  fs::path folder_;
  fs::path orders_;
  std::unique_ptr<Process> process_;
  int port_ = 0;
};

class LiveTest : public SceneTest {
 protected:
  void SetUp() override {
    SceneTest::SetUp();
    if (IsSkipped()) return;
    site_ = SiteFor("rtsp://127.0.0.1:9/stream");
    // People who stand still: every picture of it counts the same.
    const Ended drawn = RunToEnd({THRONG_DRAW_PROGRAM, "video", "--site", site_, "--pictures", "1",
                                  "--seed", "5", "--persons-m2", "0.5", "0.5", "--out",
                                  folder_ / "one.avi", "--truth", folder_ / "one.csv"},
                                 folder_);
    ASSERT_EQ(drawn.code, 0) << drawn.err;
    Encode("h264.mkv", {"-c:v", "libx264", "-g", "10", "-qp", "10"});
  }
  void Encode(const std::string& name, const std::vector<std::string>& how) const {
    std::vector<std::string> words{"ffmpeg", "-loglevel",
                                   "error",  "-y",
                                   "-i",     folder_ / "one.avi",
                                   "-vf",    "loop=29:1,setpts=N/10/TB",
                                   "-r",     "10"};
    words.insert(words.end(), how.begin(), how.end());
    words.push_back(folder_ / name);
    const Ended encoded = RunToEnd(words, folder_);
    ASSERT_EQ(encoded.code, 0) << encoded.err;
  }
  std::vector<std::string> Counting(const std::string& address) const {
    return WithThrong({"count", "--site", site_, "--source", address, "--tick", "5", "--json"});
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
  Encode("mjpeg.mkv",
         {"-c:v", "mjpeg", "-q:v", "2", "-huffman", "default", "-pix_fmt", "yuvj420p"});
  struct Kind {
    std::string file;
    std::string scheme;
    std::vector<std::string> words;
  };
  const std::vector<Kind> kinds{{"h264.mkv", "rtsp", {}},
                                {"h265.mkv", "rtsp", {}},
                                {"mjpeg.mkv", "rtsp", {}},
                                {"mjpeg.mkv", "http", {"--http"}}};
  for (const Kind& kind : kinds) {
    std::vector<std::string> words{"--video", folder_ / kind.file};
    words.insert(words.end(), kind.words.begin(), kind.words.end());
    const CameraServer server(folder_, words);
    Process throng(Counting(server.Address(kind.scheme)), folder_);
    ASSERT_TRUE(Eventually([&] { return IsSeen(throng); })) << kind.file << throng.OutSoFar();
    const int known = CountOf(kind.file);
    EXPECT_GE(known, 1);
    EXPECT_NEAR(Newest(throng)["persons"].get<int>(), known, 1) << kind.scheme << kind.file;
    throng.Signal(SIGINT);
    EXPECT_EQ(throng.Wait().code, 130);
  }
}

TEST_F(LiveTest, ALoginIsToldToTheCameraAndToNobodyElse) {
  constexpr auto kPassword = "correct horse";
  const fs::path logins = folder_ / "logins.toml";
  for (const std::string& how : {std::string(), std::string("--basic"), std::string("--http")}) {
    Encode("mjpeg.mkv",
           {"-c:v", "mjpeg", "-q:v", "2", "-huffman", "default", "-pix_fmt", "yuvj420p"});
    const bool http = how == "--http";
    std::vector<std::string> words{"--video", folder_ / (http ? "mjpeg.mkv" : "h264.mkv"),
                                   "--login", std::string("viewer:") + kPassword};
    if (!how.empty()) words.push_back(how);
    const CameraServer server(folder_, words);
    const auto counted = [&](const std::string& password,
                             const std::function<bool(Process&)>& done) {
      fs::remove(logins);
      if (!password.empty()) {
        Write(logins, "[[login]]\nuser = \"viewer\"\npassword = \"" + password + "\"\n");
        fs::permissions(logins, fs::perms::owner_read | fs::perms::owner_write);
      }
      Process throng(Counting(server.Address(http ? "http" : "rtsp")), folder_);
      EXPECT_TRUE(Eventually([&] { return done(throng); })) << how << password;
      throng.Signal(SIGINT);
      const Ended ended = throng.Wait();
      EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(kPassword)));
      return ended.err;
    };
    const auto two_lines = [](const Process& throng) { return Lines(throng.OutSoFar()) >= 2; };
    EXPECT_THAT(counted("", two_lines), HasSubstr("the camera wants a login")) << how;
    EXPECT_THAT(counted("wrong", two_lines), HasSubstr("the camera refuses the login")) << how;
    counted(kPassword, IsSeen);
  }
}

TEST_F(LiveTest, ALostCameraIsBlindAndNeverZeroAndComesBack) {
  const CameraServer server(folder_, {"--video", folder_ / "h264.mkv"});
  Process throng(Counting(server.Address("rtsp")), folder_);
  ASSERT_TRUE(Eventually([&] { return IsSeen(throng); }));
  for (const std::string& order :
       {std::string("down 0"), std::string("freeze 0"), std::string("garbage 0")}) {
    const int lines = Lines(throng.OutSoFar());
    server.Order(order);
    EXPECT_TRUE(Eventually([&] { return Newest(throng)["freshness"] == "blind"; })) << order;
    EXPECT_LE(Lines(throng.OutSoFar()) - lines, 2 * 5) << order << ": within three ticks and one";
    EXPECT_TRUE(Newest(throng)["persons"].is_null()) << order;
    server.Order("up 0");
    EXPECT_TRUE(Eventually([&] { return IsSeen(throng); })) << order << " and up";
  }
}

TEST_F(LiveTest, AKilledEyeIsBackWithinTwoSeconds) {
  const CameraServer server(folder_, {"--video", folder_ / "h264.mkv"});
  Process throng(Counting(server.Address("rtsp")), folder_);
  ASSERT_TRUE(Eventually([&] { return IsSeen(throng); }));
  for (int i = 0; i < 5; ++i) {
    const std::vector<pid_t> before = throng.Children();
    ASSERT_EQ(before.size(), 1U);
    ::kill(before[0], SIGKILL);
    std::this_thread::sleep_for(milliseconds(2000));
    const std::vector<pid_t> after = throng.Children();
    ASSERT_EQ(after.size(), 1U);
    EXPECT_NE(after[0], before[0]);
    std::this_thread::sleep_for(milliseconds(1500));
  }
  std::this_thread::sleep_for(milliseconds(5500));
  EXPECT_TRUE(IsSeen(throng));
}

}  // namespace
}  // namespace throng
