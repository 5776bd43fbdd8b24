// A camera that sends JPEG pictures: the newest is looked at, and what is silent is forgotten.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/live_source.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/descriptor.h"
#include "counter/door/camera_request.h"
#include "counter/eye/test_video.h"

namespace throng {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class SetClock final : public Clock {
 public:
  Instant Now() const override { return Instant(0); }
  Duration Steady() const override { return now; }
  void SleepUntil(Duration steady) override { now = std::max(now, steady); }
  Duration now = std::chrono::hours(1);
};

// The pictures of a Motion JPEG file, each from its first two bytes to its last.
std::vector<std::string> PicturesIn(const std::vector<char>& file) {
  const std::string bytes(file.begin(), file.end());
  std::vector<std::string> pictures;
  for (std::size_t at = bytes.find("\xFF\xD8\xFF"); at != bytes.npos;) {
    const std::size_t end = bytes.find("\xFF\xD9", at);
    pictures.push_back(bytes.substr(at, end + 2 - at));
    at = bytes.find("\xFF\xD8\xFF", end);
  }
  return pictures;
}

class LiveSourceTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!test_video::CanMake()) GTEST_SKIP() << "the ffmpeg program is missing";
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    eye_ = Descriptor(ends[0]);
    camera_ = Descriptor(ends[1]);
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    asks_ = Descriptor(ends[0]);
    throng_ = Descriptor(ends[1]);
    test_video::Make(folder_ / "a.mjpeg", 20, "-c:v mjpeg -q:v 2 -pix_fmt yuvj420p -f mjpeg");
    pictures_ = PicturesIn(test_video::ReadAll(folder_ / "a.mjpeg"));
    ASSERT_EQ(pictures_.size(), 20U);
    brief_.pace = Pace::kRealTime;
    brief_.live = CameraProtocol::kHttp;
  }

  void Send(std::string_view text) const {
    ASSERT_EQ(::write(camera_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void SendPicture(std::size_t number, bool with_length = true) const {
    const std::string& picture = pictures_[number];
    Send("--frame\r\nContent-Type: image/jpeg\r\n");
    if (with_length) Send("Content-Length: " + std::to_string(picture.size()) + "\r\n");
    Send("\r\n" + picture + "\r\n");
  }
  Result<std::unique_ptr<LiveSource>> Make() {
    Result<std::unique_ptr<LivePackets>> packets =
        OpenConnection(eye_.get(), asks_.get(), *brief_.live, clock_);
    if (!packets) return packets.error();
    return LiveSource::Make(*std::move(packets), brief_, clock_);
  }
  std::unique_ptr<LiveSource> Playing() {
    Send("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n");
    auto source = Make();
    EXPECT_TRUE(source);
    return source ? *std::move(source) : nullptr;
  }
  // What the newest picture shows; test_video::kBlind if there is none.
  static int Newest(LiveSource& source) {
    EXPECT_TRUE(source.ReadOn());
    const std::optional<Frame> frame = source.TakeNewest(seconds(2));
    return frame ? test_video::NumberIn(*frame) : test_video::kBlind;
  }

  test_video::Folder folder_;
  std::vector<std::string> pictures_;
  Descriptor eye_, camera_, asks_, throng_;
  SetClock clock_;
  Brief brief_ = test_video::BriefByTime(seconds(15));
};

TEST_F(LiveSourceTest, TheNewestPictureIsLookedAtOnce) {
  const auto source = Playing();
  EXPECT_EQ(Newest(*source), test_video::kBlind);
  for (const std::size_t number : {3, 4, 5}) SendPicture(number);
  EXPECT_EQ(Newest(*source), 5);
  EXPECT_EQ(Newest(*source), test_video::kBlind) << "it was given out";
  SendPicture(7);
  SendPicture(8, false);
  EXPECT_EQ(Newest(*source), 7) << "where a part ends that states no length shows in the next";
  SendPicture(9);
  EXPECT_EQ(Newest(*source), 9);
}

TEST_F(LiveSourceTest, APictureInPiecesIsWaitedFor) {
  const auto source = Playing();
  const std::string head =
      "--frame\r\nContent-Length: " + std::to_string(pictures_[6].size()) + "\r\n\r\n";
  Send(head + pictures_[6].substr(0, 100));
  EXPECT_EQ(Newest(*source), test_video::kBlind);
  Send(pictures_[6].substr(100));
  EXPECT_EQ(Newest(*source), 6);
}

TEST_F(LiveSourceTest, WhatIsTooOldIsNotLookedAt) {
  const auto source = Playing();
  SendPicture(3);
  EXPECT_TRUE(source->ReadOn());
  clock_.now += milliseconds(1400);
  EXPECT_TRUE(source->ReadOn());
  EXPECT_TRUE(source->TakeNewest(seconds(2))) << "control";
  SendPicture(4);
  EXPECT_TRUE(source->ReadOn());
  clock_.now += milliseconds(1600);
  EXPECT_TRUE(source->ReadOn());
  EXPECT_FALSE(source->TakeNewest(seconds(2))) << "the camera is silent: it was forgotten";
}

// Half a picture cannot be let go but with the eye.
TEST_F(LiveSourceTest, HalfAPictureOfASilentCameraEndsTheEye) {
  const auto source = Playing();
  SendPicture(3);
  EXPECT_TRUE(source->ReadOn());
  clock_.now += milliseconds(1600);
  EXPECT_TRUE(source->ReadOn()) << "control: a whole one is let go";
  SendPicture(4);
  Send("--frame\r\nContent-Length: 1000\r\n\r\nhalf");
  EXPECT_TRUE(source->ReadOn());
  clock_.now += milliseconds(1600);
  const Status silent = source->ReadOn();
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error(), Fault::kCameraSilent);
}

TEST_F(LiveSourceTest, ACameraThatStaysSilentOrHangsUpIsGivenUp) {
  const auto source = Playing();
  clock_.now += LiveSource::kMostSilence;
  EXPECT_TRUE(source->ReadOn()) << "control";
  clock_.now += milliseconds(1);
  const Status silent = source->ReadOn();
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error(), Fault::kCameraSilent);
  camera_.Close();
  const Status gone = source->ReadOn();
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error(), Fault::kCameraHungUp);
}

