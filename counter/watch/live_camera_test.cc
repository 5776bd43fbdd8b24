// A live camera that sends scripts to scripted eyes: what is told, and what comes after an end.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/live_camera.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The machine's time, and what a test adds to it.
class ShiftedClock final : public Clock {
 public:
  Instant Now() const override { return machine_.Now(); }
  Duration Steady() const override { return machine_.Steady() + shift; }
  void SleepUntil(Duration steady) override { machine_.SleepUntil(steady - shift); }
  Duration shift{0};

 private:
  SystemClock machine_;
};

// Sends one script to each who connects, the last one again and again.
class ScriptedCamera {
 public:
  explicit ScriptedCamera(std::vector<std::string> scripts)
      : scripts_(std::move(scripts)), listens_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto* const address = reinterpret_cast<sockaddr*>(&at);
    EXPECT_EQ(::bind(listens_.get(), address, size), 0);
    EXPECT_EQ(::listen(listens_.get(), 8), 0);
    EXPECT_EQ(::getsockname(listens_.get(), address, &size), 0);
    port_ = ::ntohs(at.sin_port);
  }
  LiveFeed Feed() const {
    return {.address = *ParseCameraAddress("http://127.0.0.1:" + std::to_string(port_) + "/"),
            .login = std::nullopt};
  }
  // Takes a call that has come.
  void Serve() {
    pollfd call{.fd = listens_.get(), .events = POLLIN, .revents = 0};
    if (::poll(&call, 1, 0) != 1) return;
    const std::string& script = scripts_[std::min(calls, scripts_.size() - 1)];
    lines_.emplace_back(::accept4(listens_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    EXPECT_EQ(::write(lines_.back().get(), script.data(), script.size()),
              static_cast<ssize_t>(script.size()));
    ++calls;
  }
  void HangUp() { lines_.clear(); }
  void Stop() { listens_.Close(); }

  std::size_t calls = 0;

 private:
  std::vector<std::string> scripts_;
  Descriptor listens_;
  std::uint16_t port_ = 0;
  std::vector<Descriptor> lines_;
};

const Brief kBrief{.camera = PoseStraightDown({640, 480}),
                   .steps = {.every = seconds(15)},
                   .pace = Pace::kRealTime,
                   .live = CameraProtocol::kHttp,
                   .patches = {{{0, 0}, {9, 0}, {9, 9}}}};

class LiveCameraTest : public testing::Test {
 protected:
  LiveCamera Live(const ScriptedCamera& camera, LiveOptions options = {}) {
    return LiveCamera(camera.Feed(), kBrief, none_, SCRIPTED_EYE, 0, clock_, options);
  }
  // Until `done`, 10 s at most; what was told meanwhile is in heard_.
  bool Run(LiveCamera& live, ScriptedCamera& camera, const std::function<bool()>& done) {
    for (int i = 0; i < 2000; ++i) {
      camera.Serve();
      live.Act();
      if (const auto tally = live.TakeNewest()) {
        heard_ += static_cast<char>('0' + tally->patches[0].persons());
      }
      if (done()) return true;
      std::this_thread::sleep_for(milliseconds(5));
    }
    return false;
  }
  bool RunUntilHeard(LiveCamera& live, ScriptedCamera& camera, const std::string& what) {
    return Run(live, camera, [&] { return heard_.ends_with(what); });
  }
  static bool Pauses(const LiveCamera& live) {
    std::vector<pollfd> awaited;
    live.AddAwaited(awaited);
    return awaited.empty();
  }
  static bool EndsWith(const LiveCamera& live, Fault fault) {
    return !live.status().end && live.status().end.error() == fault;
  }

  ShiftedClock clock_;
  Descriptor none_;
  std::string heard_;
};

TEST_F(LiveCameraTest, TellsWhatItsEyeTellsAndTheNewestWins) {
  ScriptedCamera camera({"1234"});
  LiveCamera live = Live(camera);
  for (int i = 0; i < 400 && live.status().told < 4; ++i) {
    camera.Serve();
    live.Act();
    std::this_thread::sleep_for(milliseconds(5));
  }
  const std::optional<Tally> tally = live.TakeNewest();
  ASSERT_TRUE(tally);
  EXPECT_EQ(tally->patches[0].persons(), 4);
  EXPECT_EQ(live.status().dropped, 3U);
  EXPECT_TRUE(live.status().end);
  EXPECT_FALSE(live.TakeNewest());
}

TEST_F(LiveCameraTest, AfterADeathItIsBackAtOnce) {
  ScriptedCamera camera({"1K", "2"});
  LiveCamera live = Live(camera);
  const Duration began = clock_.Steady();
  EXPECT_TRUE(RunUntilHeard(live, camera, "2"));
  EXPECT_LT(clock_.Steady() - began, seconds(2));
  EXPECT_EQ(live.status().restarts, 1);
  EXPECT_TRUE(live.status().end) << "there is a picture again";
}

TEST_F(LiveCameraTest, TheNextEyeKnowsThatThePictureWasFrozen) {
  ScriptedCamera camera({"zK", "z"});
  LiveCamera live = Live(camera);
  EXPECT_TRUE(RunUntilHeard(live, camera, "7"));
}

TEST_F(LiveCameraTest, WhyThereIsNoPictureIsTold) {
  ScriptedCamera hangs_up({"1e"});
  LiveCamera live = Live(hangs_up);
  EXPECT_TRUE(Run(live, hangs_up, [&] { return EndsWith(live, Fault::kEndedEarly); }))
      << "as its eye says";
  ScriptedCamera gone({"1"});
  LiveCamera other = Live(gone);
  gone.Stop();
  EXPECT_TRUE(Run(other, gone, [&] { return EndsWith(other, Fault::kCameraUnreachable); }));
}

TEST_F(LiveCameraTest, ACameraThatGivesNothingIsCalledLessAndLessOften) {
  ScriptedCamera camera({"e"});
  LiveCamera live = Live(camera);
  std::vector<Duration> pauses;
  for (std::size_t calls = 1; calls <= 10; ++calls) {
    ASSERT_TRUE(Run(live, camera, [&] { return camera.calls == calls && Pauses(live); })) << calls;
    pauses.push_back(live.due() - clock_.Steady());
    clock_.shift += pauses.back();
  }
  for (std::size_t i = 0; i + 1 < pauses.size() && i < 7; ++i) {
    EXPECT_GT(pauses[i + 1], pauses[i]) << i;
  }
  EXPECT_GT(pauses.back(), seconds(44));
  EXPECT_LE(pauses.back(), seconds(75)) << "a minute, a quarter more at most";
}

TEST_F(LiveCameraTest, AnEyeThatDoesWhatIsForbiddenThreeTimesIsLeftAlone) {
  ScriptedCamera camera({"1s"});
  LiveCamera live = Live(camera);
  EXPECT_TRUE(Run(live, camera, [&] { return live.due() > clock_.Steady() + seconds(800); }));
  EXPECT_EQ(camera.calls, 3U);
  EXPECT_TRUE(EndsWith(live, Fault::kEyeBroke));
  clock_.shift += std::chrono::minutes(15);
  EXPECT_TRUE(Run(live, camera, [&] { return camera.calls == 4; })) << "until that is long ago";
}

TEST_F(LiveCameraTest, AnOldEyeGoesOnceItsSuccessorHasTold) {
  ScriptedCamera camera({"1", "2"});
  LiveCamera live = Live(camera, {.renewed_after = seconds(20)});
  ASSERT_TRUE(RunUntilHeard(live, camera, "1"));
  clock_.shift += seconds(20);
  ASSERT_TRUE(RunUntilHeard(live, camera, "12"));
  EXPECT_EQ(live.status().renewals, 1);
  EXPECT_EQ(live.status().restarts, 0);
}

TEST_F(LiveCameraTest, AnEyeThatTellsNothingIsReplaced) {
  ScriptedCamera camera({"1", "2"});
  LiveCamera live = Live(camera);
  ASSERT_TRUE(RunUntilHeard(live, camera, "1"));
  clock_.shift += seconds(44);
  live.Act();
  EXPECT_TRUE(live.status().end) << "control: three looks may fail";
  clock_.shift += seconds(2);
  ASSERT_TRUE(RunUntilHeard(live, camera, "12"));
  EXPECT_EQ(live.status().restarts, 1);
}

// It tells nothing, so the old one stays, and nothing spins.
TEST_F(LiveCameraTest, ASuccessorThatTellsNothingGoesWithoutHarm) {
  ScriptedCamera camera({"1", "w"});
  LiveCamera live = Live(camera, {.renewed_after = seconds(20)});
  ASSERT_TRUE(RunUntilHeard(live, camera, "1"));
  clock_.shift += seconds(20);
  ASSERT_TRUE(Run(live, camera, [&] { return camera.calls == 2; }));
  clock_.shift += seconds(20);
  live.Act();
  EXPECT_GT(live.due(), clock_.Steady() + milliseconds(500))
      << "the renewal does not fall due again";
  EXPECT_EQ(live.status().restarts, 0);
}

// Of the second call it lets nothing through.
TEST_F(LiveCameraTest, WhereTheCameraTakesOneConnectionTheOldGoesAfterItsNextTally) {
  ScriptedCamera camera({"1wwwwww2", "r", "3"});
  LiveCamera live = Live(camera, {.renewed_after = seconds(20)});
  ASSERT_TRUE(RunUntilHeard(live, camera, "1"));
  clock_.shift += seconds(20);
  ASSERT_TRUE(RunUntilHeard(live, camera, "123"));
  EXPECT_EQ(camera.calls, 3U);
}

// There is no camera in a machine that tests: that one is taken pictures from is seen by
// tests/wall/machine.sh.
TEST_F(LiveCameraTest, ADeviceThatIsNotThereIsTriedAgainAndAFileIsNoCamera) {
  ScriptedCamera nobody({""});
  const auto why = [&](const std::string& path) {
    Brief brief = kBrief;
    brief.live = CameraProtocol::kDevice;
    LiveCamera live({.address = {CameraProtocol::kDevice, "", 0, path, path}, .login = {}}, brief,
                    none_, SCRIPTED_EYE, 0, clock_, {.first_pause = milliseconds(1)});
    EXPECT_TRUE(Run(live, nobody, [&] { return live.status().restarts >= 2; })) << path;
    return live.status().end ? Fault::kInternal : live.status().end.error();
  };
  EXPECT_EQ(why("/dev/video-none"), Fault::kDeviceGone);
  EXPECT_EQ(why("/dev/null"), Fault::kNoLiveVideo);
  const std::string file = testing::TempDir() + "no_camera." + std::to_string(::getpid());
  std::ofstream(file) << "no camera";
  EXPECT_EQ(why(file), Fault::kNoLiveVideo);
  std::filesystem::remove(file);
  EXPECT_EQ(nobody.calls, 0U) << "nobody was dialled";
}

}  // namespace
}  // namespace throng
