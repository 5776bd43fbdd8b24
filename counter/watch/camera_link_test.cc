// A link to a camera says what its eye may ask, and ends where the camera, the eye or time does.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/camera_link.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "counter/watch/test_camera.h"

namespace throng {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using State = CameraLink::State;

class HandClock final : public Clock {
 public:
  Instant Now() const override { return Instant(0); }
  Duration Steady() const override { return steady; }
  void SleepUntil(Duration) override {}
  Duration steady = std::chrono::hours(1);
};

const LoginChallenge kChallenge{.scheme = LoginScheme::kDigestMd5,
                                .qop_auth = true,
                                .realm = "camera",
                                .nonce = "n1",
                                .opaque = ""};

CameraRequest Ask(CameraAsk ask, const char* target = "", const char* session = "") {
  return {.ask = ask, .target = target, .session = session, .challenge = std::nullopt};
}
CameraRequest Prove(CameraAsk ask) {
  return {.ask = ask, .target = "", .session = "", .challenge = kChallenge};
}

class CameraLinkTest : public testing::Test {
 protected:
  CameraLink Dial(const std::string& url, std::optional<LoginChallenge> challenge = std::nullopt,
                  bool login = true) {
    return CameraLink::Dial(*ParseCameraAddress(url),
                            login ? std::optional(Login{"throng", "secret"}) : std::nullopt,
                            std::move(challenge), clock_);
  }
  // Waits and acts until `link` is no longer in `state`.
  static void Await(CameraLink& link, State state) {
    while (link.state() == state) {
      auto awaited = link.Awaited();
      ASSERT_GT(::poll(awaited.data(), awaited.size(), kMostWaitMs), 0) << "nothing happens";
      link.Act();
    }
  }
  // A link that is connected and speaks for an eye.
  CameraLink Connect(const char* protocol = "rtsp",
                     std::optional<LoginChallenge> challenge = std::nullopt, bool login = true) {
    camera_.Listen();
    CameraLink link = Dial(camera_.Url(protocol), std::move(challenge), login);
    Await(link, State::kDialling);
    EXPECT_EQ(link.state(), State::kConnected);
    camera_.Accept();
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    eye_ = Descriptor(ends[0]);
    link.SpeakFor(Descriptor(ends[1]));
    return link;
  }
  // What the camera hears of it.
  std::string Say(CameraLink& link, const CameraRequest& request) const {
    EXPECT_TRUE(WriteCameraRequest(eye_.get(), request));
    link.Act();
    return link.state() == State::kFailed ? "" : camera_.Hear();
  }
  CameraLink Playing(const char* protocol = "rtsp") {
    CameraLink link = Connect(protocol);
    if (std::string_view(protocol) == "http") {
      Say(link, Ask(CameraAsk::kGet));
      Say(link, Prove(CameraAsk::kGet));
    } else {
      Say(link, Ask(CameraAsk::kDescribe));
      Say(link, Ask(CameraAsk::kSetup));
      Say(link, Ask(CameraAsk::kPlay, "", "77"));
    }
    EXPECT_EQ(link.state(), State::kPlaying);
    return link;
  }
  static bool Wakes(const CameraLink& link) {
    auto awaited = link.Awaited();
    return ::poll(awaited.data(), awaited.size(), 0) != 0;
  }
  static void ExpectFailed(const CameraLink& link, Fault why) {
    ASSERT_EQ(link.state(), State::kFailed);
    EXPECT_EQ(link.why(), why) << Describe(link.why());
    EXPECT_EQ(link.due(), Duration::max());
    EXPECT_FALSE(Wakes(link));
  }

