// Boundary, head, picture; and so on.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "counter/base/check.h"
#include "counter/eye/live_packets.h"
#include "counter/eye/response.h"

namespace throng {
namespace {

constexpr std::string_view kBlank = "\r\n\r\n";
constexpr std::string_view kBoundary = "\r\n--";

class JpegParts final : public LivePackets {
 public:
  explicit JpegParts(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)),
        packet_(av_packet_alloc()),
        codec_(avcodec_parameters_alloc()) {
    COUNTER_CHECK(packet_ != nullptr && codec_ != nullptr);
    codec_->codec_type = AVMEDIA_TYPE_VIDEO;
    codec_->codec_id = AV_CODEC_ID_MJPEG;
  }

  Result<const AVPacket*> Next() override {
    constexpr int kMostReads = 64;  // then it is the caller's turn to look at the clock
    for (int reads = 0; reads < kMostReads; ++reads) {
      const Result<bool> taken = Take();
      if (!taken) return taken.error();
      if (*taken) return static_cast<const AVPacket*>(packet_.get());
      if (connection_->unread().size() >= Connection::kMost) return Fault::kCameraNotLive;
      const Connection::Came came = connection_->Read();
      if (came == Connection::Came::kEnd) return Fault::kCameraHungUp;
      if (came == Connection::Came::kNothing) break;
    }
    return static_cast<const AVPacket*>(nullptr);
  }

  void Forget() override {
    av_packet_unref(packet_.get());
    const std::size_t blank = connection_->text().find_first_not_of("\r\n");
    connection_->Take(std::min(blank, connection_->text().size()));
  }

  bool HoldsPart() const override { return !connection_->unread().empty(); }

  const AVCodecParameters& codec() const override { return *codec_; }

 private:
  // Whether a whole picture came off the connection.
  Result<bool> Take() {
    const std::string_view text = connection_->text();
    const std::size_t begin = text.find("--");
    if (begin != 0 && text.find_first_not_of("\r\n") < std::min(begin, text.size())) {
      return Fault::kCameraNotLive;  // no boundary where one must stand
    }
    const std::size_t blank = begin == text.npos ? text.npos : text.find(kBlank, begin);
    if (std::min(blank, text.size()) > kMostHeadBytes) return Fault::kCameraNotLive;
    if (blank == text.npos) return false;
    const std::size_t picture = blank + kBlank.size();
    const std::optional<std::size_t> size =
        SizeIn(text.substr(begin, blank - begin), text.substr(picture));
    if (!size || text.size() < picture + *size) return false;
    av_packet_unref(packet_.get());
    COUNTER_CHECK(av_new_packet(packet_.get(), static_cast<int>(*size)) == 0);
    std::ranges::copy(connection_->unread().subspan(picture, *size), packet_->data);
    packet_->flags |= AV_PKT_FLAG_KEY;
    connection_->Take(picture + *size);
    return true;
  }

  // How many bytes of `rest` the part has whose head this is; nothing if that is not known yet.
  static std::optional<std::size_t> SizeIn(std::string_view head, std::string_view rest) {
    // Its first line is the boundary: put a status there, and it is a message's.
    const std::size_t line = std::min(head.find("\r\n"), head.size());
    const std::optional<Response> part =
        ParseHead("HTTP/1.1 200\r\n" + std::string(head.substr(std::min(line + 2, head.size()))));
    const std::string_view stated = part->Value("content-length");
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(stated.data(), stated.data() + stated.size(), size);
    if (!stated.empty() && error == std::errc() && size <= Connection::kMost) return size;
    const std::size_t boundary = rest.find(kBoundary);
    if (boundary == rest.npos) return std::nullopt;
    return boundary;
  }

  std::unique_ptr<Connection> connection_;
  AvPacketOwner packet_;
  AvParametersOwner codec_;
};

}  // namespace

std::unique_ptr<LivePackets> OpenJpegParts(std::unique_ptr<Connection> connection) {
  return std::make_unique<JpegParts>(std::move(connection));
}

}  // namespace throng
