// Pictures encoded by OpenCV, put into a container by libavformat.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/video_file.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <algorithm>
#include <array>
#include <cerrno>
#include <opencv2/imgcodecs.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "counter/base/check.h"

namespace throng {
namespace {

constexpr int kQuality = 92;  // of JPEG: what the drawn camera did to the picture should stay

Fault FaultOf(int error) {
  switch (error) {
    case AVERROR(ENOSPC):
    case AVERROR(EDQUOT):
    case AVERROR(EFBIG):
      return Fault::kDiskFull;
    case AVERROR(ENOENT):
    case AVERROR(ENOTDIR):
      return Fault::kNotAFolder;
    default:
      return Fault::kNotPermitted;
  }
}

}  // namespace

struct VideoFile::Container {
  cv::Size size_px;
  AVFormatContext* format = nullptr;
  AVPacket* packet = nullptr;
  AVRational picture_time{1, 1};
  std::int64_t pictures = 0;

  ~Container() {
    av_packet_free(&packet);
    if (format != nullptr) avio_closep(&format->pb);
    avformat_free_context(format);
  }

  // FFmpeg buffers, and remembers what went wrong when the buffer was written.
  int Flushed(int error) const {
    avio_flush(format->pb);
    return error < 0 ? error : format->pb->error;
  }
};

bool IsVideoName(const std::filesystem::path& file) {
  static constexpr std::array<std::string_view, 3> kEndings{".avi", ".mkv", ".mov"};
  return std::ranges::count(kEndings, file.extension().string()) > 0;
}

VideoFile::VideoFile(std::unique_ptr<Container> container) : container_(std::move(container)) {}
VideoFile::~VideoFile() = default;
VideoFile::VideoFile(VideoFile&&) noexcept = default;

Result<VideoFile> VideoFile::Make(const std::filesystem::path& file, cv::Size size_px,
                                  double pictures_per_s) {
  constexpr int kFinest = 1000;                      // of a rate's denominator
  const std::string name = "file:" + file.string();  // whatever is in it, it is no address
  auto container = std::make_unique<Container>();
  container->size_px = size_px;
  container->picture_time = av_inv_q(av_d2q(pictures_per_s, kFinest));
  container->packet = av_packet_alloc();
  COUNTER_CHECK(container->packet != nullptr);
  AVFormatContext*& format = container->format;
  if (avformat_alloc_output_context2(&format, nullptr, nullptr, name.c_str()) < 0) {
    return Fault::kInternal;
  }
  format->flags |= AVFMT_FLAG_BITEXACT;  // no date, no version
  AVStream* const stream = avformat_new_stream(format, nullptr);
  COUNTER_CHECK(stream != nullptr);
  stream->time_base = container->picture_time;
  stream->avg_frame_rate = av_inv_q(container->picture_time);
  stream->codecpar->codec_type = AVMEDIA_TYPE_VIDEO;
  stream->codecpar->codec_id = AV_CODEC_ID_MJPEG;
  stream->codecpar->width = size_px.width;
  stream->codecpar->height = size_px.height;
  int error = avio_open(&format->pb, name.c_str(), AVIO_FLAG_WRITE);
  if (error < 0) return FaultOf(error);
  error = container->Flushed(avformat_write_header(format, nullptr));
  if (error < 0) return FaultOf(error);
  return VideoFile(std::move(container));
}

Status VideoFile::Add(const cv::Mat& bgr) {
  COUNTER_CHECK(bgr.size() == container_->size_px && bgr.type() == CV_8UC3);
  std::vector<std::uint8_t> bytes;
  cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, kQuality});
  AVFormatContext* const format = container_->format;
  AVPacket* const packet = container_->packet;
  const AVStream* const stream = format->streams[0];
  packet->data = bytes.data();  // lent: av_write_frame takes no ownership
  packet->size = static_cast<int>(bytes.size());
  packet->flags = AV_PKT_FLAG_KEY;
  packet->pts = av_rescale_q(container_->pictures, container_->picture_time, stream->time_base);
  packet->dts = packet->pts;
  packet->duration = av_rescale_q(1, container_->picture_time, stream->time_base);
  ++container_->pictures;
  const int error = container_->Flushed(av_write_frame(format, packet));
  if (error < 0) return FaultOf(error);
  return Done{};
}

Status VideoFile::Finish() {
  const int error = container_->Flushed(av_write_trailer(container_->format));
  if (error < 0) return FaultOf(error);
  return Done{};
}

}  // namespace throng
