// Walks a stream from step to step and decodes what that takes.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/source.h"

#include <algorithm>
#include <utility>

namespace throng {
namespace {

// Room for another size than the Brief's, so that it can be told from damage: any up to 4K.
std::int64_t MostPixels(ImageSize size) {
  const std::int64_t pixels = std::int64_t{size.width_px} * size.height_px;
  return std::max<std::int64_t>(pixels, std::int64_t{4096} * 2304);
}

std::optional<Duration> ShownAt(const AVPacket& packet) {
  if (packet.pts == AV_NOPTS_VALUE) return std::nullopt;
  return Duration(packet.pts);
}

}  // namespace

Result<Source> Source::Make(int fd, const Brief& brief) {
  const std::int64_t most_pixels = MostPixels(brief.camera.picture);
  Result<std::unique_ptr<Demuxer>> demuxer = Demuxer::Make(fd, most_pixels);
  if (!demuxer) return demuxer.error();
  const AVCodecParameters& stream = *(*demuxer)->stream().codecpar;
  const auto [width, height] = (*demuxer)->StatedSize();
  if (std::int64_t{width} * height > most_pixels) return Fault::kWrongPictureSize;
  Result<Decoder> decoder = Decoder::Make(stream, most_pixels);
  if (!decoder) return decoder.error();
  return Source(*std::move(demuxer), *std::move(decoder), brief);
}

Source::Source(std::unique_ptr<Demuxer> demuxer, Decoder decoder, const Brief& brief)
    : demuxer_(std::move(demuxer)),
      decoder_(std::move(decoder)),
      converter_(brief.camera.picture),
      plan_(brief.steps),
      next_step_(brief.first_step) {}

void Source::KeepPace(Clock& clock, Duration zero) {
  clock_ = &clock;
  zero_ = zero;
}

void Source::Rest() {
  decoder_.Rest();
  demuxer_->Forget();
}

Result<std::optional<StepView>> Source::Next() {
  while (true) {
    if (found_ && found_->step == next_step_) {
      ++next_step_;
      return std::exchange(found_, std::nullopt);
    }
    if (next_step_ < decided_ || found_) {
      const Duration at = plan_.by_time() ? plan_.StartOf(next_step_) : last_.at;
      return std::optional<StepView>(
          std::in_place, StepView{.step = next_step_++, .at = at, .frame = std::nullopt});
    }
    if (ended_ || (wrong_size_ && !any_picture_)) break;
    Advance();
  }
  const Status verdict = Verdict();
  if (!verdict) return verdict.error();
  return std::optional<StepView>();
}

// One picture out of the decoder, or one packet into it.
void Source::Advance() {
  const std::optional<DecodedPicture> decoded = decoder_.Receive();
  if (decoded) {
    Take(*decoded);
  } else if (draining_) {
    NoteFailures(false);
    NoteEnd();
  } else {
    Feed(demuxer_->Next([this] { decoder_.Rest(); }));
  }
}

void Source::Feed(const AVPacket* packet) {
  if (packet == nullptr) {
    draining_ = true;
    decoder_.Send(nullptr, Decoder::Effort::kAll);
    return;
  }
  // What an edit list cuts away is decoded for others' sake, but is no part of the video.
  const bool cut_away = (packet->flags & AV_PKT_FLAG_DISCARD) != 0;
  const std::optional<Duration> shown = ShownAt(*packet);
  if (!cut_away) {
    if (!origin_ && shown) origin_ = shown;
    numbers_.Expect(shown);
    const Duration at = shown ? *shown : Duration(packet->dts == AV_NOPTS_VALUE ? 0 : packet->dts);
    last_packet_ = std::max(last_packet_, at);
    if (shown) WaitFor(*shown - *origin_);
  }
  if (packet->size == 0) {
    decoder_.Miss(*packet);
    NoteFailures(shown.has_value());
    return;
  }
  const Need need = cut_away ? Need::kPicture : NeedOf(*packet);
  if (need == Need::kNothing) {
    any_picture_ = true;  // as good as decoded
    return;
  }
  using Effort = Decoder::Effort;
  decoder_.Send(packet, need == Need::kPicture ? Effort::kAll : Effort::kReferencesOnly);
  NoteFailures(shown.has_value() || cut_away);
}

// `shown` counts from the first picture. What is late is not waited for.
void Source::WaitFor(Duration shown) {
  if (clock_ == nullptr) return;
  const Duration due = zero_ + shown;
  if (due - clock_->Steady() > std::chrono::milliseconds(ByteReader::kStallMs)) decoder_.Rest();
  clock_->SleepUntil(due);
}

// What nobody looks at is only left out where that is certain before it is decoded: by its time, or
// by its number where pictures come in the order of decoding.
Source::Need Source::NeedOf(const AVPacket& packet) const {
  const std::optional<Duration> shown = ShownAt(packet);
  if (!shown || !origin_) return Need::kPicture;
  bool wanted = true;
  if (plan_.by_time()) {
    wanted = *shown - *origin_ >= plan_.StartOf(next_step_);
  } else if (!decoder_.reorders()) {
    const std::optional<std::uint64_t> step =
        plan_.StepOf({.at = *shown - *origin_, .number = numbers_.count() - 1});
    wanted = step && *step >= next_step_;
  }
  if (wanted) return Need::kPicture;
  return decoder_.intra_only() ? Need::kNothing : Need::kReference;
}

void Source::Take(const DecodedPicture& decoded) {
  const bool fits = converter_.Fits(decoded.picture->width, decoded.picture->height);
  if (!fits && !any_picture_) {
    wrong_size_ = true;
    return;
  }
  if (!origin_) origin_ = decoded.likely;
  const Duration follows = any_picture_ ? last_.at + demuxer_->interval() : Duration(0);
  last_ = {.at = decoded.likely && origin_ ? *decoded.likely - *origin_ : follows,
           .number = numbers_.Take(decoded.shown)};
  if (clock_ != nullptr) clock_->SleepUntil(zero_ + last_.at);  // where its packet had no time
  any_picture_ = true;
  const std::optional<std::uint64_t> begun = plan_.LastStepAt(last_);
  if (begun) decided_ = std::max(decided_, *begun);
  const std::optional<std::uint64_t> step = plan_.StepOf(last_);
  if (!step || *step < next_step_ || !decoded.sound || !fits) return;
  std::optional<Frame> frame = converter_.Convert(*decoded.picture, last_.at);
  if (frame) found_ = StepView{.step = *step, .at = last_.at, .frame = std::move(frame)};
}

// `placed`: the packet has a time, so numbers_ counts it without help.
void Source::NoteFailures(bool placed) {
  for (; failures_ < decoder_.failures(); ++failures_) {
    if (!placed) numbers_.Lose();
  }
}

// Steps of which only undecodable packets came exist as well.
void Source::NoteEnd() {
  ended_ = true;
  if (!any_picture_) {
    const auto [width, height] = demuxer_->StatedSize();
    wrong_size_ = width > 0 && !converter_.Fits(width, height);
    return;
  }
  PicturePlace end = last_;
  end.at = std::max(end.at, last_packet_ - origin_.value_or(Duration(0)));
  if (numbers_.count() > 0) end.number = std::max(end.number, numbers_.count() - 1);
  const std::optional<std::uint64_t> begun = plan_.LastStepAt(end);
  if (begun) decided_ = std::max(decided_, *begun + 1);
}

Status Source::Verdict() const {
  if (wrong_size_) return Fault::kWrongPictureSize;
  if (!any_picture_) return Fault::kNoPicture;
  if (demuxer_->EndedEarly()) return Fault::kEndedEarly;
  return Done{};
}

}  // namespace throng
