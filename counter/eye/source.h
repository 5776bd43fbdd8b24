// Compressed bytes from a file descriptor to one frame for each step.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/door/brief.h"
#include "counter/eye/convert.h"
#include "counter/eye/decode.h"
#include "counter/eye/demux.h"
#include "counter/eye/frame.h"
#include "counter/eye/picture_numbers.h"
#include "counter/eye/step_plan.h"

namespace throng {

// What the video shows at one step: a frame, or nothing where no sound picture of the right size
// could be decoded (a gap, damaged bytes).
struct StepView {
  std::uint64_t step;
  Duration at;  // media time since the first picture
  std::optional<Frame> frame;
};

// Tells every step from brief.first_step on, each once and in order. Decodes no more than it must:
// of codecs without references between pictures only the wanted ones, of others not those that
// nobody refers to.
class Source {
 public:
  // Reads `fd` (the caller's) up to the first headers. Faults: kEmptySource, kNotVideo,
  // kWrongPictureSize, kEndedEarly.
  static Result<Source> Make(int fd, const Brief& brief);

  // From now on takes no packet before its time: that of the first picture is `zero`, on the steady
  // clock. Over a longer pause the decoder rests. `clock` outlives this object.
  void KeepPace(Clock& clock, Duration zero);

  // Lets go of all pictures until more is read; see Decoder::Rest.
  void Rest();

  // The next step; nothing when the video has ended as it should. Faults: kNoPicture;
  // kWrongPictureSize, from the first picture; kEndedEarly, after all steps that exist.
  Result<std::optional<StepView>> Next();

 private:
  Source(std::unique_ptr<Demuxer> demuxer, Decoder decoder, const Brief& brief);

  enum class Need : std::uint8_t { kPicture, kReference, kNothing };

  void Advance();
  void WaitFor(Duration shown);
  void Feed(const AVPacket* packet);
  Need NeedOf(const AVPacket& packet) const;
  void Take(const DecodedPicture& decoded);
  void NoteFailures(bool placed);
  void NoteEnd();
  Status Verdict() const;

  std::unique_ptr<Demuxer> demuxer_;
  Decoder decoder_;
  Converter converter_;
  StepPlan plan_;
  Clock* clock_ = nullptr;  // if it keeps a pace
  Duration zero_{0};
  PictureNumbers numbers_;
  std::uint64_t failures_ = 0;      // of the decoder, as far as numbers_ knows of them
  std::optional<Duration> origin_;  // of the demuxer's time: where the first picture stands
  PicturePlace last_{};             // the last picture that came out
  Duration last_packet_{0};         // the latest time of a packet, as the demuxer counts
  std::uint64_t next_step_;
  std::uint64_t decided_ = 0;      // no picture will come for steps below
  std::optional<StepView> found_;  // the view of a step >= next_step_
  bool any_picture_ = false;
  bool wrong_size_ = false;  // the first picture, or the header where no picture came out
  bool draining_ = false;
  bool ended_ = false;
};

}  // namespace throng
