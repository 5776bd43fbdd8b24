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

// One patch at one tick, 16 bits: 15..12 how unsure the model is, 11..10 sight, 9..0 whole persons.
//
// How unsure: 0 where the model does not say; 1..15 for a standard deviation of a quarter person,
// and half an octave more with each step, so 32 persons at 15.
class PatchReading {
 public:
  static constexpr int kMost = 1023;  // stands for "1023 or more"

  // Blind, no persons.
  constexpr PatchReading() = default;
  // `count` (>= 0, finite) rounded to the nearest whole person, at most kMost; `sigma` (> 0,
  // finite) to the nearest step.
  PatchReading(Persons count, Sight sight, std::optional<Persons> sigma = std::nullopt);
  // From a record off the pipe: an unknown sight is Blind, and Blind says nothing else.
  static constexpr PatchReading FromBits(std::uint16_t bits) {
    const std::uint16_t sight = (bits >> 10) & 3U;
    PatchReading reading;
    if (sight == 1 || sight == 2) reading.bits_ = bits;
    return reading;
  }

  constexpr int persons() const { return bits_ & 0x03FF; }
  constexpr Sight sight() const { return static_cast<Sight>((bits_ >> 10) & 3U); }
  // The standard deviation of persons() in the model's own eyes, where it has one.
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
// tick of its own clock. Of 64 bits not all are used: a blind patch says nothing else, so a tally
// has (2 x 1024 x 16 + 1)^4 values. No tally at all, and the code of an eye's end, are in the rest.
constexpr double MostBitsPerSecond(double tick_s) { return 8 * sizeof(Tally) / tick_s; }
inline constexpr double kUsualTickS = 15;
inline constexpr double kShortestLiveTickS = 5;
static_assert(MostBitsPerSecond(kUsualTickS) < 4.3);
static_assert(MostBitsPerSecond(kShortestLiveTickS) <= 12.8);

}  // namespace throng
