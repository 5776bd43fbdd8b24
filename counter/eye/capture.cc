// The driver fills its buffers in turn; each is copied, wiped, and given back.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/capture.h"

#include <linux/videodev2.h>
#include <string.h>  // explicit_bzero

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <utility>

extern "C" {
#include <libavutil/imgutils.h>
}

#include "counter/base/check.h"

namespace throng {
namespace {

struct Format {
  std::uint32_t fourcc;
  AVCodecID codec;
  AVPixelFormat pixels;  // of AV_CODEC_ID_RAWVIDEO
};

// In the order of liking: what needs no decoder is the smaller door for crafted bytes.
constexpr std::array kFormats{
    Format{V4L2_PIX_FMT_YUYV, AV_CODEC_ID_RAWVIDEO, AV_PIX_FMT_YUYV422},
    Format{V4L2_PIX_FMT_UYVY, AV_CODEC_ID_RAWVIDEO, AV_PIX_FMT_UYVY422},
    Format{V4L2_PIX_FMT_NV12, AV_CODEC_ID_RAWVIDEO, AV_PIX_FMT_NV12},
    Format{V4L2_PIX_FMT_YUV420, AV_CODEC_ID_RAWVIDEO, AV_PIX_FMT_YUV420P},
    Format{V4L2_PIX_FMT_BGR24, AV_CODEC_ID_RAWVIDEO, AV_PIX_FMT_BGR24},
    Format{V4L2_PIX_FMT_RGB24, AV_CODEC_ID_RAWVIDEO, AV_PIX_FMT_RGB24},
    Format{V4L2_PIX_FMT_GREY, AV_CODEC_ID_RAWVIDEO, AV_PIX_FMT_GRAY8},
    Format{V4L2_PIX_FMT_MJPEG, AV_CODEC_ID_MJPEG, AV_PIX_FMT_NONE},
    Format{V4L2_PIX_FMT_JPEG, AV_CODEC_ID_MJPEG, AV_PIX_FMT_NONE},
};

constexpr std::uint32_t kType = V4L2_BUF_TYPE_VIDEO_CAPTURE;
constexpr std::uint32_t kBuffers = 2;      // one to fill while the other is read
constexpr std::uint32_t kMostBuffers = 8;  // drivers may want more of them
constexpr std::size_t kMostPictureBytes = std::size_t{64} << 20U;

Fault FaultOf(int error) {
  if (error == EBUSY) return Fault::kDeviceBusy;
  if (error == ENODEV || error == ENXIO || error == EIO) return Fault::kDeviceGone;
  if (error == ENOTTY || error == EINVAL) return Fault::kNotVideo;
  return Fault::kInternal;
}

v4l2_buffer Buffer(std::uint32_t index = 0) {
  v4l2_buffer buffer{};
  buffer.type = kType;
  buffer.memory = V4L2_MEMORY_MMAP;
  buffer.index = index;
  return buffer;
}

}  // namespace

Result<std::unique_ptr<Capture>> Capture::Start(std::unique_ptr<CaptureDriver> driver,
                                                ImageSize size) {
  v4l2_capability can{};
  if (const int error = driver->Control(VIDIOC_QUERYCAP, &can); error != 0) return FaultOf(error);
  const std::uint32_t own =
      (can.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? can.device_caps : can.capabilities;
  if ((own & V4L2_CAP_VIDEO_CAPTURE) == 0 || (own & V4L2_CAP_STREAMING) == 0) {
    return Fault::kNotVideo;
  }
  std::unique_ptr<Capture> capture(new Capture(std::move(driver)));
  const Status chosen = capture->ChooseFormat(size);
  if (!chosen) return chosen.error();
  capture->AskForFewPictures();
  const Status mapped = capture->MapBuffers();
  if (!mapped) return mapped.error();
  const Status begun = capture->Begin();
  if (!begun) return begun.error();
  return capture;
}

Capture::Capture(std::unique_ptr<CaptureDriver> driver)
    : driver_(std::move(driver)), codec_(avcodec_parameters_alloc()), packet_(av_packet_alloc()) {
  COUNTER_CHECK(codec_ != nullptr && packet_ != nullptr);
}

Capture::~Capture() {
  for (const std::span<std::uint8_t> buffer : buffers_) {
    ::explicit_bzero(buffer.data(), buffer.size());
    driver_->Unmap(buffer);
  }
}

// A driver takes another size or format where it has not the one that it is asked for.
Status Capture::ChooseFormat(ImageSize size) {
  bool other_size = false;
  for (const Format& format : kFormats) {
    v4l2_format wanted{};
    wanted.type = kType;
    wanted.fmt.pix.width = static_cast<std::uint32_t>(size.width_px);
    wanted.fmt.pix.height = static_cast<std::uint32_t>(size.height_px);
    wanted.fmt.pix.pixelformat = format.fourcc;
    wanted.fmt.pix.field = V4L2_FIELD_ANY;
    const int error = driver_->Control(VIDIOC_S_FMT, &wanted);
    if (error == EINVAL) continue;  // drivers may refuse a format, too
    if (error != 0) return FaultOf(error);
    const v4l2_pix_format& got = wanted.fmt.pix;
    if (got.pixelformat != format.fourcc) continue;
    // Fields that come one by one show half the lines.
    const bool whole = got.field == V4L2_FIELD_NONE || got.field == V4L2_FIELD_INTERLACED;
    const bool fits =
        std::cmp_equal(got.width, size.width_px) && std::cmp_equal(got.height, size.height_px);
    if (!fits) other_size = true;
    if (!fits || !whole || got.bytesperline > kMostPictureBytes) continue;
    codec_->codec_type = AVMEDIA_TYPE_VIDEO;
    codec_->codec_id = format.codec;
    if (format.codec == AV_CODEC_ID_RAWVIDEO) codec_->format = format.pixels;
    codec_->width = size.width_px;
    codec_->height = size.height_px;
    bytes_per_line_ = static_cast<int>(got.bytesperline);
    return Done{};
  }
  return other_size ? Fault::kWrongPictureSize : Fault::kNotVideo;
}

// The bus and this process have less to carry; one that cannot goes on as it is.
void Capture::AskForFewPictures() {
  v4l2_streamparm speed{};
  speed.type = kType;
  speed.parm.capture.timeperframe = {.numerator = 1, .denominator = 5};
  static_cast<void>(driver_->Control(VIDIOC_S_PARM, &speed));
}

Status Capture::MapBuffers() {
  v4l2_requestbuffers request{};
  request.count = kBuffers;
  request.type = kType;
  request.memory = V4L2_MEMORY_MMAP;
  if (const int error = driver_->Control(VIDIOC_REQBUFS, &request); error != 0) {
    return FaultOf(error);
  }
  if (request.count == 0 || request.count > kMostBuffers) return Fault::kNotVideo;
  for (std::uint32_t index = 0; index < request.count; ++index) {
    v4l2_buffer buffer = Buffer(index);
    if (const int error = driver_->Control(VIDIOC_QUERYBUF, &buffer); error != 0) {
      return FaultOf(error);
    }
    if (buffer.length == 0 || buffer.length > kMostPictureBytes) return Fault::kNotVideo;
    const auto memory = driver_->Map(buffer.length, static_cast<off_t>(buffer.m.offset));
    if (memory.empty()) return Fault::kInternal;
    buffers_.push_back(memory);
  }
  return Done{};
}

Status Capture::Begin() {
  for (std::uint32_t index = 0; index < buffers_.size(); ++index) {
    v4l2_buffer buffer = Buffer(index);
    if (const int error = driver_->Control(VIDIOC_QBUF, &buffer); error != 0) {
      return FaultOf(error);
    }
  }
  int type = kType;
  if (const int error = driver_->Control(VIDIOC_STREAMON, &type); error != 0) {
    return FaultOf(error);
  }
  return Done{};
}

Result<const AVPacket*> Capture::Next() {
  // No more than are there: a driver that fills them faster than we read has the rest left out.
  for (std::size_t looks = 0; looks < buffers_.size(); ++looks) {
    v4l2_buffer buffer = Buffer();
    const int error = driver_->Control(VIDIOC_DQBUF, &buffer);
    if (error == EAGAIN) break;
    if (error != 0) return FaultOf(error);
    if (buffer.index >= buffers_.size()) return Fault::kNotVideo;
    const std::span<std::uint8_t> memory = buffers_[buffer.index];
    const bool sound = (buffer.flags & V4L2_BUF_FLAG_ERROR) == 0;
    const std::size_t bytes = std::min<std::size_t>(buffer.bytesused, memory.size());
    const bool taken = sound && Copy(memory.first(bytes));
    ::explicit_bzero(memory.data(), memory.size());
    if (const int refused = driver_->Control(VIDIOC_QBUF, &buffer); refused != 0) {
      return FaultOf(refused);
    }
    if (taken) return static_cast<const AVPacket*>(packet_.get());
  }
  return static_cast<const AVPacket*>(nullptr);
}

// A packet of it, its lines one behind the other; false if it is not whole.
bool Capture::Copy(std::span<const std::uint8_t> picture) {
  av_packet_unref(packet_.get());
  if (codec_->codec_id != AV_CODEC_ID_RAWVIDEO) {
    if (picture.empty()) return false;
    COUNTER_CHECK(av_new_packet(packet_.get(), static_cast<int>(picture.size())) == 0);
    std::ranges::copy(picture, packet_->data);
  } else {
    const auto pixels = static_cast<AVPixelFormat>(codec_->format);
    std::array<int, 4> lines{};
    COUNTER_CHECK(av_image_fill_linesizes(lines.data(), pixels, codec_->width) >= 0);
    // The other planes' lines are padded as the first one's are, in proportion.
    const int first = lines[0];
    const int stride = std::max(bytes_per_line_, first);
    for (int& line : lines) line = static_cast<int>(std::int64_t{line} * stride / first);
    std::array<std::uint8_t*, 4> planes{};
    auto* const begin = const_cast<std::uint8_t*>(picture.data());  // the call changes nothing
    const int needed =
        av_image_fill_pointers(planes.data(), pixels, codec_->height, begin, lines.data());
    if (needed < 0 || std::cmp_less(picture.size(), needed)) return false;
    const int bytes = av_image_get_buffer_size(pixels, codec_->width, codec_->height, 1);
    COUNTER_CHECK(bytes > 0 && av_new_packet(packet_.get(), bytes) == 0);
    COUNTER_CHECK(av_image_copy_to_buffer(packet_->data, bytes, planes.data(), lines.data(), pixels,
                                          codec_->width, codec_->height, 1) == bytes);
  }
  packet_->flags |= AV_PKT_FLAG_KEY;
  return true;
}

void Capture::Forget() { av_packet_unref(packet_.get()); }

}  // namespace throng
