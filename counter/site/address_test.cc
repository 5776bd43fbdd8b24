// Addresses of cameras are read as they are meant, or refused with the reason.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/address.h"

#include <gtest/gtest.h>

#include <string>

namespace throng {
namespace {

// As "rtsp HOST PORT PATH", or the fault.
std::string Read(std::string_view source) {
  const Result<CameraAddress> address = ParseCameraAddress(source);
  if (!address) return std::string(Describe(address.error()));
  EXPECT_EQ(address->url, source);
  return std::string(address->protocol == CameraProtocol::kRtsp ? "rtsp " : "http ") +
         address->host + " " + std::to_string(address->port) + " " + address->path;
}

const std::string kBad(Describe(Fault::kBadAddress));
const std::string kLogin(Describe(Fault::kLoginInAddress));
const std::string kProtocol(Describe(Fault::kNoSuchProtocol));

TEST(CameraAddress, HasTheProtocolsPortWhereNoneIsWritten) {
  EXPECT_EQ(Read("rtsp://10.0.0.5/stream1"), "rtsp 10.0.0.5 554 /stream1");
  EXPECT_EQ(Read("http://10.0.0.5/video.mjpg"), "http 10.0.0.5 80 /video.mjpg");
  EXPECT_EQ(Read("rtsp://10.0.0.5:8554/stream1"), "rtsp 10.0.0.5 8554 /stream1");
}

TEST(CameraAddress, HasASlashForAPathAndKeepsItsQuery) {
  EXPECT_EQ(Read("rtsp://gate-2.example"), "rtsp gate-2.example 554 /");
  EXPECT_EQ(Read("http://gate?a=1/2"), "http gate 80 /?a=1/2");
  EXPECT_EQ(Read("http://gate/cgi-bin/mjpg?channel=1&size=4@cif"),
            "http gate 80 /cgi-bin/mjpg?channel=1&size=4@cif");
}

TEST(CameraAddress, ComesInSmallAndCapitalLetters) {
  EXPECT_EQ(Read("RTSP://Gate/Live"), "rtsp Gate 554 /Live");
  EXPECT_EQ(Read("Http://gate/"), "http gate 80 /");
}

TEST(CameraAddress, HasIpv6InBracketsOnly) {
  EXPECT_EQ(Read("rtsp://[fd00::5]/live"), "rtsp fd00::5 554 /live");
  EXPECT_EQ(Read("rtsp://[fd00::5]:8554/live@1"), "rtsp fd00::5 8554 /live@1");
  for (const char* bad :
       {"rtsp://fd00::5/live", "rtsp://[fd00::5/live", "rtsp://[fd00::5]8554/", "rtsp://[gate]/",
        "rtsp://[10.0.0.5]/", "rtsp://[]/", "rtsp://[::1]:/", "rtsp://[fe80::1%eth0]/"}) {
    EXPECT_EQ(Read(bad), kBad) << bad;
  }
}

TEST(CameraAddress, RefusesHostsThatCannotBe) {
  for (const char* bad : {"rtsp:///live", "rtsp://", "rtsp://:554/", "rtsp://a..b/", "rtsp://.a/",
                          "rtsp://a,b/", "rtsp://a%20b/", "rtsp://10.0.0/", "rtsp://10.0.0.256/",
                          "rtsp://5/", "rtsp:gate/live", "http:/gate/"}) {
    EXPECT_EQ(Read(bad), kBad) << bad;
  }
  EXPECT_EQ(Read("rtsp://5a/"), "rtsp 5a 554 /");  // control: a name
  EXPECT_EQ(Read("rtsp://10.0.0.5.lan./"), "rtsp 10.0.0.5.lan. 554 /");
}

TEST(CameraAddress, RefusesPortsThatCannotBe) {
  for (const char* port : {"0", "65536", "4294967850", "-1", "+1", "5a", "", "55 4", "0x1F"}) {
    EXPECT_EQ(Read("rtsp://gate:" + std::string(port) + "/"), kBad) << port;
  }
  EXPECT_EQ(Read("rtsp://gate:65535/"), "rtsp gate 65535 /");  // control
  EXPECT_EQ(Read("rtsp://gate:1/"), "rtsp gate 1 /");
}

TEST(CameraAddress, RefusesWhatWouldEndALineOrAQuoteOfARequest) {
  for (const char bad : {'\r', '\n', '\0', '\t', ' ', '"', '\\', '\x7f', '\xe9', '#'}) {
    EXPECT_EQ(Read(std::string("rtsp://gate/a") + bad + "b"), kBad) << int{bad};
    EXPECT_EQ(Read(std::string("rtsp://ga") + bad + "te/"), kBad) << int{bad};
  }
  EXPECT_EQ(Read("rtsp://gate/a!'%20~b"), "rtsp gate 554 /a!'%20~b");  // control
}

TEST(CameraAddress, IsAPathWhereTheCameraIsADevice) {
  for (const char* path : {"/dev/video0", "/dev/v4l/by-id/usb-Maker_Camera-video-index0"}) {
    EXPECT_TRUE(IsCameraAddress(path)) << path;
    const Result<CameraAddress> address = ParseCameraAddress(path);
    ASSERT_TRUE(address) << path;
    EXPECT_EQ(address->protocol, CameraProtocol::kDevice);
    EXPECT_EQ(address->path, path);
  }
  for (const char* file : {"/dev/stdin", "/dev/fd/3", "dev/video0", "/srv/dev/video0.avi"}) {
    EXPECT_FALSE(IsCameraAddress(file)) << file;
  }
}

TEST(CameraAddress, IsAtMost255BytesLong) {
  const std::string longest = "rtsp://gate/" + std::string(243, 'a');
  EXPECT_EQ(Read(longest), "rtsp gate 554 /" + std::string(243, 'a'));
  EXPECT_EQ(Read(longest + "a"), kBad);
}

TEST(CameraAddress, RefusesALoginAndSaysSo) {
  for (const char* login :
       {"rtsp://user:password@gate/", "rtsp://user@gate/", "rtsp://@gate/", "http://a:b@[::1]:80/",
        "rtsp://user:pass word@gate/", "rtsp://user:pa/ss@gate/", "rtsp://user:pa#ss@gate/live",
        "rtsps://user:password@gate/"}) {
    EXPECT_EQ(Read(login), kLogin) << login;
  }
  EXPECT_EQ(Read("rtsp://gate:554/user:a@b"), "rtsp gate 554 /user:a@b");  // control
}

TEST(CameraAddress, RefusesOtherProtocols) {
  for (const char* other : {"rtsps://gate/", "https://gate/", "rtmp://gate/", "file:///a.avi",
                            "rtspu://gate/", "svn+ssh://gate/"}) {
    EXPECT_TRUE(IsCameraAddress(other)) << other;
    EXPECT_EQ(Read(other), kProtocol) << other;
  }
}

TEST(CameraAddress, IsToldFromAPath) {
  for (const char* address : {"rtsp://gate/", "HTTP://gate/", "rtsp:gate", "http:"}) {
    EXPECT_TRUE(IsCameraAddress(address)) << address;
  }
  for (const char* path : {"", "-", "a.avi", "rtsp", "rtsp/a.avi", "./rtsp://gate/", "/a://b",
                           "://b", "a b://c", "1a://b", "C:\\a.avi", "https:a", "a:b.avi"}) {
    EXPECT_FALSE(IsCameraAddress(path)) << path;
    EXPECT_EQ(Read(path), kBad) << path;
  }
}

}  // namespace
}  // namespace throng
