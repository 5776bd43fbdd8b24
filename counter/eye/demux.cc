// Opens a container from bytes alone and walks through its video packets.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/demux.h"

extern "C" {
#include <libavutil/dict.h>
#include <libavutil/mem.h>
}

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "counter/base/check.h"

namespace throng {
namespace {

// Containers that may be parsed, by FFmpeg's names.
constexpr char kContainers[] =
    "avi,mov,matroska,mpegts,mpeg,h264,hevc,mjpeg,m4v,mpegvideo,ivf,yuv4mpegpipe";

// Of these, the ones that are nothing but pictures: the first bytes must begin one.
constexpr std::string_view kBareStreams[] = {"h264", "hevc", "mjpeg", "m4v", "mpegvideo"};

constexpr Duration kUsualInterval = std::chrono::milliseconds(40);
constexpr Duration kShortestInterval = std::chrono::milliseconds(1);
constexpr Duration kLongestInterval = std::chrono::minutes(1);
constexpr int kMostFailures = 64;  // in a row: damaged bytes may be passed, not for ever

std::optional<Duration> FromTicks(std::int64_t ticks, AVRational base) {
  if (ticks == AV_NOPTS_VALUE) return std::nullopt;
  const Duration time(av_rescale_q(ticks, base, kNanoseconds));  // the least number if too large
  if (time > kMostTime || time < -kMostTime) return std::nullopt;
  return time;
}

std::int64_t ToTicks(std::optional<Duration> time) { return time ? time->count() : AV_NOPTS_VALUE; }

Duration IntervalOf(AVFormatContext* container, AVStream* stream) {
  const AVRational rate = av_guess_frame_rate(container, stream, nullptr);
  if (rate.num <= 0 || rate.den <= 0) return kUsualInterval;
  const Duration interval(av_rescale_q(1, av_inv_q(rate), kNanoseconds));
  return interval < kShortestInterval || interval > kLongestInterval ? kUsualInterval : interval;
}

AvContainerOwner Open(AVIOContext* io) {
  av_log_set_level(AV_LOG_QUIET);
  AVFormatContext* container = avformat_alloc_context();
  COUNTER_CHECK(container != nullptr);
  container->pb = io;
  container->flags |= AVFMT_FLAG_CUSTOM_IO;
  container->io_open = OpenNothing;
  container->format_whitelist = av_strdup(kContainers);
  container->codec_whitelist = av_strdup(kDecoders);
  container->protocol_whitelist = av_strdup("");
  avformat_open_input(&container, "", nullptr, nullptr);  // frees it on failure
  return AvContainerOwner(container);
}

// Whether this is what is left of a container whose head is cut off. FFmpeg finds bare pictures in
// it, but their times, and how many there should be, are gone.
bool LostItsHead(const AVInputFormat& format, std::string_view head) {
  if (std::ranges::find(kBareStreams, format.name) == std::end(kBareStreams)) return false;
  using std::string_view_literals::operator""sv;
  return !head.starts_with("\0\0\1"sv) && !head.starts_with("\0\0\0\1"sv) &&
         !head.starts_with("\xFF\xD8"sv);
}

// What may stall is probed briefly: pictures that are held for that cannot be let go.
void LimitProbe(AVFormatContext& container) {
  container.fps_probe_size = 2;
  container.max_analyze_duration = AV_TIME_BASE / 2;
}

// Looks into the first packets for what the header leaves out.
bool Probe(AVFormatContext* container, std::int64_t most_pixels) {
  std::vector<AVDictionary*> options(container->nb_streams, nullptr);
  for (AVDictionary*& of_stream : options)
    av_dict_set_int(&of_stream, "max_pixels", most_pixels, 0);
  const int found = avformat_find_stream_info(container, options.data());
  for (AVDictionary*& of_stream : options) av_dict_free(&of_stream);
  return found >= 0;
}

}  // namespace

// What a container says before probing, which fills in guesses.
struct Demuxer::Header {
  struct Stream {
    std::optional<Duration> length;
    std::pair<int, int> size;
  };
  std::vector<Stream> streams;
  std::optional<Duration> length;
  AviIndex index;  // of the first video stream
};

Demuxer::Header Demuxer::HeaderOf(const AVFormatContext& container) {
  Header header;
  const bool is_avi = std::string_view(container.iformat->name) == "avi";
  bool has_index = false;
  for (unsigned i = 0; i < container.nb_streams; ++i) {
    const AVStream& stream = *container.streams[i];
    const bool is_video = stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
    // FFmpeg shortens the length of a cut AVI, but leaves the count that the header states.
    const std::int64_t ticks = is_avi && is_video ? stream.nb_frames : stream.duration;
    header.streams.push_back({.length = FromTicks(ticks, stream.time_base),
                              .size = {stream.codecpar->width, stream.codecpar->height}});
    if (is_avi && is_video && !std::exchange(has_index, true)) header.index = AviIndex(stream);
  }
  header.length = FromTicks(container.duration, AVRational{1, AV_TIME_BASE});
  return header;
}

Result<std::unique_ptr<Demuxer>> Demuxer::Make(int fd, std::int64_t most_pixels) {
  auto bytes = std::make_unique<ByteReader>(fd);
  AvContainerOwner container = Open(bytes->io());
  if (!container) return bytes->head().empty() ? Fault::kEmptySource : Fault::kNotVideo;
  if (LostItsHead(*container->iformat, bytes->head())) return Fault::kNotVideo;
  const Header header = HeaderOf(*container);
  if (!bytes->can_rewind()) LimitProbe(*container);
  const bool probed = Probe(container.get(), most_pixels);
  if (bytes->read_failed()) return Fault::kEndedEarly;
  if (!probed) return Fault::kNotVideo;
  const int found = av_find_best_stream(container.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (found < 0) return Fault::kNotVideo;
  AVStream* const stream = container->streams[found];
  if ((stream->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) return Fault::kNotVideo;
  std::unique_ptr<Demuxer> demuxer(new Demuxer(std::move(bytes), std::move(container), stream));
  demuxer->Believe(header);
  return demuxer;
}

Demuxer::Demuxer(std::unique_ptr<ByteReader> bytes, AvContainerOwner container, AVStream* stream)
    : bytes_(std::move(bytes)),
      container_(std::move(container)),
      stream_(stream),
      interval_(IntervalOf(container_.get(), stream)),
      timeline_(interval_),
      stated_size_(stream->codecpar->width, stream->codecpar->height),
      packet_(av_packet_alloc()),
      missing_packet_(av_packet_alloc()) {
  COUNTER_CHECK(packet_ != nullptr && missing_packet_ != nullptr);
  missing_packet_->stream_index = stream->index;
}

void Demuxer::Believe(const Header& header) {
  const auto index = static_cast<std::size_t>(stream_->index);
  const bool is_known = index < header.streams.size();
  if (is_known && header.streams[index].size.first > 0) stated_size_ = header.streams[index].size;
  index_ = header.index;
  if (is_known && header.streams[index].length.value_or(Duration(0)) > Duration(0)) {
    promise_ = Promise{.length = *header.streams[index].length, .of_video = true};
  } else if (header.length.value_or(Duration(0)) > Duration(0)) {
    promise_ = Promise{.length = *header.length, .of_video = false};
  }
}

const AVPacket* Demuxer::Next(std::function<void()> when_stalled) {
  bytes_->when_stalled = std::move(when_stalled);
  while (true) {
    if (!missing_.empty()) {
      missing_packet_->pts = AV_NOPTS_VALUE;
      missing_packet_->dts = missing_.back();
      missing_.pop_back();
      NoteEnd(*missing_packet_);
      PlaceTimes(*missing_packet_);
      return missing_packet_.get();
    }
    if (std::exchange(holds_packet_, false)) {
      NoteEnd(*packet_);
      PlaceTimes(*packet_);
      return packet_.get();
    }
    if (ended_) return nullptr;
    ended_ = !Read();
    missing_ = ended_ ? index_.PlaceEnd() : index_.Place(*packet_);
    holds_packet_ = !ended_;
  }
}

// The next packet of the video stream into packet_. False at the end.
bool Demuxer::Read() {
  for (int failures = 0; failures < kMostFailures;) {
    av_packet_unref(packet_.get());
    const int read = av_read_frame(container_.get(), packet_.get());
    if (read == AVERROR_EOF || bytes_->read_failed()) return false;
    if (read < 0) {
      ++failures;
      continue;
    }
    // An empty packet repeats the last picture; to the decoder it would mean the end.
    const bool is_video = packet_->stream_index == stream_->index;
    if (is_video && packet_->size > 0) {
      bytes_->NotePicture();
      return true;
    }
    NoteEnd(*packet_);
  }
  broken_ = true;
  return false;
}

void Demuxer::Forget() {
  if (!holds_packet_) av_packet_unref(packet_.get());
}

void Demuxer::NoteEnd(const AVPacket& packet) {
  if (!promise_) return;
  const bool is_video = packet.stream_index == stream_->index;
  if (promise_->of_video && !is_video) return;
  const AVRational base = container_->streams[packet.stream_index]->time_base;
  const std::int64_t ticks = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
  const std::optional<Duration> start = FromTicks(ticks, base);
  if (!start) return;
  if (!first_ && is_video) first_ = start;
  const Duration begin = promise_->of_video ? *first_ : Duration(0);
  const Duration end = *start - begin + (is_video ? interval_ : Duration(0));
  const bool credible = end <= promise_->length + std::chrono::seconds(10);
  if (credible && end > end_) end_ = end;
}

void Demuxer::PlaceTimes(AVPacket& packet) {
  const PacketTimes placed =
      timeline_.Place({.shown = FromTicks(packet.pts, stream_->time_base),
                       .decoded = FromTicks(packet.dts, stream_->time_base)});
  packet.pts = ToTicks(placed.shown);
  packet.dts = ToTicks(placed.decoded);
  packet.duration = interval_.count();
}

bool Demuxer::EndedEarly() const {
  if (bytes_->read_failed()) return true;
  if (!promise_) return broken_;
  const Duration missing = promise_->length - end_;
  return missing > std::chrono::seconds(1) && missing > promise_->length / 50;
}

}  // namespace throng
