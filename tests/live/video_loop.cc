// Reads packets with libavformat; decodes none.
// SPDX-License-Identifier: Apache-2.0
#include "tests/live/video_loop.h"

extern "C" {
#include <libavcodec/bsf.h>
}

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

#include "counter/eye/libav.h"
#include "tests/pipeline/process.h"

namespace throng {
namespace {

using AvFilterOwner = std::unique_ptr<AVBSFContext, EndAt<av_bsf_free>>;

std::optional<VideoCodec> CodecOf(const AVStream& stream) {
  switch (stream.codecpar->codec_id) {
    case AV_CODEC_ID_H264:
      return VideoCodec::kH264;
    case AV_CODEC_ID_HEVC:
      return VideoCodec::kH265;
    case AV_CODEC_ID_MJPEG:
      return VideoCodec::kMjpeg;
    default:
      return std::nullopt;
  }
}

// Puts start codes where a container has lengths, and parameter sets before each key picture.
AvFilterOwner StartCodes(const AVStream& stream, VideoCodec codec) {
  const char* name = "null";
  if (codec == VideoCodec::kH264) name = "h264_mp4toannexb";
  if (codec == VideoCodec::kH265) name = "hevc_mp4toannexb";
  AVBSFContext* context = nullptr;
  if (av_bsf_alloc(av_bsf_get_by_name(name), &context) < 0) return nullptr;
  AvFilterOwner filter(context);
  context->time_base_in = stream.time_base;
  if (avcodec_parameters_copy(context->par_in, stream.codecpar) < 0) return nullptr;
  return av_bsf_init(context) < 0 ? nullptr : std::move(filter);
}

Duration TimeOf(std::int64_t stamp, AVRational base) {
  return Duration(av_rescale_q(stamp, base, kNanoseconds));
}

// Makes the loop begin at 0, and end where its first picture could come again.
void Close(VideoLoop& loop, Duration each) {
  const Duration begin = loop.pictures.front().sent;
  for (LoopPicture& picture : loop.pictures) {
    picture.sent -= begin;
    picture.shown -= begin;
  }
  const auto [first, last] = std::ranges::minmax_element(loop.pictures, {}, &LoopPicture::shown);
  loop.length = last->shown - first->shown + each;
}

}  // namespace

std::size_t VideoLoop::KeyPictureAt(Duration when) const {
  const Duration here = when % length;
  std::size_t found = 0;
  for (std::size_t i = 0; i < pictures.size() && pictures[i].sent <= here; ++i) {
    if (pictures[i].key) found = i;
  }
  return found;
}

std::optional<VideoLoop> ReadVideoLoop(const std::filesystem::path& file) {
  AVFormatContext* opened = nullptr;
  if (avformat_open_input(&opened, file.c_str(), nullptr, nullptr) < 0) return std::nullopt;
  const AvContainerOwner container(opened);
  if (avformat_find_stream_info(opened, nullptr) < 0) return std::nullopt;
  const int index = av_find_best_stream(opened, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (index < 0) return std::nullopt;
  const AVStream& stream = *opened->streams[index];
  const std::optional<VideoCodec> codec = CodecOf(stream);
  if (!codec || stream.avg_frame_rate.num <= 0) return std::nullopt;
  const AvFilterOwner filter = StartCodes(stream, *codec);
  if (!filter) return std::nullopt;

  VideoLoop loop{.codec = *codec,
                 .width_px = stream.codecpar->width,
                 .height_px = stream.codecpar->height,
                 .length = {},
                 .pictures = {}};
  const Duration each = TimeOf(1, av_inv_q(stream.avg_frame_rate));
  const AvPacketOwner packet(av_packet_alloc());
  while (av_read_frame(opened, packet.get()) >= 0) {
    if (packet->stream_index != index) {
      av_packet_unref(packet.get());
      continue;
    }
    if (av_bsf_send_packet(filter.get(), packet.get()) < 0) return std::nullopt;
    while (av_bsf_receive_packet(filter.get(), packet.get()) >= 0) {
      const bool key = (packet->flags & AV_PKT_FLAG_KEY) != 0;
      if (key || !loop.pictures.empty()) {
        const std::int64_t pts = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
        const std::int64_t dts = packet->dts != AV_NOPTS_VALUE ? packet->dts : packet->pts;
        if (pts == AV_NOPTS_VALUE) return std::nullopt;
        loop.pictures.push_back({.bytes = {packet->data, packet->data + packet->size},
                                 .sent = TimeOf(dts, stream.time_base),
                                 .shown = TimeOf(pts, stream.time_base),
                                 .key = key});
      }
      av_packet_unref(packet.get());
    }
  }
  if (loop.pictures.empty()) return std::nullopt;
  Close(loop, each);
  return loop;
}

bool EncodeVideo(const std::filesystem::path& file, VideoCodec codec, Duration key_every,
                 const std::filesystem::path& folder, const std::filesystem::path& out) {
  const std::string seconds = std::to_string(std::chrono::duration<double>(key_every).count());
  std::vector<std::string> words{"ffmpeg", "-loglevel", "error", "-y",      "-i",
                                 file,     "-map",      "0:v:0", "-pix_fmt"};
  const auto add = [&words](std::vector<std::string> more) {
    words.insert(words.end(), more.begin(), more.end());
  };
  if (codec == VideoCodec::kMjpeg) {  // RTP has no room for other Huffman tables (RFC 2435)
    add({"yuvj420p", "-c:v", "mjpeg", "-q:v", "4", "-huffman", "default"});
  } else if (codec == VideoCodec::kH264) {
    add({"yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-x264-params",
         "scenecut=0:bframes=0", "-force_key_frames", "expr:gte(t,n_forced*" + seconds + ")"});
  } else {
    add({"yuv420p", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
         "log-level=error:scenecut=0:bframes=0:open-gop=0", "-force_key_frames",
         "expr:gte(t,n_forced*" + seconds + ")"});
  }
  words.push_back(out);
  return RunToEnd(words, folder).code == 0;
}

}  // namespace throng
