// Each request is said word for word, and only in the order that is allowed.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/camera_talk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Not;

const LoginChallenge kChallenge{.scheme = LoginScheme::kDigestMd5,
                                .qop_auth = true,
                                .realm = "camera",
                                .nonce = "n1",
                                .opaque = ""};
const Login kLogin{"throng", "secret"};

CameraRequest Ask(CameraAsk ask) {
  return {.ask = ask, .target = "", .session = "", .challenge = std::nullopt};
}
CameraRequest WithChallenge(CameraAsk ask) {
  return {.ask = ask, .target = "", .session = "", .challenge = kChallenge};
}
CameraRequest At(CameraAsk ask, const char* target) {
  return {.ask = ask, .target = target, .session = "", .challenge = std::nullopt};
}
CameraRequest Play(const char* session) {
  return {.ask = CameraAsk::kPlay, .target = "", .session = session, .challenge = std::nullopt};
}

struct Talk {
  explicit Talk(std::string_view url, std::optional<Login> login = kLogin,
                std::optional<LoginChallenge> challenge = std::nullopt)
      : talk(*ParseCameraAddress(url), std::move(login), std::move(challenge)) {}
  // The text, or the fault.
  std::string Say(const CameraRequest& request) {
    const Result<std::string> text = talk.Say(request, "c0");
    return text ? *text : std::string(Describe(text.error()));
  }
  CameraTalk talk;
};

constexpr std::string_view kRtsp = "rtsp://gate:8554/live";
constexpr std::string_view kHttp = "http://gate:8080/mjpg?a=1";
const std::string kBad(Describe(Fault::kBadRequest));

TEST(CameraTalk, OfRtspIsWordForWordThis) {
  Talk talk(kRtsp);
  EXPECT_FALSE(talk.talk.anything_said());
  EXPECT_EQ(talk.Say(Ask(CameraAsk::kDescribe)),
            "DESCRIBE rtsp://gate:8554/live RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: throng\r\n"
            "Accept: application/sdp\r\n\r\n");
  EXPECT_TRUE(talk.talk.anything_said());
  EXPECT_EQ(talk.Say(At(CameraAsk::kSetup, "trackID=1")),
            "SETUP rtsp://gate:8554/live/trackID=1 RTSP/1.0\r\nCSeq: 2\r\nUser-Agent: throng\r\n"
            "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n");
  EXPECT_FALSE(talk.talk.all_said());
  EXPECT_EQ(talk.Say(Play("77")),
            "PLAY rtsp://gate:8554/live RTSP/1.0\r\nCSeq: 3\r\nUser-Agent: throng\r\n"
            "Session: 77\r\nRange: npt=0.000-\r\n\r\n");
  EXPECT_TRUE(talk.talk.all_said());
  EXPECT_EQ(*talk.talk.KeepAlive("c0"),
            "OPTIONS rtsp://gate:8554/live RTSP/1.0\r\nCSeq: 4\r\nUser-Agent: throng\r\n"
            "Session: 77\r\n\r\n");
}