  HandClock clock_;
  TestCamera camera_;
  Descriptor eye_;
};

TEST_F(CameraLinkTest, SaysAllOfRtspWithALoginThatTheEyeNeverSees) {
  CameraLink link = Connect();
  EXPECT_THAT(Say(link, Ask(CameraAsk::kDescribe)),
              testing::AllOf(StartsWith("DESCRIBE rtsp://"), Not(HasSubstr("Authorization"))));
  EXPECT_FALSE(link.challenge());
  EXPECT_THAT(Say(link, Prove(CameraAsk::kDescribe)),
              HasSubstr("Authorization: Digest username=\"throng\", realm=\"camera\""));
  ASSERT_TRUE(link.challenge());
  EXPECT_EQ(link.challenge()->nonce, "n1");
  EXPECT_THAT(Say(link, Ask(CameraAsk::kSetup, "track1")), HasSubstr("/live/track1 RTSP/1.0"));
  EXPECT_EQ(link.state(), State::kConnected);
  EXPECT_THAT(Say(link, Ask(CameraAsk::kPlay, "", "77")), HasSubstr("Session: 77\r\n"));
  EXPECT_EQ(link.state(), State::kPlaying);
}

TEST_F(CameraLinkTest, TheEyeReadsAllThatTheCameraSaysAndWaitsForIt) {
  const CameraLink link = Playing();
  const int flags = ::fcntl(link.socket_fd(), F_GETFL);
  EXPECT_EQ(flags & O_NONBLOCK, 0);
  EXPECT_NE(::fcntl(link.socket_fd(), F_GETFD) & FD_CLOEXEC, 0);
  camera_.Say("RTSP/1.0 200 OK\r\n");
  EXPECT_FALSE(Wakes(link)) << "what comes is none of throng's business";
  std::array<char, 99> bytes{};
  const ssize_t got = ::read(link.socket_fd(), bytes.data(), bytes.size());
  EXPECT_EQ(std::string(bytes.data(), static_cast<std::size_t>(got)), "RTSP/1.0 200 OK\r\n");
}

TEST_F(CameraLinkTest, PlayingIsKeptAliveAndNothingMoreIsSaidForTheEye) {
  CameraLink link = Playing();
  EXPECT_FALSE(WriteCameraRequest(eye_.get(), Ask(CameraAsk::kDescribe))) << "its end is closed";
  EXPECT_EQ(link.due(), clock_.steady + seconds(20));
  clock_.steady += seconds(19);
  link.Act();
  EXPECT_TRUE(camera_.HearsNothing());
  for (const char* sequence : {"CSeq: 4\r\n", "CSeq: 5\r\n"}) {
    clock_.steady = link.due();
    link.Act();
    EXPECT_THAT(camera_.Hear(), testing::AllOf(StartsWith("OPTIONS rtsp://"), HasSubstr(sequence),
                                               HasSubstr("Session: 77\r\n")));
  }
}

TEST_F(CameraLinkTest, OfHttpPlaysAfterTheSecondRequestAndIsNotKeptAlive) {
  CameraLink link = Connect("http");
  EXPECT_THAT(Say(link, Ask(CameraAsk::kGet)),
              StartsWith("GET /live HTTP/1.0\r\nHost: 127.0.0.1:"));
  EXPECT_EQ(link.state(), State::kConnected);
  EXPECT_THAT(Say(link, Prove(CameraAsk::kGet)), HasSubstr("Authorization: Digest"));
  EXPECT_EQ(link.state(), State::kPlaying);
  EXPECT_EQ(link.due(), Duration::max());
  clock_.steady += std::chrono::hours(1);
  link.Act();
  EXPECT_TRUE(camera_.HearsNothing());
}

TEST_F(CameraLinkTest, OfHttpPlaysWhenTheEyeHasNothingMoreToAsk) {
  CameraLink closed = Connect("http");
  Say(closed, Ask(CameraAsk::kGet));
  eye_.Close();
  closed.Act();
  EXPECT_EQ(closed.state(), State::kPlaying);
  CameraLink silent = Connect("http");
  clock_.steady += seconds(9);
  Say(silent, Ask(CameraAsk::kGet));
  EXPECT_EQ(silent.due(), clock_.steady + seconds(10));
  clock_.steady = silent.due();
  silent.Act();
  EXPECT_EQ(silent.state(), State::kPlaying);
  EXPECT_FALSE(WriteCameraRequest(eye_.get(), Prove(CameraAsk::kGet))) << "its time is over";
}

TEST_F(CameraLinkTest, AnswersAChallengeOfAnEarlierLinkAtOnce) {
  CameraLink link = Connect("rtsp", kChallenge);
  EXPECT_THAT(Say(link, Ask(CameraAsk::kDescribe)), HasSubstr("Authorization: Digest"));
}

TEST_F(CameraLinkTest, WithoutALoginAChallengeIsTheEnd) {
  CameraLink link = Connect("rtsp", std::nullopt, false);
  Say(link, Ask(CameraAsk::kDescribe));
  Say(link, Prove(CameraAsk::kDescribe));
  ExpectFailed(link, Fault::kLoginMissing);
}

TEST_F(CameraLinkTest, ARefusedConnectionIsUnreachable) {
  CameraLink link = Dial(camera_.Url());
  if (link.state() == State::kDialling) Await(link, State::kDialling);
  ExpectFailed(link, Fault::kCameraUnreachable);
}

TEST_F(CameraLinkTest, AHostThatNeverAnswersIsUnreachableAfterFiveSeconds) {
  camera_.Listen(0);
  std::vector<CameraLink> others;  // fill the queue of whoever never accepts
  for (int i = 0; i < 4; ++i) others.push_back(Dial(camera_.Url()));
  CameraLink link = Dial(camera_.Url());
  auto awaited = link.Awaited();
  if (::poll(awaited.data(), awaited.size(), 200) != 0) {
    GTEST_SKIP() << "this system's queue of connections does not get full";
  }
  link.Act();
  ASSERT_EQ(link.state(), State::kDialling);
  EXPECT_EQ(link.due(), clock_.steady + seconds(5));
  clock_.steady += seconds(5);
  link.Act();
  ExpectFailed(link, Fault::kCameraUnreachable);
}

TEST_F(CameraLinkTest, AHostWithoutANameIsUnknown) {
  CameraLink link = Dial("rtsp://" + std::string(64, 'a') + ".invalid/");
  Await(link, State::kDialling);
  ExpectFailed(link, Fault::kHostUnknown);
}

TEST_F(CameraLinkTest, AHostsNameIsLookedUp) {
  camera_.Listen();
  std::string url = camera_.Url();
  url.replace(url.find("127.0.0.1"), 9, "localhost");  // may have an address that refuses, too
  CameraLink link = Dial(url);
  Await(link, State::kDialling);
  EXPECT_EQ(link.state(), State::kConnected);
}

TEST_F(CameraLinkTest, ACameraThatHangsUpUnaskedIsNoticed) {
  CameraLink link = Connect();
  camera_.HangUp();
  Await(link, State::kConnected);
  ExpectFailed(link, Fault::kCameraHungUp);
}

// As many do behind a refusal: what they wanted is known to the eye alone.
TEST_F(CameraLinkTest, TheChallengeOfACameraThatHungUpBehindItIsGoodForTheNextLink) {
  CameraLink link = Connect("http");
  Say(link, Ask(CameraAsk::kGet));
  camera_.SayNoMore();
  while (Wakes(link)) link.Act();  // and then sleeps
  ASSERT_EQ(link.state(), State::kConnected);
  EXPECT_EQ(link.due(), clock_.steady + seconds(2));
  ASSERT_TRUE(WriteCameraRequest(eye_.get(), Prove(CameraAsk::kGet)));
  link.Act();
  ExpectFailed(link, Fault::kCameraHungUp);
  EXPECT_TRUE(camera_.HearsTheEnd()) << "it gets no login on a connection that is over";
  ASSERT_TRUE(link.challenge());
  CameraLink next = Connect("http", link.challenge());
  EXPECT_THAT(Say(next, Ask(CameraAsk::kGet)), HasSubstr("nonce=\"n1\""));
}

TEST_F(CameraLinkTest, AnEyeWithNothingToAskOfACameraThatHungUpIsNotWaitedForLong) {
  CameraLink link = Connect();
  Say(link, Ask(CameraAsk::kDescribe));
  camera_.HangUp();
  while (Wakes(link)) link.Act();
  clock_.steady = link.due();
  link.Act();
  ExpectFailed(link, Fault::kCameraHungUp);
}

TEST_F(CameraLinkTest, WhilePlayingTheEndIsForTheEyeToFind) {
  for (const char* protocol : {"rtsp", "http"}) {
    CameraLink link = Playing(protocol);
    camera_.Say("the last picture");
    camera_.HangUp();
    EXPECT_FALSE(Wakes(link));
    link.Act();
    EXPECT_EQ(link.state(), State::kPlaying);
    std::array<char, 99> bytes{};
    EXPECT_EQ(::read(link.socket_fd(), bytes.data(), bytes.size()), 16);
    EXPECT_EQ(::read(link.socket_fd(), bytes.data(), bytes.size()), 0);
  }
}

TEST_F(CameraLinkTest, AConnectionThatBreaksWhilePlayingIsNoticed) {
  CameraLink link = Playing();
  camera_.Reset();
  Await(link, State::kPlaying);
  ExpectFailed(link, Fault::kCameraHungUp);
}

TEST_F(CameraLinkTest, AnEyeThatAsksOutOfOrderIsHeardNoMore) {
  CameraLink link = Connect();
  Say(link, Ask(CameraAsk::kPlay, "", "77"));
  ExpectFailed(link, Fault::kBadRequest);
  EXPECT_TRUE(camera_.HearsTheEnd());
  EXPECT_FALSE(WriteCameraRequest(eye_.get(), Ask(CameraAsk::kDescribe)));
}

TEST_F(CameraLinkTest, AnEyeThatAsksASecondTimeWithATargetIsHeardNoMore) {
  CameraLink link = Connect("http");
  Say(link, Ask(CameraAsk::kGet));
  CameraRequest elsewhere = Prove(CameraAsk::kGet);
  elsewhere.target = "other";
  Say(link, elsewhere);
  ExpectFailed(link, Fault::kBadRequest);
  EXPECT_TRUE(camera_.HearsTheEnd());
}

TEST_F(CameraLinkTest, GarbageFromAnEyeIsNotPassedOn) {
  CameraLink link = Connect();
  const std::string garbage(kCameraRequestBytes, '\r');
  ASSERT_EQ(::write(eye_.get(), garbage.data(), garbage.size()),
            static_cast<ssize_t>(garbage.size()));
  link.Act();
  ExpectFailed(link, Fault::kBadRequest);
  EXPECT_TRUE(camera_.HearsTheEnd());
}

TEST_F(CameraLinkTest, AnEyeThatGoesBeforeItPlaysIsDead) {
  CameraLink link = Connect();
  Say(link, Ask(CameraAsk::kDescribe));
  eye_.Close();
  Await(link, State::kConnected);
  ExpectFailed(link, Fault::kEyeDied);
}

TEST_F(CameraLinkTest, AnEyeThatIsSlowToStartTakesNoTimeFromTheCamera) {
  CameraLink link = Connect();
  EXPECT_EQ(link.due(), clock_.steady + seconds(30));
  clock_.steady += seconds(29);
  link.Act();
  Say(link, Ask(CameraAsk::kDescribe));
  EXPECT_EQ(link.state(), State::kConnected);
  EXPECT_EQ(link.due(), clock_.steady + seconds(10));
}

TEST_F(CameraLinkTest, AnEyeThatAsksNothingIsNotWaitedForLonger) {
  CameraLink link = Connect();
  clock_.steady += seconds(30);
  link.Act();
  ExpectFailed(link, Fault::kCameraNotLive);
}

TEST_F(CameraLinkTest, NothingAgreedUponInTimeIsNotLive) {
  CameraLink link = Connect();
  Say(link, Ask(CameraAsk::kDescribe));
  EXPECT_EQ(link.due(), clock_.steady + seconds(10));
  clock_.steady += seconds(9);
  link.Act();
  EXPECT_EQ(link.state(), State::kConnected);
  clock_.steady += seconds(1);
  link.Act();
  ExpectFailed(link, Fault::kCameraNotLive);
}

}  // namespace
}  // namespace throng
