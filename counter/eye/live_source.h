// The newest picture of a live camera, decoded only when it is looked at.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/door/brief.h"
#include "counter/eye/convert.h"
#include "counter/eye/decode.h"
#include "counter/eye/frame.h"
#include "counter/eye/live_packets.h"

namespace throng {

// Of a stream whose key pictures come often enough, decodes one key picture for each look and
// nothing else; of others, all pictures that others refer to.
class LiveSource {
 public:
  // Key pictures further apart than this are not waited for.
  static Duration MostBetweenKeys(Duration every);

  // `clock` outlives this object. Fault::kNotVideo if the codec is none that may run.
  static Result<std::unique_ptr<LiveSource>> Make(std::unique_ptr<LivePackets> packets,
                                                  const Brief& brief, const Clock& clock);

  // Reads what has come, for 200 ms at most; what it holds for 2 s it lets go. Where nothing has
  // for ByteReader::kStallMs, forgets all that it holds. Faults: those of live_packets.h;
  // kCameraSilent after kMostSilence, or at once where part of a picture is left;
  // kWrongPictureSize.
  Status ReadOn();
  static constexpr Duration kMostSilence = std::chrono::seconds(10);
  static constexpr Duration kMostHeld = std::chrono::seconds(2);

  // The newest picture that was read and not yet given out, if it came within `most_age`; its time
  // is when it came. Nothing if there is none, or it cannot be decoded.
  std::optional<Frame> TakeNewest(Duration most_age);

 private:
  LiveSource(std::unique_ptr<LivePackets> packets, Decoder decoder, const Brief& brief,
             const Clock& clock);
  void Keep(const AVPacket& packet, Duration now);
  void Decode(const AVPacket* packet, Duration came);
  void LetGoOfNewest();
  void LetGo();
  void Forget();

  std::unique_ptr<LivePackets> packets_;
  Decoder decoder_;
  Converter converter_;
  const Clock* clock_;
  Duration most_between_keys_;
  bool decodes_all_ = false;
  std::optional<Duration> last_key_;  // when it came
  Duration last_came_;                // anything
  Duration emptied_;                  // when packets_ last let go of all that it held
  bool silent_ = false;               // what was held is forgotten
  AvPacketOwner newest_;              // not decodes_all_: coded; empty if there is none
  AvPictureOwner picture_;            // decodes_all_: decoded
  Duration newest_came_{0};
  bool any_fits_ = false;
  bool wrong_size_ = false;
};

}  // namespace throng
