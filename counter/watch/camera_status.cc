// Keeps the numbers of a camera's status.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/camera_status.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace throng {

void NoteTally(CameraStatus& status, const Tally& tally, Duration now) {
  ++status.told;
  status.last_told = now;
  const PatchReading best = std::ranges::max(tally.patches, {}, [](PatchReading patch) {
    return std::pair(patch.sight(),
                     patch.reason());  // one that says why, before one that is unused
  });
  status.sight = best.sight();
  status.reason = best.reason();
  if (best.reason() == SightReason::kMoved) status.has_moved = true;
}

bool IsLate(const CameraStatus& status, Duration now, Duration tick) {
  return status.last_told &&
         now - *status.last_told > 3 * std::max<Duration>(tick, std::chrono::seconds(1));
}

std::string_view TroubleOf(const CameraStatus& status, bool is_late) {
  if (!status.end) return Describe(status.end.error());
  if (is_late) return "its pictures come late: is its network, or this machine, too slow?";
  switch (status.reason) {
    case SightReason::kDark:
      return "the picture is dark: is there light, is the lens free?";
    case SightReason::kOverexposed:
      return "the picture is over-exposed: does light shine into the lens?";
    case SightReason::kCovered:
      return "the picture shows one shape at most: is the lens covered?";
    case SightReason::kNoise:
      return "the picture is noise: is there light, is the cable sound?";
    case SightReason::kBlurred:
      return "the picture is blurred: is the lens clean and in focus?";
    case SightReason::kFrozen:
      return "the picture does not change: start the camera anew";
    case SightReason::kOutOfReach:
      if (status.sight == Sight::kDim) break;  // in a part of a zone; throng check tells of it
      return "people in its zones are too small or too large to be counted: see throng check";
    case SightReason::kMoved:
    case SightReason::kNone:
      break;
  }
  if (!status.has_moved) return "";
  return "it shows another scene: if it was moved, put it back or calibrate it anew, then start "
         "throng again";
}

}  // namespace throng
