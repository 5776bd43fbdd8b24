// Keeps the newest key picture coded, and decodes it when it is wanted.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/live_source.h"

#include <algorithm>
#include <utility>

#include "counter/base/check.h"
#include "counter/eye/bytes.h"

namespace throng {
namespace {

// FFmpeg puts pictures together in a place that it never overwrites as a whole.
constexpr Duration kMostFilling = std::chrono::seconds(1);
constexpr std::int64_t kMostPixels = std::int64_t{4096} * 2304;

}  // namespace

Duration LiveSource::MostBetweenKeys(Duration every) {
  // A quarter more, and a second for what comes or is read late.
  return std::max<Duration>(every, std::chrono::seconds(2)) * 5 / 4 + std::chrono::seconds(1);
}

Result<std::unique_ptr<LiveSource>> LiveSource::Make(std::unique_ptr<LivePackets> packets,
                                                     const Brief& brief, const Clock& clock) {
  Result<Decoder> decoder = Decoder::Make(packets->codec(), kMostPixels);
  if (!decoder) return decoder.error();
  return std::unique_ptr<LiveSource>(
      new LiveSource(std::move(packets), *std::move(decoder), brief, clock));
}

LiveSource::LiveSource(std::unique_ptr<LivePackets> packets, Decoder decoder, const Brief& brief,
                       const Clock& clock)
    : packets_(std::move(packets)),
      decoder_(std::move(decoder)),
      converter_(brief.camera.picture),
      clock_(&clock),
      most_between_keys_(MostBetweenKeys(brief.steps.every)),
      last_came_(clock.Steady()),
      emptied_(last_came_),
      newest_(av_packet_alloc()),
      picture_(av_frame_alloc()) {
  COUNTER_CHECK(newest_ != nullptr && picture_ != nullptr);
}

Status LiveSource::ReadOn() {
  constexpr Duration kMostReading = std::chrono::milliseconds(200);  // of what never ends
  const Duration began = clock_->Steady();
  Duration now = began;
  for (; now - began <= kMostReading; now = clock_->Steady()) {
    const Result<const AVPacket*> packet = packets_->Next();
    if (!packet) return packet.error();
    if (*packet == nullptr) break;
    last_came_ = now;
    Keep(**packet, now);
    silent_ = false;
    // The next picture goes with what is left of others, and nobody misses one behind a key. Where
    // all are keys, each is put together in a place of its own.
    const bool behind_key = last_key_ == now && !decodes_all_ && !decoder_.intra_only();
    if (behind_key && now - emptied_ >= kMostFilling) {
      packets_->Forget();
      emptied_ = now;
    }
  }
  if (wrong_size_ && !any_fits_) return Fault::kWrongPictureSize;
  if (now - newest_came_ > kMostHeld) LetGoOfNewest();
  if (now - last_came_ > std::chrono::milliseconds(ByteReader::kStallMs) && !silent_) {
    Forget();
    // Part of a picture of which the rest does not come: it goes with the eye.
    if (packets_->HoldsPart()) return Fault::kCameraSilent;
  }
  if (now - last_came_ > kMostSilence) return Fault::kCameraSilent;
  return Done{};
}

void LiveSource::Keep(const AVPacket& packet, Duration now) {
  const bool is_key = (packet.flags & AV_PKT_FLAG_KEY) != 0;
  if (is_key) {
    const bool far = last_key_ && now - *last_key_ > most_between_keys_;
    if (std::exchange(decodes_all_, far) != far) LetGo();
    last_key_ = now;
  }
  if (decodes_all_) {
    Decode(&packet, now);
  } else if (is_key) {
    av_packet_unref(newest_.get());
    COUNTER_CHECK(av_packet_ref(newest_.get(), &packet) == 0);
    newest_came_ = now;
  }
}

// nullptr: what the decoder still holds comes out.
void LiveSource::Decode(const AVPacket* packet, Duration came) {
  decoder_.Send(packet,
                packet == nullptr ? Decoder::Effort::kAll : Decoder::Effort::kReferencesOnly);
  while (const std::optional<DecodedPicture> decoded = decoder_.Receive()) {
    const bool fits = converter_.Fits(decoded->picture->width, decoded->picture->height);
    (fits ? any_fits_ : wrong_size_) = true;
    if (!fits || !decoded->sound) continue;
    av_frame_unref(picture_.get());
    COUNTER_CHECK(av_frame_ref(picture_.get(), decoded->picture) == 0);
    newest_came_ = came;
  }
}

std::optional<Frame> LiveSource::TakeNewest(Duration most_age) {
  const bool too_old = clock_->Steady() - newest_came_ > most_age;
  if (!decodes_all_ && newest_->size > 0 && !too_old) {
    decoder_.Send(newest_.get(), Decoder::Effort::kAll);
    Decode(nullptr, newest_came_);
    decoder_.Rest();
  }
  av_packet_unref(newest_.get());
  std::optional<Frame> frame;
  if (picture_->data[0] != nullptr && !too_old) {
    frame = converter_.Convert(*picture_, newest_came_);
  }
  av_frame_unref(picture_.get());
  return frame;
}

void LiveSource::LetGoOfNewest() {
  av_packet_unref(newest_.get());
  av_frame_unref(picture_.get());
}

void LiveSource::LetGo() {
  LetGoOfNewest();
  decoder_.Rest();
}

void LiveSource::Forget() {
  silent_ = true;
  LetGo();
  packets_->Forget();
}

}  // namespace throng
