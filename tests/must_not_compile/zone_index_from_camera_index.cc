// The index of a camera does not stand for a zone.
// SPDX-License-Identifier: Apache-2.0
// must say: (no matching function for call to|no matching conversion).*(PlaceIndex|ZoneIndex)
#include "counter/base/ids.h"

namespace throng {

ZoneIndex Try([[maybe_unused]] CameraIndex camera) {
#ifdef FORBIDDEN
  return ZoneIndex(camera);
#else
  return ZoneIndex(3);
#endif
}

}  // namespace throng
