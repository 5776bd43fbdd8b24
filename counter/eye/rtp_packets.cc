// RTP packets off the connection into FFmpeg's depacketiser, which never has a socket of its own.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "counter/base/check.h"
#include "counter/eye/demux.h"
#include "counter/eye/live_packets.h"
#include "counter/eye/response.h"

extern "C" {
#include <libavutil/dict.h>
#include <libavutil/mem.h>
}

namespace throng {
namespace {

constexpr int kBuffer = 4096;

// An input of FFmpeg's whose bytes come from a function of ours.
class Io {
 public:
  using Read = int (*)(void*, std::uint8_t*, int);
  using Write = int (*)(void*, std::uint8_t*, int);
  Io(void* opaque, Read read, Write write)
      : io_(avio_alloc_context(static_cast<unsigned char*>(av_malloc(kBuffer)), kBuffer,
                               write == nullptr ? 0 : 1, opaque, read, write, nullptr)) {
    COUNTER_CHECK(io_ != nullptr);
  }
  Io(const Io&) = delete;
  Io& operator=(const Io&) = delete;
  ~Io() {
    av_freep(&io_->buffer);
    avio_context_free(&io_);
  }
  AVIOContext* get() const { return io_; }

 private:
  AVIOContext* io_;
};

int ReadText(void* text, std::uint8_t* into, int most) {
  auto& left = *static_cast<std::string_view*>(text);
  if (left.empty()) return AVERROR_EOF;
  const std::size_t bytes = std::min(left.size(), static_cast<std::size_t>(most));
  std::copy_n(left.begin(), bytes, into);
  left.remove_prefix(bytes);
  return static_cast<int>(bytes);
}

// Reports of how well it comes, which FFmpeg writes: nobody hears them.
int WriteNothing(void*, std::uint8_t*, int bytes) { return bytes; }

AvContainerOwner Open(std::string_view description) {
  av_log_set_level(AV_LOG_QUIET);
  AVFormatContext* container = avformat_alloc_context();
  COUNTER_CHECK(container != nullptr);
  const Io text(&description, ReadText, nullptr);
  container->pb = text.get();
  container->flags |= AVFMT_FLAG_CUSTOM_IO;
  container->io_open = OpenNothing;
  container->format_whitelist = av_strdup("sdp");
  container->codec_whitelist = av_strdup(kDecoders);
  container->protocol_whitelist = av_strdup("");
  AVDictionary* options = nullptr;
  av_dict_set(&options, "sdp_flags", "custom_io", 0);
  av_dict_set(&options, "reorder_queue_size", "0", 0);  // TCP keeps the order
  avformat_open_input(&container, "", av_find_input_format("sdp"), &options);  // frees on failure
  av_dict_free(&options);
  if (container != nullptr) container->pb = nullptr;
  return AvContainerOwner(container);
}

class RtpPackets final : public LivePackets {
 public:
  RtpPackets(std::unique_ptr<Connection> connection, RtpStream stream, AvContainerOwner container)
      : connection_(std::move(connection)),
        stream_(std::move(stream)),
        io_(this, ReadPacket, WriteNothing),
        container_(std::move(container)),
        packet_(av_packet_alloc()) {
    COUNTER_CHECK(packet_ != nullptr);
    container_->pb = io_.get();
  }

  Result<const AVPacket*> Next() override {
    while (true) {
      av_packet_unref(packet_.get());
      nothing_ = false;
      asked_ = false;
      const int read = av_read_frame(container_.get(), packet_.get());
      if (read >= 0) return static_cast<const AVPacket*>(packet_.get());
      if (fault_) return *fault_;
      if (nothing_) return static_cast<const AVPacket*>(nullptr);
      if (!asked_) return Fault::kCameraHungUp;  // for FFmpeg the stream is over
      // Otherwise a packet made no sense: the next may.
    }
  }

