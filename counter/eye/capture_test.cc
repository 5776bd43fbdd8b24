// A driver that keeps the rules of Video4Linux: what is taken from it is whole, and wiped.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/capture.h"

#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace throng {
namespace {

using Bytes = std::vector<std::uint8_t>;

// What a test's driver has and what was done with it; outlives the driver.
struct TestDevice {
  std::uint32_t capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  std::vector<std::uint32_t> formats{V4L2_PIX_FMT_YUYV};  // the first where another is asked for
  ImageSize size{8, 4};
  std::uint32_t padding = 0;  // bytes behind each line
  std::uint32_t field = V4L2_FIELD_NONE;
  std::uint32_t least_buffers = 2;
  int refuses_memory = 0;   // the error of VIDIOC_REQBUFS
  bool gone = false;        // unplugged
  std::uint32_t flags = 0;  // of the next pictures

  std::uint32_t format = 0;                                  // as chosen
  std::vector<Bytes> buffers;                                // as mapped
  std::deque<std::uint32_t> empty;                           // that the driver may fill
  std::deque<std::pair<std::uint32_t, std::uint32_t>> full;  // with how many bytes of a picture
  bool streams = false;
  int unmapped = 0;

  // A picture comes; false if there is no room for it.
  bool Fill(const Bytes& picture) {
    if (empty.empty()) return false;
    std::ranges::copy(picture, buffers[empty.front()].begin());
    full.emplace_back(empty.front(), static_cast<std::uint32_t>(picture.size()));
    empty.pop_front();
    return true;
  }
  bool HoldsNothing() const {
    return std::ranges::all_of(buffers, [](const Bytes& buffer) {
      return std::ranges::all_of(buffer, [](std::uint8_t byte) { return byte == 0; });
    });
  }
};

class TestDriver final : public CaptureDriver {
 public:
  explicit TestDriver(TestDevice& device) : device_(device) {}

  int Control(unsigned long request, void* argument) override {
    if (device_.gone) return ENODEV;
    switch (request) {
      case VIDIOC_QUERYCAP: {
        auto& can = *static_cast<v4l2_capability*>(argument);
        can.capabilities = device_.capabilities | V4L2_CAP_DEVICE_CAPS;
        can.device_caps = device_.capabilities;
        return 0;
      }
      case VIDIOC_S_FMT:
        SetFormat(static_cast<v4l2_format*>(argument)->fmt.pix);
        return 0;
      case VIDIOC_REQBUFS: {
        if (device_.refuses_memory != 0) return device_.refuses_memory;
        auto& wanted = *static_cast<v4l2_requestbuffers*>(argument);
        wanted.count = std::max(wanted.count, device_.least_buffers);
        device_.buffers.assign(wanted.count, Bytes(4096));
        return 0;
      }
      case VIDIOC_QUERYBUF: {
        auto& buffer = *static_cast<v4l2_buffer*>(argument);
        buffer.length = 4096;
        buffer.m.offset = buffer.index * 4096;
        return 0;
      }
      case VIDIOC_QBUF:
        device_.empty.push_back(static_cast<v4l2_buffer*>(argument)->index);
        return 0;
      case VIDIOC_STREAMON:
        device_.streams = true;
        return 0;
      case VIDIOC_DQBUF:
        return TakeFull(*static_cast<v4l2_buffer*>(argument));
      default:
        return ENOTTY;
    }
  }

  std::span<std::uint8_t> Map(std::size_t bytes, off_t offset) override {
    EXPECT_EQ(bytes, 4096U);
    return device_.buffers.at(static_cast<std::size_t>(offset) / 4096);
  }
  void Unmap(std::span<std::uint8_t>) override { ++device_.unmapped; }

