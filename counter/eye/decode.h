// Packets to decoded pictures, and which of them can be trusted.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/eye/libav.h"

namespace throng {

// One picture as the decoder made it.
struct DecodedPicture {
  const AVFrame* picture;          // valid until the next call of Receive
  std::optional<Duration> shown;   // the time of its packet, which names it among packets
  std::optional<Duration> likely;  // as `shown`, guessed from the order of decoding if need be
  bool sound;                      // whole, and built upon whole pictures only
};

// Decodes one stream, with one thread, into memory that is wiped when the decoder lets go of it.
class Decoder {
 public:
  // Packets must have times in nanoseconds. `memory` outlives the decoder and its pictures.
  // Fault::kNotVideo if the codec is none that may run.
  static Result<Decoder> Make(const AVCodecParameters& stream, std::int64_t most_pixels,
                              std::pmr::memory_resource& memory = *std::pmr::new_delete_resource());

  enum class Effort : std::uint8_t { kAll, kReferencesOnly };

  // Takes one packet; with kReferencesOnly it gives no picture if no other picture needs it.
  // nullptr: the end, the last pictures come out. Receive must have said nothing before.
  void Send(const AVPacket* packet, Effort effort);

  // A packet that cannot be had any more: what is built upon its picture is damaged.
  void Miss(const AVPacket& packet);

  // The next picture in the order of showing; nothing if another packet is needed.
  std::optional<DecodedPicture> Receive();

  // Lets go of every picture, and of all that the codec keeps of one: nothing comes for a while.
  // What was not received is lost, and pictures are damaged until the next key picture.
  void Rest();

  // How many packets were missed or could not be decoded so far.
  std::uint64_t failures() const { return failures_; }

  bool intra_only() const { return Has(AV_CODEC_PROP_INTRA_ONLY); }  // no picture needs another
  bool reorders() const { return Has(AV_CODEC_PROP_REORDER); }       // may show in other order

 private:
  Decoder(AvDecoderOwner context, AvParametersOwner stream);
  bool Has(int property) const;
  void Damage(std::int64_t at);
  bool IsSound();

  AvDecoderOwner context_;
  AvParametersOwner stream_;  // to open the codec again
  AvPictureOwner picture_;
  std::uint64_t failures_ = 0;
  bool damaged_ = false;         // until the next whole key picture behind the damage
  std::int64_t damaged_at_ = 0;  // if damaged_: when, in nanoseconds, or AV_NOPTS_VALUE
  std::int64_t sent_at_ = AV_NOPTS_VALUE;
};

}  // namespace throng
