// Reasons of patches to those of zones.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/trouble.h"

#include "counter/base/check.h"

namespace throng {

ZoneTrouble TroubleIn(PatchReading reading) {
  if (reading.sight() == Sight::kSeeing) return ZoneTrouble::kNone;
  const bool is_blind = reading.sight() == Sight::kBlind;
  switch (reading.reason()) {
    case SightReason::kNone:
      return is_blind ? ZoneTrouble::kNoPicture : ZoneTrouble::kNone;
    case SightReason::kDark:
      return ZoneTrouble::kDark;
    case SightReason::kOverexposed:
      return ZoneTrouble::kOverexposed;
    case SightReason::kCovered:
      return ZoneTrouble::kCovered;
    case SightReason::kNoise:
      return ZoneTrouble::kNoise;
    case SightReason::kBlurred:
      return ZoneTrouble::kBlurred;
    case SightReason::kFrozen:
      return ZoneTrouble::kFrozen;
    case SightReason::kMoved:
      return ZoneTrouble::kMoved;
    case SightReason::kOutOfReach:
      return is_blind ? ZoneTrouble::kOutOfReach : ZoneTrouble::kNone;
  }
  COUNTER_CHECK(false);
}

ZoneTrouble Both(ZoneTrouble a, ZoneTrouble b) {
  if (a == ZoneTrouble::kNone || a == b) return b;
  return b == ZoneTrouble::kNone ? a : ZoneTrouble::kSeveral;
}

std::string_view NameOf(ZoneTrouble trouble) {
  switch (trouble) {
    case ZoneTrouble::kNone:
      return "none";
    case ZoneTrouble::kNotYet:
      return "not_yet";
    case ZoneTrouble::kCameraGone:
      return "camera_gone";
    case ZoneTrouble::kLate:
      return "late";
    case ZoneTrouble::kNoPicture:
      return "no_picture";
    case ZoneTrouble::kDark:
      return "dark";
    case ZoneTrouble::kOverexposed:
      return "overexposed";
    case ZoneTrouble::kCovered:
      return "covered";
    case ZoneTrouble::kNoise:
      return "noise";
    case ZoneTrouble::kBlurred:
      return "blurred";
    case ZoneTrouble::kFrozen:
      return "frozen";
    case ZoneTrouble::kMoved:
      return "moved";
    case ZoneTrouble::kOutOfReach:
      return "out_of_reach";
    case ZoneTrouble::kNotCounted:
      return "not_counted";
    case ZoneTrouble::kSeveral:
      return "several";
  }
  COUNTER_CHECK(false);
}

}  // namespace throng