TEST(CameraTalk, OfHttpIsWordForWordThis) {
  Talk talk(kHttp);
  EXPECT_EQ(talk.Say(Ask(CameraAsk::kGet)),
            "GET /mjpg?a=1 HTTP/1.0\r\nHost: gate:8080\r\nUser-Agent: throng\r\n"
            "Accept: multipart/x-mixed-replace, image/jpeg\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_FALSE(talk.talk.all_said());
  EXPECT_THAT(talk.Say(WithChallenge(CameraAsk::kGet)),
              HasSubstr("\r\nAuthorization: Digest username=\"throng\", realm=\"camera\", "
                        "nonce=\"n1\", uri=\"/mjpg?a=1\", response=\""));
  EXPECT_TRUE(talk.talk.all_said());
  EXPECT_THAT(Talk("http://[fd00::5]").Say(Ask(CameraAsk::kGet)),
              HasSubstr("GET / HTTP/1.0\r\nHost: [fd00::5]\r\n"));
}

TEST(CameraTalk, TargetsAreUrlsOrStandBehindTheCamerasOwn) {
  const auto setup = [](std::string_view url, const char* target) {
    Talk talk(url);
    talk.Say(Ask(CameraAsk::kDescribe));
    const std::string text = talk.Say(At(CameraAsk::kSetup, target));
    return text.substr(0, text.find(" RTSP/1.0"));
  };
  EXPECT_EQ(setup("rtsp://gate/live", ""), "SETUP rtsp://gate/live");
  EXPECT_EQ(setup("rtsp://gate/live", "a"), "SETUP rtsp://gate/live/a");
  EXPECT_EQ(setup("rtsp://gate/live/", "a"), "SETUP rtsp://gate/live/a");
  EXPECT_EQ(setup("rtsp://gate/live", "/a"), "SETUP rtsp://gate/live/a");
  EXPECT_EQ(setup("rtsp://gate/live", "rtsp://10.0.0.5/a"), "SETUP rtsp://10.0.0.5/a");
  EXPECT_EQ(setup("rtsp://gate/live", "RTSP://10.0.0.5/a"), "SETUP RTSP://10.0.0.5/a");
  EXPECT_EQ(setup("rtsp://gate/live", "rtsp:a"), "SETUP rtsp://gate/live/rtsp:a");
}

TEST(CameraTalk, ProvesEachRequestFromTheChallengeOnAndCountsThem) {
  Talk talk(kRtsp);
  EXPECT_THAT(talk.Say(Ask(CameraAsk::kDescribe)), Not(HasSubstr("Authorization")));
  EXPECT_THAT(talk.Say(WithChallenge(CameraAsk::kDescribe)),
              HasSubstr("CSeq: 2\r\nUser-Agent: throng\r\nAccept: application/sdp\r\n"
                        "Authorization: Digest username=\"throng\""));
  ASSERT_TRUE(talk.talk.challenge());
  EXPECT_EQ(talk.talk.challenge()->nonce, "n1");
  const std::string setup = talk.Say(At(CameraAsk::kSetup, "a"));
  EXPECT_THAT(setup, HasSubstr("uri=\"rtsp://gate:8554/live/a\""));
  EXPECT_THAT(setup, HasSubstr("nc=00000002, cnonce=\"c0\""));
  EXPECT_THAT(talk.Say(Play("7")), HasSubstr("nc=00000003"));
  EXPECT_THAT(*talk.talk.KeepAlive("c0"), HasSubstr("nc=00000004"));
}

TEST(CameraTalk, AnswersAChallengeOfAnEarlierTalkAtOnceAndANewOneAnew) {
  Talk talk(kRtsp, kLogin, kChallenge);
  EXPECT_THAT(talk.Say(Ask(CameraAsk::kDescribe)), HasSubstr("nonce=\"n1\""));
  CameraRequest again = WithChallenge(CameraAsk::kDescribe);
  again.challenge->nonce = "n2";
  EXPECT_THAT(talk.Say(again), testing::AllOf(HasSubstr("nonce=\"n2\""), HasSubstr("nc=00000001")));
}

TEST(CameraTalk, WithoutALoginAChallengeIsRememberedAndNotAnswered) {
  Talk talk(kRtsp, std::nullopt);
  talk.Say(Ask(CameraAsk::kDescribe));
  EXPECT_EQ(talk.Say(WithChallenge(CameraAsk::kDescribe)), Describe(Fault::kLoginMissing));
  EXPECT_TRUE(talk.talk.challenge());
  Talk next(kRtsp, std::nullopt, kChallenge);
  EXPECT_THAT(next.Say(Ask(CameraAsk::kDescribe)), Not(HasSubstr("Authorization")));
}

TEST(CameraTalk, APasswordGoesInClearOnlyWhereItMay) {
  CameraRequest basic = WithChallenge(CameraAsk::kDescribe);
  basic.challenge = LoginChallenge{LoginScheme::kBasic, false, "a", "", ""};
  Talk talk(kRtsp);
  ASSERT_TRUE(talk.talk.Say(Ask(CameraAsk::kDescribe), "c"));
  const Result<std::string> said = talk.talk.Say(basic, "c");
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error(), Fault::kLoginInClear);
  EXPECT_FALSE(talk.talk.challenge()) << "nor does it the next time";
  Login login = kLogin;
  login.may_go_in_clear = true;
  Talk allowed(kRtsp, login);
  ASSERT_TRUE(allowed.talk.Say(Ask(CameraAsk::kDescribe), "c"));
  EXPECT_THAT(*allowed.talk.Say(basic, "c"), HasSubstr("Authorization: Basic "));
}

