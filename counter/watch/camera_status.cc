// Keeps the numbers of a camera's status.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/camera_status.h"

#include <algorithm>

namespace throng {

void NoteTally(CameraStatus& status, const Tally& tally, Duration now) {
  ++status.told;
  status.last_told = now;
  status.sight = std::ranges::max(tally.patches, {}, &PatchReading::sight).sight();
}

}  // namespace throng
