// The packets of a container's video stream, with their times since the first picture.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/eye/avi_index.h"
#include "counter/eye/bytes.h"
#include "counter/eye/libav.h"
#include "counter/eye/timeline.h"

namespace throng {

// Decoders that may run, by FFmpeg's names: what cameras and recorders write. The fewer, the
// smaller the door for crafted bytes.
inline constexpr char kDecoders[] =
    "h264,hevc,mjpeg,mpeg4,msmpeg4v2,msmpeg4,mpeg1video,mpeg2video,h263,vp9,ffv1,rawvideo";

class Demuxer {
 public:
  // Reads `fd` (the caller's) up to the first pictures' headers. Never opens anything else.
  // `most_pixels` bounds what probing may decode. Faults: kEmptySource; kNotVideo;
  // kEndedEarly, of a pipe that fell silent meanwhile.
  static Result<std::unique_ptr<Demuxer>> Make(int fd, std::int64_t most_pixels);

  // The next packet, its times placed by Timeline in nanoseconds (AV_NOPTS_VALUE if unknown);
  // nothing at the end of what can be read. Valid until the next call. A packet of no bytes stands
  // for a picture that the container names but that cannot be found. While none comes, calls
  // `when_stalled` after ByteReader::kStallMs.
  const AVPacket* Next(std::function<void()> when_stalled = {});

  // Lets go of the packet that Next() gave last.
  void Forget();

  // Whether the container's header promises more than was read, or reading failed: more than 1 s
  // and more than 2% are missing. After Next() gave nothing.
  bool EndedEarly() const;

  const AVStream& stream() const { return *stream_; }

  // As the header or, where that is silent, the first picture says; zeros if neither does.
  std::pair<int, int> StatedSize() const { return stated_size_; }
  Duration interval() const { return interval_; }  // between pictures, > 0, as far as it says

 private:
  // What the header says about the end; nothing for streams without one (TS, raw).
  struct Promise {
    Duration length;
    bool of_video;  // counted from the first picture; else the latest end of all streams
  };
  struct Header;

  Demuxer(std::unique_ptr<ByteReader> bytes, AvContainerOwner container, AVStream* stream);
  static Header HeaderOf(const AVFormatContext& container);
  void Believe(const Header& header);
  bool Read();
  void NoteEnd(const AVPacket& packet);
  void PlaceTimes(AVPacket& packet);

  std::unique_ptr<ByteReader> bytes_;  // before the container, which reads through it
  AvContainerOwner container_;
  AVStream* stream_;
  std::optional<Promise> promise_;
  Duration interval_;
  Timeline timeline_;
  AviIndex index_;
  std::pair<int, int> stated_size_;
  AvPacketOwner packet_;
  AvPacketOwner missing_packet_;       // has no bytes
  std::vector<std::int64_t> missing_;  // ticks of pictures that come before packet_, latest first
  bool holds_packet_ = false;          // packet_ is read but not given out
  bool ended_ = false;
  std::optional<Duration> first_;  // as the container counts
  Duration end_{0};                // as the promise counts
  bool broken_ = false;            // the container made no sense any more
};

}  // namespace throng