TEST(CameraTalk, TheLongestRequestIsBelow3KiB) {
  const std::string longest(255, 'x');
  Talk talk("rtsp://gate/" + std::string(243, 'x'), Login{std::string(128, '\\'), "secret"},
            LoginChallenge{LoginScheme::kDigestSha256, true, longest, longest, longest});
  talk.Say(Ask(CameraAsk::kDescribe));
  talk.Say(At(CameraAsk::kSetup, "a"));
  CameraRequest play = Play(longest.c_str());
  play.target = longest;
  const std::string text = talk.Say(play);
  EXPECT_THAT(text, HasSubstr("Authorization"));
  EXPECT_GT(text.size(), 2000U);
  EXPECT_LT(text.size(), 3072U);
}

// The last of them must be refused, all before it allowed.
void ExpectRefused(std::string_view url, std::initializer_list<CameraRequest> requests) {
  Talk talk(url);
  std::size_t left = requests.size();
  for (const CameraRequest& request : requests) {
    const std::string said = talk.Say(request);
    EXPECT_EQ(said == kBad, --left == 0) << requests.size() - left << ": " << said;
  }
}

TEST(CameraTalk, RefusesWhatIsOutOfOrder) {
  const CameraRequest describe = Ask(CameraAsk::kDescribe);
  const CameraRequest prove = WithChallenge(CameraAsk::kDescribe);
  const CameraRequest setup = At(CameraAsk::kSetup, "a");
  const CameraRequest play = Play("7");
  ExpectRefused(kRtsp, {setup});
  ExpectRefused(kRtsp, {play});
  ExpectRefused(kRtsp, {prove});
  ExpectRefused(kRtsp, {describe, describe});
  ExpectRefused(kRtsp, {describe, play});
  ExpectRefused(kRtsp, {describe, prove, prove});
  ExpectRefused(kRtsp, {describe, prove, play});
  ExpectRefused(kRtsp, {describe, prove, setup, setup});
  ExpectRefused(kRtsp, {describe, setup, prove});
  ExpectRefused(kRtsp, {describe, prove, setup, play, play});
  ExpectRefused(kRtsp, {Ask(CameraAsk::kGet)});
}

TEST(CameraTalk, RefusesWhatARequestMayNotHold) {
  const CameraRequest describe = Ask(CameraAsk::kDescribe);
  CameraRequest with_session = Play("7");
  with_session.ask = CameraAsk::kSetup;
  ExpectRefused(kRtsp, {describe, with_session});
  ExpectRefused(kRtsp, {describe, WithChallenge(CameraAsk::kSetup)});
  ExpectRefused(kRtsp, {describe, Ask(CameraAsk::kSetup), WithChallenge(CameraAsk::kPlay)});
}

TEST(CameraTalk, OfHttpIsOneRequestAndOneMoreWithAChallenge) {
  const CameraRequest get = Ask(CameraAsk::kGet);
  const CameraRequest prove = WithChallenge(CameraAsk::kGet);
  CameraRequest elsewhere = prove;
  elsewhere.target = "a";
  ExpectRefused(kHttp, {prove});
  ExpectRefused(kHttp, {get, get});
  ExpectRefused(kHttp, {get, prove, prove});
  ExpectRefused(kHttp, {At(CameraAsk::kGet, "a")});
  ExpectRefused(kHttp, {get, elsewhere});
  ExpectRefused(kHttp, {Ask(CameraAsk::kDescribe)});
}

}  // namespace
}  // namespace throng