 private:
  void SetFormat(v4l2_pix_format& pix) {
    const bool has = std::ranges::count(device_.formats, pix.pixelformat) > 0;
    if (!has) pix.pixelformat = device_.formats.front();
    device_.format = pix.pixelformat;
    pix.width = static_cast<std::uint32_t>(device_.size.width_px);
    pix.height = static_cast<std::uint32_t>(device_.size.height_px);
    pix.field = device_.field;
    const std::uint32_t bytes = pix.pixelformat == V4L2_PIX_FMT_YUYV ? 2 : 1;
    pix.bytesperline =
        pix.pixelformat == V4L2_PIX_FMT_MJPEG ? 0 : pix.width * bytes + device_.padding;
  }
  int TakeFull(v4l2_buffer& buffer) {
    if (device_.full.empty()) return EAGAIN;
    std::tie(buffer.index, buffer.bytesused) = device_.full.front();
    buffer.flags = std::exchange(device_.flags, 0);
    device_.full.pop_front();
    return 0;
  }
  TestDevice& device_;
};

class CaptureTest : public testing::Test {
 protected:
  Result<std::unique_ptr<Capture>> Start() {
    return Capture::Start(std::make_unique<TestDriver>(device_), {8, 4});
  }
  Fault WhyNot() {
    const auto capture = Start();
    return capture ? Fault::kInternal : capture.error();
  }
  // The bytes of the next picture; none if there is none.
  static Bytes Next(Capture& capture) {
    const Result<const AVPacket*> packet = capture.Next();
    EXPECT_TRUE(packet);
    if (!packet || *packet == nullptr) return {};
    EXPECT_NE((*packet)->flags & AV_PKT_FLAG_KEY, 0);
    return {(*packet)->data, (*packet)->data + (*packet)->size};
  }
  TestDevice device_;
};

TEST_F(CaptureTest, APictureIsTakenOnceAndWipedFromTheDriver) {
  const auto capture = Start();
  ASSERT_TRUE(capture);
  EXPECT_TRUE(device_.streams);
  EXPECT_EQ(Next(**capture), Bytes());
  Bytes picture(64);
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = static_cast<std::uint8_t>(i + 1);
  ASSERT_TRUE(device_.Fill(picture));
  EXPECT_FALSE(device_.HoldsNothing()) << "control";
  EXPECT_EQ(Next(**capture), picture);
  EXPECT_TRUE(device_.HoldsNothing());
  EXPECT_EQ(Next(**capture), Bytes());
  for (std::uint8_t round = 1; round < 20; ++round) {  // more than there are buffers
    ASSERT_TRUE(device_.Fill(Bytes(64, round)));
    EXPECT_EQ(Next(**capture), Bytes(64, round));
  }
}

TEST_F(CaptureTest, WhatNobodyTookIsWipedAtTheEnd) {
  {
    const auto capture = Start();
    ASSERT_TRUE(capture);
    ASSERT_TRUE(device_.Fill(Bytes(64, 9)));
    EXPECT_FALSE(device_.HoldsNothing());
  }
  EXPECT_TRUE(device_.HoldsNothing());
  EXPECT_EQ(device_.unmapped, 2);
}

TEST_F(CaptureTest, ADriverThatFillsFasterThanItIsReadLeavesPicturesOut) {
  const auto capture = Start();
  ASSERT_TRUE(capture);
  EXPECT_TRUE(device_.Fill(Bytes(64, 1)));
  EXPECT_TRUE(device_.Fill(Bytes(64, 2)));
  EXPECT_FALSE(device_.Fill(Bytes(64, 3)));
  EXPECT_EQ(Next(**capture), Bytes(64, 1));
  EXPECT_EQ(Next(**capture), Bytes(64, 2));
  EXPECT_EQ(Next(**capture), Bytes());
}

TEST_F(CaptureTest, LinesArePutOneBehindTheOther) {
  device_.padding = 16;
  const auto capture = Start();
  ASSERT_TRUE(capture);
  Bytes picture;
  for (std::uint8_t line = 1; line <= 4; ++line) {
    picture.insert(picture.end(), 16, line);
    picture.insert(picture.end(), 16, 0xFF);
  }
  ASSERT_TRUE(device_.Fill(picture));
  Bytes wanted;
  for (std::uint8_t line = 1; line <= 4; ++line) wanted.insert(wanted.end(), 16, line);
  EXPECT_EQ(Next(**capture), wanted);
}

// Two half as wide planes of colour behind the grey one, padded by half as much.
TEST_F(CaptureTest, TheLinesOfEachPlaneAreToo) {
  device_.formats = {V4L2_PIX_FMT_YUV420};
  device_.padding = 4;
  const auto capture = Start();
  ASSERT_TRUE(capture);
  EXPECT_EQ((*capture)->codec().format, AV_PIX_FMT_YUV420P);
  Bytes picture;
  Bytes wanted;
  const auto line = [&](std::size_t bytes, std::size_t padding, std::uint8_t value) {
    picture.insert(picture.end(), bytes, value);
    picture.insert(picture.end(), padding, 0xFF);
    wanted.insert(wanted.end(), bytes, value);
  };
  for (std::uint8_t y = 1; y <= 4; ++y) line(8, 4, y);
  for (std::uint8_t u = 11; u <= 12; ++u) line(4, 2, u);
  for (std::uint8_t v = 21; v <= 22; ++v) line(4, 2, v);
  ASSERT_TRUE(device_.Fill(picture));
  EXPECT_EQ(Next(**capture), wanted);
}

TEST_F(CaptureTest, DamagedAndShortPicturesAreLeftOutAndWiped) {
  const auto capture = Start();
  ASSERT_TRUE(capture);
  ASSERT_TRUE(device_.Fill(Bytes(64, 1)));
  device_.flags = V4L2_BUF_FLAG_ERROR;
  EXPECT_EQ(Next(**capture), Bytes());
  ASSERT_TRUE(device_.Fill(Bytes(63, 2)));
  EXPECT_EQ(Next(**capture), Bytes());
  EXPECT_TRUE(device_.HoldsNothing());
  ASSERT_TRUE(device_.Fill(Bytes(64, 3)));
  EXPECT_EQ(Next(**capture), Bytes(64, 3)) << "control";
}

TEST_F(CaptureTest, AFormatThatItKnowsIsFound) {
  device_.formats = {V4L2_PIX_FMT_H264, V4L2_PIX_FMT_MJPEG};
  const auto capture = Start();
  ASSERT_TRUE(capture);
  EXPECT_EQ((*capture)->codec().codec_id, AV_CODEC_ID_MJPEG);
  EXPECT_EQ(device_.format, V4L2_PIX_FMT_MJPEG);
  ASSERT_TRUE(device_.Fill({0xFF, 0xD8, 0xFF, 0xD9}));
  EXPECT_EQ(Next(**capture), (Bytes{0xFF, 0xD8, 0xFF, 0xD9}));
  device_.formats = {V4L2_PIX_FMT_H264};
  EXPECT_EQ(WhyNot(), Fault::kNotVideo);
  device_.formats = {V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_YUYV};
  ASSERT_TRUE(Start());
  EXPECT_EQ(device_.format, V4L2_PIX_FMT_YUYV) << "rather what takes no decoder";
}

TEST_F(CaptureTest, WhatCannotBeUsedIsRefusedWithTheReason) {
  device_.size = {16, 9};
  EXPECT_EQ(WhyNot(), Fault::kWrongPictureSize);
  device_ = {};
  device_.field = V4L2_FIELD_ALTERNATE;
  EXPECT_EQ(WhyNot(), Fault::kNotVideo) << "half the lines at a time";
  device_ = {};
  device_.capabilities = V4L2_CAP_VIDEO_OUTPUT | V4L2_CAP_STREAMING;
  EXPECT_EQ(WhyNot(), Fault::kNotVideo);
  device_ = {};
  device_.capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_READWRITE;
  EXPECT_EQ(WhyNot(), Fault::kNotVideo);
  device_ = {};
  device_.refuses_memory = EBUSY;
  EXPECT_EQ(WhyNot(), Fault::kDeviceBusy);
  device_ = {};
  device_.least_buffers = 100;
  EXPECT_EQ(WhyNot(), Fault::kNotVideo);
  device_ = {};
  device_.gone = true;
  EXPECT_EQ(WhyNot(), Fault::kDeviceGone);
  device_ = {};
  EXPECT_TRUE(Start()) << "control";
}

TEST_F(CaptureTest, ADriverThatNamesMemoryItNeverGaveIsNoCamera) {
  const auto capture = Start();
  ASSERT_TRUE(capture);
  device_.full.emplace_back(2, 64);
  const Result<const AVPacket*> packet = (*capture)->Next();
  ASSERT_FALSE(packet);
  EXPECT_EQ(packet.error(), Fault::kNotVideo);
}

TEST_F(CaptureTest, OneThatIsUnpluggedIsGone) {
  const auto capture = Start();
  ASSERT_TRUE(capture);
  device_.gone = true;
  const Result<const AVPacket*> packet = (*capture)->Next();
  ASSERT_FALSE(packet);
  EXPECT_EQ(packet.error(), Fault::kDeviceGone);
}

}  // namespace
}  // namespace throng
