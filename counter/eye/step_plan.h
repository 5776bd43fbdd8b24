// Which step of the eye a picture belongs to.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "counter/base/time.h"
#include "counter/door/brief.h"

namespace throng {

// Where a picture stands in its stream.
struct PicturePlace {
  Duration at;           // media time since the first picture
  std::uint64_t number;  // 0-based, in the order of showing
};

// By time, step k takes the first picture shown in [k * every, (k + 1) * every), where a
// millisecond is forgiven because containers round to it; by pictures, it takes picture k *
// pictures. Pure.
class StepPlan {
 public:
  // Exactly one of the two is above zero (checked).
  explicit StepPlan(Steps steps);

  bool by_time() const { return steps_.every > Duration(0); }

  // The step that may take this picture; nothing if none may.
  std::optional<std::uint64_t> StepOf(const PicturePlace& place) const;

  // The last step that has begun when the stream has come to `place`; nothing before the first.
  std::optional<std::uint64_t> LastStepAt(const PicturePlace& place) const;

  // By time only: the media time from which a picture may belong to `step`.
  Duration StartOf(std::uint64_t step) const;

 private:
  Steps steps_;
  Duration rounding_;  // a picture may seem to come this much too early
};

}  // namespace throng
