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
  RtpPackets(Connection& connection, int channel, AvContainerOwner container)
      : connection_(connection),
        channel_(channel),
        io_(this, ReadPacket, WriteNothing),
        container_(std::move(container)),
        packet_(av_packet_alloc()) {
    COUNTER_CHECK(packet_ != nullptr);
    container_->pb = io_.get();
  }

  Result<const AVPacket*> Next() override {
    while (true) {
      av_packet_unref(packet_.get());
      const int read = av_read_frame(container_.get(), packet_.get());
      if (read >= 0) return static_cast<const AVPacket*>(packet_.get());
      if (fault_) return *fault_;
      if (nothing_) return static_cast<const AVPacket*>(nullptr);
      // Otherwise a packet made no sense: the next may.
    }
  }

  void Forget() override {
    av_packet_unref(packet_.get());
    avformat_flush(container_.get());
  }

  const AVCodecParameters& codec() const override { return *container_->streams[0]->codecpar; }

 private:
  static int ReadPacket(void* self, std::uint8_t* into, int most) {
    return static_cast<RtpPackets*>(self)->Read({into, static_cast<std::size_t>(most)});
  }

  int Read(std::span<std::uint8_t> into) {
    nothing_ = false;
    while (!fault_) {
      const Result<std::optional<std::size_t>> taken = Take(into);
      if (!taken) {
        fault_ = taken.error();
      } else if (*taken) {
        if (**taken > 0) return static_cast<int>(**taken);
      } else if (const auto came = connection_.Read(); came == Connection::Came::kEnd) {
        fault_ = Fault::kCameraHungUp;
      } else if (came == Connection::Came::kNothing) {
        nothing_ = true;
        return AVERROR(EAGAIN);
      }
    }
    return AVERROR(EIO);
  }

  // One packet or one message off the connection; nothing if none is whole. How many bytes of it
  // are for us.
  Result<std::optional<std::size_t>> Take(std::span<std::uint8_t> into) {
    constexpr std::size_t kHead = 4;  // "$", channel, two bytes of length
    const std::span<const std::uint8_t> unread = connection_.unread();
    if (unread.empty()) return std::optional<std::size_t>();
    if (unread[0] != '$') {
      const Result<std::optional<Response>> message = TakeResponse(connection_, true);
      if (!message) return message.error();
      if (!*message) return std::optional<std::size_t>();
      // The first is the answer to kPlay, the others to what keeps the session alive.
      if (!std::exchange(plays_, true) && (*message)->status != 200) return Fault::kCameraRefuses;
      return std::optional<std::size_t>(0);
    }
    if (unread.size() < kHead) return std::optional<std::size_t>();
    const std::size_t size = std::size_t{unread[2]} * 256 + unread[3];
    if (unread.size() < kHead + size) return std::optional<std::size_t>();
    const bool ours = unread[1] == channel_ && size <= into.size();
    if (ours) std::ranges::copy(unread.subspan(kHead, size), into.begin());
    connection_.Take(kHead + size);
    return std::optional<std::size_t>(ours ? size : 0);
  }

  Connection& connection_;
  int channel_;
  Io io_;
  AvContainerOwner container_;
  AvPacketOwner packet_;
  std::optional<Fault> fault_;
  bool nothing_ = false;  // had come when FFmpeg read last
  bool plays_ = false;
};

}  // namespace

Result<std::unique_ptr<LivePackets>> OpenRtp(Connection& connection, const RtpStream& stream) {
  AvContainerOwner container = Open(stream.description);
  if (!container || container->nb_streams != 1) return Fault::kNotVideo;
  return std::unique_ptr<LivePackets>(
      std::make_unique<RtpPackets>(connection, stream.channel, std::move(container)));
}

}  // namespace throng
