// FFmpeg's objects, each with the call that ends it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/frame.h>
#include <libswscale/swscale.h>
}

#include <memory>

namespace throng {

// For FFmpeg's functions that take the address of the pointer.
template <auto End>
struct EndAt {
  template <class T>
  void operator()(T* object) const {
    End(&object);
  }
};

// For those that take the pointer.
template <auto End>
struct EndWith {
  template <class T>
  void operator()(T* object) const {
    End(object);
  }
};

using AvPacketOwner = std::unique_ptr<AVPacket, EndAt<av_packet_free>>;
using AvPictureOwner = std::unique_ptr<AVFrame, EndAt<av_frame_free>>;
using AvDecoderOwner = std::unique_ptr<AVCodecContext, EndAt<avcodec_free_context>>;
using AvParametersOwner = std::unique_ptr<AVCodecParameters, EndAt<avcodec_parameters_free>>;
using AvContainerOwner = std::unique_ptr<AVFormatContext, EndAt<avformat_close_input>>;
using AvScalerOwner = std::unique_ptr<SwsContext, EndWith<sws_freeContext>>;

// All times behind the demuxer are in nanoseconds, as throng::Duration is.
inline constexpr AVRational kNanoseconds{1, 1'000'000'000};

// For AVFormatContext::io_open: a container may not name files or addresses to read on from.
inline int OpenNothing(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
  return AVERROR(EPERM);
}

}  // namespace throng
