// Media time since the first picture, from a container's timestamps and in spite of their jumps.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "counter/base/time.h"

namespace throng {

// A packet's timestamps; either may be missing. Within kMostTime of 0.
struct PacketTimes {
  std::optional<Duration> shown;    // when its picture is to be shown
  std::optional<Duration> decoded;  // when it is to be decoded; never goes back in a sound stream
  friend bool operator==(const PacketTimes&, const PacketTimes&) = default;
};

// Far from overflow when a few of them are added, and still 9 years.
inline constexpr Duration kMostTime = std::chrono::hours(24 * 365 * 9);

// Takes packets in the order of the stream. The first packet's time becomes 0. A time that goes
// back, or ahead by more than kMostGap, is no gap in the recording but a new or damaged clock: that
// packet then follows the one before it.
class Timeline {
 public:
  static constexpr Duration kMostGap = std::chrono::minutes(10);
  static constexpr Duration kMostBack = std::chrono::seconds(2);      // pictures shown out of order
  static constexpr Duration kMostReorder = std::chrono::seconds(10);  // between decoded and shown

  // `interval` > 0: from one picture to the next, as far as the container says.
  explicit Timeline(Duration interval);

  PacketTimes Place(PacketTimes raw);

 private:
  Duration interval_;
  Duration shift_{0};  // added to the container's times
  std::optional<Duration> last_;
};

}  // namespace throng
