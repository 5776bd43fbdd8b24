// Why a zone is not seen as well as it could be, in one word of a closed list.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "counter/door/tally.h"

namespace throng {

// From what a tally says of its patches, and from what throng itself knows of a camera's
// connection; from nothing else. For people who watch now: it is neither released nor stored.
enum class ZoneTrouble : std::uint8_t {
  kNone = 0,
  kNotYet = 1,      // its camera has shown nothing since throng was started
  kCameraGone = 2,  // refuses, hung up, or its video or its eye has ended: no picture comes
  kLate = 3,        // no picture came in time
  kNoPicture = 4,   // the video has none at this time
  kDark = 5,
  kOverexposed = 6,
  kCovered = 7,
  kNoise = 8,
  kBlurred = 9,
  kFrozen = 10,
  kMoved = 11,  // now, or since throng was started
  kOutOfReach = 12,
  kNotCounted = 13,  // throng did not count for most of what is missing of the window
  kSeveral = 14,     // parts of the zone have different ones
};
inline constexpr unsigned kZoneTroubles = 15;

// What a camera's reading says of its patch. Dim since people are out of reach in a part of it is
// none: it is always so, and throng check tells of it.
ZoneTrouble TroubleIn(PatchReading reading);

// Of two parts: what one has if the other has none, kSeveral if they differ.
ZoneTrouble Both(ZoneTrouble a, ZoneTrouble b);

// "none", "camera_gone": as in outputs for programs. A literal.
std::string_view NameOf(ZoneTrouble trouble);

}  // namespace throng