TEST_F(LiveSourceTest, GarbageAndPicturesOfAnotherSizeAreTold) {
  {
    const auto source = Playing();
    Send("no boundary at all\r\n\r\n");
    const Status garbage = source->ReadOn();
    ASSERT_FALSE(garbage);
    EXPECT_EQ(garbage.error(), Fault::kCameraNotLive);
  }
  SetUp();
  brief_.camera.picture = {128, 96};
  const auto source = Playing();
  SendPicture(0);
  EXPECT_TRUE(source->ReadOn());
  EXPECT_FALSE(source->TakeNewest(seconds(2)));
  const Status size = source->ReadOn();
  ASSERT_FALSE(size);
  EXPECT_EQ(size.error(), Fault::kWrongPictureSize);
}

TEST_F(LiveSourceTest, ALoginIsAskedForOnceAndItsRefusalIsTold) {
  const std::string refusal =
      "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"n\"\r\n"
      "Content-Length: 3\r\n\r\nno.";
  Send(refusal + refusal);
  const auto source = Make();
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error(), Fault::kLoginRefused);
  const auto first = ReadCameraRequest(throng_.get());
  ASSERT_TRUE(first && *first);
  EXPECT_EQ((*first)->ask, CameraAsk::kGet);
  EXPECT_FALSE((*first)->challenge);
  const auto second = ReadCameraRequest(throng_.get());
  ASSERT_TRUE(second && *second && (*second)->challenge);
  EXPECT_EQ((*second)->challenge->nonce, "n");
}

TEST_F(LiveSourceTest, WhatTheCameraAnswersIsTold) {
  const std::vector<std::pair<std::string, Fault>> answers{
      {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Fault::kNoSuchStream},
      {"HTTP/1.1 503 Busy\r\n\r\n", Fault::kCameraRefuses},
      {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", Fault::kNotVideo},
      {"220 mail.example.org\r\n", Fault::kCameraNotLive},
  };
  for (const auto& [answer, fault] : answers) {
    SetUp();
    Send(answer);
    const auto source = Make();
    ASSERT_FALSE(source) << answer;
    EXPECT_EQ(source.error(), fault) << answer;
  }
}

// FFmpeg takes a goodbye (RFC 3550, section 6.6) for the end, and would not read on.
TEST_F(LiveSourceTest, AGoodbyeAmongReportsDoesNotEndAnRtpStream) {
  brief_.live = CameraProtocol::kRtsp;
  const std::string sdp = "v=0\r\ns=a\r\nm=video 0 RTP/AVP 26\r\na=control:trackID=1\r\n";
  Send("RTSP/1.0 200 OK\r\nContent-Length: " + std::to_string(sdp.size()) + "\r\n\r\n" + sdp +
       "RTSP/1.0 200 OK\r\nSession: 7\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n");
  const auto source = Make();
  ASSERT_TRUE(source);
  using std::string_literals::operator""s;
  const std::string report = "\x80\xC8\x00\x06"s + std::string(24, '\x01');
  const std::string goodbye = "\x81\xCB\x00\x01"s + std::string(4, '\x01');
  Send("RTSP/1.0 200 OK\r\n\r\n$\x00\x00\x24"s + report + goodbye);
  EXPECT_TRUE((*source)->ReadOn());
  EXPECT_TRUE((*source)->ReadOn()) << "nothing more has come";
  Send("$\x00\x00\x04"s);
  Send("junk");
  EXPECT_TRUE((*source)->ReadOn()) << "and what comes is read";
  for (const CameraAsk ask : {CameraAsk::kDescribe, CameraAsk::kSetup, CameraAsk::kPlay}) {
    const auto request = ReadCameraRequest(throng_.get());
    ASSERT_TRUE(request && *request);
    EXPECT_EQ((*request)->ask, ask);
  }
}

}  // namespace
}  // namespace throng