  // What FFmpeg holds of a picture goes with its container only.
  void Forget() override {
    av_packet_unref(packet_.get());
    container_.reset();
    container_ = Open(stream_.description);
    COUNTER_CHECK(container_ != nullptr && container_->nb_streams == 1);  // as before
    container_->pb = io_.get();
  }

  bool HoldsPart() const override { return !connection_->unread().empty(); }

  const AVCodecParameters& codec() const override { return *container_->streams[0]->codecpar; }

 private:
  static int ReadPacket(void* self, std::uint8_t* into, int most) {
    return static_cast<RtpPackets*>(self)->Read({into, static_cast<std::size_t>(most)});
  }

  int Read(std::span<std::uint8_t> into) {
    constexpr int kMostSkipped = 1000;  // messages and packets of no use, one after the other
    asked_ = true;
    for (int skipped = 0; !fault_ && skipped < kMostSkipped; ++skipped) {
      const Result<std::optional<std::size_t>> taken = Take(into);
      if (!taken) {
        fault_ = taken.error();
      } else if (*taken) {
        if (**taken > 0) return static_cast<int>(**taken);
      } else if (const auto came = connection_->Read(); came == Connection::Came::kEnd) {
        fault_ = Fault::kCameraHungUp;
      } else if (came == Connection::Came::kNothing) {
        nothing_ = true;
        return AVERROR(EAGAIN);
      }
    }
    nothing_ = true;  // for the caller to look at the clock
    return fault_ ? AVERROR(EIO) : AVERROR(EAGAIN);
  }

  // One packet or one message off the connection; nothing if none is whole. How many bytes of it
  // are for us.
  Result<std::optional<std::size_t>> Take(std::span<std::uint8_t> into) {
    constexpr std::size_t kHead = 4;  // "$", channel, two bytes of length
    const std::span<const std::uint8_t> unread = connection_->unread();
    if (unread.empty()) return std::optional<std::size_t>();
    if (unread[0] != '$') {
      const Result<std::optional<Response>> message = TakeResponse(*connection_, true);
      if (!message) return message.error();
      if (!*message) return std::optional<std::size_t>();
      // The first is the answer to kPlay, the others to what keeps the session alive.
      const int status = (*message)->status;
      const bool answers = status >= 200;
      if (answers && !std::exchange(plays_, true) && status != 200) return Fault::kCameraRefuses;
      return std::optional<std::size_t>(0);
    }
    if (unread.size() < kHead) return std::optional<std::size_t>();
    const std::size_t size = std::size_t{unread[2]} * 256 + unread[3];
    if (unread.size() < kHead + size) return std::optional<std::size_t>();
    // Types of RTCP (RFC 5761, section 4): a goodbye among them would end the stream for FFmpeg.
    const bool is_report = size > 1 && unread[kHead + 1] >= 192 && unread[kHead + 1] <= 223;
    const bool ours = unread[1] == stream_.channel && !is_report && size <= into.size();
    if (ours) std::ranges::copy(unread.subspan(kHead, size), into.begin());
    connection_->Take(kHead + size);
    return std::optional<std::size_t>(ours ? size : 0);
  }

  std::unique_ptr<Connection> connection_;
  RtpStream stream_;
  Io io_;
  AvContainerOwner container_;
  AvPacketOwner packet_;
  std::optional<Fault> fault_;
  bool nothing_ = false;  // more had come when FFmpeg read last
  bool asked_ = false;    // FFmpeg has read since Next() asked it
  bool plays_ = false;
};

}  // namespace

Result<std::unique_ptr<LivePackets>> OpenRtp(std::unique_ptr<Connection> connection,
                                             const RtpStream& stream) {
  AvContainerOwner container = Open(stream.description);
  if (!container || container->nb_streams != 1) return Fault::kNotVideo;
  return std::unique_ptr<LivePackets>(
      std::make_unique<RtpPackets>(std::move(connection), stream, std::move(container)));
}

}  // namespace throng
