// One decoder of FFmpeg, and its word on what it could make whole.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/decode.h"

#include <utility>

#include "counter/base/check.h"
#include "counter/eye/demux.h"
#include "counter/eye/wiped_pictures.h"

extern "C" {
#include <libavutil/mem.h>
}

namespace throng {
namespace {

std::optional<Duration> Known(std::int64_t time) {
  if (time == AV_NOPTS_VALUE) return std::nullopt;
  return Duration(time);
}

// Nothing if the codec is none that may run.
AvDecoderOwner Open(const AVCodecParameters& stream, std::int64_t most_pixels,
                    std::pmr::memory_resource& memory) {
  av_log_set_level(AV_LOG_QUIET);  // a word of it would be a forbidden call
  const AVCodec* const codec = avcodec_find_decoder(stream.codec_id);
  if (codec == nullptr) return nullptr;
  AvDecoderOwner context(avcodec_alloc_context3(codec));
  COUNTER_CHECK(context != nullptr);
  if (avcodec_parameters_to_context(context.get(), &stream) < 0) return nullptr;
  context->pkt_timebase = kNanoseconds;
  context->thread_count = 1;
  context->max_pixels = most_pixels;
  context->codec_whitelist = av_strdup(kDecoders);
  context->opaque = &memory;
  const AVCodecDescriptor* const descriptor = avcodec_descriptor_get(stream.codec_id);
  if (descriptor != nullptr && (descriptor->props & AV_CODEC_PROP_INTRA_ONLY) != 0) {
    context->err_recognition |= AV_EF_EXPLODE;  // else MJPEG gives out half pictures as whole ones
  }
  context->get_buffer2 = GetWipedPicture;
  if (avcodec_open2(context.get(), codec, nullptr) < 0) return nullptr;
  return context;
}

}  // namespace

Result<Decoder> Decoder::Make(const AVCodecParameters& stream, std::int64_t most_pixels,
                              std::pmr::memory_resource& memory) {
  AvDecoderOwner context = Open(stream, most_pixels, memory);
  AvParametersOwner copy(avcodec_parameters_alloc());
  COUNTER_CHECK(copy != nullptr);
  if (!context || avcodec_parameters_copy(copy.get(), &stream) < 0) return Fault::kNotVideo;
  return Decoder(std::move(context), std::move(copy));
}

Decoder::Decoder(AvDecoderOwner context, AvParametersOwner stream)
    : context_(std::move(context)), stream_(std::move(stream)), picture_(av_frame_alloc()) {
  COUNTER_CHECK(picture_ != nullptr);
}

void Decoder::Rest() {
  av_frame_unref(picture_.get());
  const std::int64_t most_pixels = context_->max_pixels;
  auto& memory = *static_cast<std::pmr::memory_resource*>(context_->opaque);
  context_.reset();  // before the new one, so that it cannot inherit anything
  context_ = Open(*stream_, most_pixels, memory);
  COUNTER_CHECK(context_ != nullptr);  // it could be opened before
  Damage(AV_NOPTS_VALUE);
}

void Decoder::Miss(const AVPacket& packet) {
  ++failures_;
  Damage(packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts);
}

void Decoder::Send(const AVPacket* packet, Effort effort) {
  context_->skip_frame = effort == Effort::kAll ? AVDISCARD_DEFAULT : AVDISCARD_NONREF;
  if (packet != nullptr) {
    sent_at_ = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
    if ((packet->flags & AV_PKT_FLAG_CORRUPT) != 0) Damage(sent_at_);
  }
  if (avcodec_send_packet(context_.get(), packet) < 0) {
    ++failures_;
    Damage(sent_at_);
  }
}

std::optional<DecodedPicture> Decoder::Receive() {
  while (true) {
    const int received = avcodec_receive_frame(context_.get(), picture_.get());
    if (received == AVERROR(EAGAIN) || received == AVERROR_EOF) return std::nullopt;
    if (received >= 0) break;
    ++failures_;
    Damage(sent_at_);
  }
  return DecodedPicture{.picture = picture_.get(),
                        .shown = Known(picture_->pts),
                        .likely = Known(picture_->best_effort_timestamp),
                        .sound = IsSound()};
}

void Decoder::Damage(std::int64_t at) {
  damaged_ = true;
  damaged_at_ = at;
}

bool Decoder::IsSound() {
  const bool whole =
      (picture_->flags & AV_FRAME_FLAG_CORRUPT) == 0 && picture_->decode_error_flags == 0;
  const std::int64_t at = picture_->best_effort_timestamp;
  if (intra_only()) return whole;
  if (!whole) {
    Damage(at);
  } else if (damaged_ && picture_->key_frame != 0) {
    // Pictures leave the decoder late: this one may have entered it before the damage.
    damaged_ = at != AV_NOPTS_VALUE && damaged_at_ != AV_NOPTS_VALUE && at <= damaged_at_;
  }
  return !damaged_;
}

bool Decoder::Has(int property) const {
  const AVCodecDescriptor* const descriptor = avcodec_descriptor_get(context_->codec_id);
  return descriptor != nullptr && (descriptor->props & property) != 0;
}

}  // namespace throng
