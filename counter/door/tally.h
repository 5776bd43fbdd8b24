// The only record that leaves an eye: 8 bytes. This file lists what may leave an eye.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>

#include "counter/base/anonymous.h"
#include "counter/base/units.h"

namespace throng {

// How well the eye sees a patch. Blind is not zero persons: it is no answer.
enum class Sight : std::uint8_t { kBlind = 0, kDim = 1, kSeeing = 2 };

// Why a patch is not seen well; what each means stands in eye/sight.h.
enum class SightReason : std::uint8_t {
  kNone = 0,
  kDark = 1,
  kOverexposed = 2,
  kCovered = 3,
  kNoise = 4,
  kBlurred = 5,
  kFrozen = 6,
  kMoved = 7,
  kOutOfReach = 8,  // people there are too small or too large for the model
};
inline constexpr unsigned kSightReasons = 9;

// One patch at one tick, 16 bits: 15..12 how unsure the model is, or why it is not seen
// well, 11..10 sight, 9..0 whole persons.
//
// How unsure, where it is seen: 0 where the model does not say; 1..15 for a standard deviation of a
// quarter person, and half an octave more with each step, so 32 persons at 15.
class PatchReading {
 public:
  static constexpr int kMost = 1023;  // stands for "1023 or more"

  // Blind, no persons, no reason.
  constexpr PatchReading() = default;
  // Seeing. `count` (>= 0, finite) rounded to the nearest whole person, at most kMost; `sigma` (>
  // 0, finite) to the nearest step.
  explicit PatchReading(Persons count, std::optional<Persons> sigma = std::nullopt);
  static PatchReading Dim(Persons count, SightReason reason);
  static constexpr PatchReading Blind(SightReason reason) {
    return FromBits(static_cast<std::uint16_t>(static_cast<unsigned>(reason) << 12U));
  }
  // From a record off the pipe: an unknown sight is Blind, an unknown reason is none, and Blind
  // says nothing of persons.
  static constexpr PatchReading FromBits(std::uint16_t bits) {
    const std::uint16_t sight = (bits >> 10) & 3U;
    const bool knows_why = (bits >> 12) < kSightReasons;
    PatchReading reading;
    if (sight == 2 || (sight == 1 && knows_why)) reading.bits_ = bits;
    if (sight == 1 && !knows_why) reading.bits_ = bits & 0x0FFF;
    if (sight == 0 && knows_why) reading.bits_ = bits & 0xF000;
    return reading;
  }

  constexpr int persons() const { return bits_ & 0x03FF; }
  constexpr Sight sight() const { return static_cast<Sight>((bits_ >> 10) & 3U); }
  constexpr SightReason reason() const {
    return sight() == Sight::kSeeing ? SightReason::kNone : static_cast<SightReason>(bits_ >> 12);
  }
  // The standard deviation of persons() in the model's own eyes, where it has one and sees well.
  std::optional<Persons> sigma() const;
  constexpr std::uint16_t bits() const { return bits_; }
  friend constexpr bool operator==(PatchReading, PatchReading) = default;

 private:
  std::uint16_t bits_ = 0;
};

inline constexpr std::size_t kPatchesPerTally = 4;

// What one camera says at one tick. Which camera: which pipe. When: the reader's clock.
struct Tally {
  std::array<PatchReading, kPatchesPerTally> patches;
  friend constexpr bool operator==(const Tally&, const Tally&) = default;
};

// 4 patches x 16 bits per tick: 4.3 bit/s for each camera at the default tick of 15 s.
template <>
inline constexpr bool kMayLeave<std::array<PatchReading, kPatchesPerTally>> = true;
template <>
struct FieldsOf<Tally> {
  static constexpr auto kMembers = std::tuple(&Tally::patches);
};
static_assert(Anonymous<Tally>, "a tally holds nothing but patch readings");
static_assert(sizeof(Tally) == 8, "a tally is 8 bytes");

// The most that an eye can tell, were it hostile, in bits per second: throng takes one tally per
// tick of its own clock. Of 64 bits not all are used: a patch that is seen has 16 x 1024 values, a
// dim one 9 x 1024 and a blind one 9. No tally at all, and the code of an eye's end, are in the
// rest.
constexpr double MostBitsPerSecond(double tick_s) { return 8 * sizeof(Tally) / tick_s; }
inline constexpr double kUsualTickS = 15;
inline constexpr double kShortestLiveTickS = 5;
static_assert(MostBitsPerSecond(kUsualTickS) < 4.3);
static_assert(MostBitsPerSecond(kShortestLiveTickS) <= 12.8);

}  // namespace throng
