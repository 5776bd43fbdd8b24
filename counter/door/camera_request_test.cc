// What an eye asks arrives whole, and what it may not ask does not.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/camera_request.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

#include "counter/base/descriptor.h"

namespace throng {
namespace {

class CameraRequestTest : public testing::Test {
 protected:
  void SetUp() override {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    eye_ = Descriptor(ends[0]);
    throng_ = Descriptor(ends[1]);
  }
  Fault FaultOfPacket(const std::vector<char>& packet) const {
    EXPECT_EQ(::write(eye_.get(), packet.data(), packet.size()),
              static_cast<ssize_t>(packet.size()));
    const auto read = ReadCameraRequest(throng_.get());
    return read ? Fault::kInternal : read.error();
  }
  std::vector<char> PacketOf(const CameraRequest& request) const {
    EXPECT_TRUE(WriteCameraRequest(eye_.get(), request));
    std::vector<char> packet(kCameraRequestBytes);
    EXPECT_EQ(::read(throng_.get(), packet.data(), packet.size()),
              static_cast<ssize_t>(packet.size()));
    return packet;
  }
  Descriptor eye_;
  Descriptor throng_;
};

const CameraRequest kFull{.ask = CameraAsk::kPlay,
                          .target = "rtsp://10.0.0.5/stream2/",
                          .session = "12345678",
                          .challenge = LoginChallenge{.scheme = LoginScheme::kDigestMd5,
                                                      .qop_auth = true,
                                                      .realm = "IP Camera(C1234)",
                                                      .nonce = "6f1b",
                                                      .opaque = "9"}};

TEST_F(CameraRequestTest, ArrivesAsItWas) {
  ASSERT_TRUE(WriteCameraRequest(eye_.get(), kFull));
  const auto read = ReadCameraRequest(throng_.get());
  ASSERT_TRUE(read);
  ASSERT_TRUE(*read);
  EXPECT_EQ((*read)->ask, CameraAsk::kPlay);
  EXPECT_EQ((*read)->target, "rtsp://10.0.0.5/stream2/");
  EXPECT_EQ((*read)->session, "12345678");
  ASSERT_TRUE((*read)->challenge);
  EXPECT_EQ((*read)->challenge->scheme, LoginScheme::kDigestMd5);
  EXPECT_TRUE((*read)->challenge->qop_auth);
  EXPECT_EQ((*read)->challenge->realm, "IP Camera(C1234)");
  EXPECT_EQ((*read)->challenge->nonce, "6f1b");
  EXPECT_EQ((*read)->challenge->opaque, "9");
}

TEST_F(CameraRequestTest, NoneIsNotWaitedFor) {
  const auto read = ReadCameraRequest(throng_.get());
  ASSERT_TRUE(read);
  EXPECT_FALSE(*read);
  eye_.Close();
  const auto closed = ReadCameraRequest(throng_.get());
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error(), Fault::kEyeDied);
}

// A line break would be a line of its own in what throng says to the camera.
TEST_F(CameraRequestTest, TextThatCouldEndALineOrAQuoteIsRefusedAtBothEnds) {
  for (const char bad : {'\n', '\r', '"', '\\', '\x7f', '\x80', ' '}) {
    CameraRequest request = kFull;
    request.target = std::string("a") + bad + "b";
    const Status written = WriteCameraRequest(eye_.get(), request);
    ASSERT_FALSE(written) << int{bad};
    EXPECT_EQ(written.error(), Fault::kBadRequest);
    std::vector<char> packet = PacketOf(kFull);
    packet[10] = bad;  // in the target
    EXPECT_EQ(FaultOfPacket(packet), Fault::kBadRequest) << int{bad};
  }
  CameraRequest request = kFull;
  request.challenge->realm = "a b";  // control
  EXPECT_TRUE(WriteCameraRequest(eye_.get(), request));
}

TEST_F(CameraRequestTest, APacketOfAnotherSizeOrOfUnknownKindsIsRefused) {
  const std::vector<char> packet = PacketOf(kFull);
  for (const std::size_t size : {std::size_t{1}, packet.size() - 1, packet.size() + 1}) {
    std::vector<char> other = packet;
    other.resize(size);
    EXPECT_EQ(FaultOfPacket(other), Fault::kBadRequest) << size;
  }
  for (const std::size_t place : {0, 1}) {
    std::vector<char> other = packet;
    other[place] = 9;
    EXPECT_EQ(FaultOfPacket(other), Fault::kBadRequest) << place;
  }
  std::vector<char> endless = packet;
  std::fill(endless.begin() + 8, endless.begin() + 8 + 256, 'a');
  EXPECT_EQ(FaultOfPacket(endless), Fault::kBadRequest);
}

}  // namespace
}  // namespace throng
