// Shifts timestamps so that they start at 0 and do not jump.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/timeline.h"

#include "counter/base/check.h"

namespace throng {
Timeline::Timeline(Duration interval) : interval_(interval) {
  COUNTER_CHECK(interval > Duration(0));
}

PacketTimes Timeline::Place(PacketTimes raw) {
  const std::optional<Duration> key = raw.decoded ? raw.decoded : raw.shown;
  if (!key) return raw;
  if (raw.shown && (*raw.shown - *key > kMostReorder || *key - *raw.shown > kMostReorder)) {
    raw.shown.reset();
  }
  if (!last_) {
    shift_ = -(raw.shown ? *raw.shown : *key);
  } else {
    const Duration ahead = *key + shift_ - *last_;
    if (ahead > kMostGap || ahead < -kMostBack) shift_ += interval_ - ahead;
  }
  last_ = *key + shift_;
  if (raw.shown) *raw.shown += shift_;
  if (raw.decoded) *raw.decoded += shift_;
  return raw;
}

}  // namespace throng
