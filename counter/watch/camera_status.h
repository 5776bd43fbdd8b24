// How a camera and its eye are doing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/door/tally.h"

namespace throng {

struct CameraStatus {
  Status end = Done{};        // how its eye ended, if it has; kEndedEarly still means all was told
  std::uint64_t told = 0;     // tallies taken
  std::uint64_t dropped = 0;  // tallies that came beside the newest of a step
  int restarts = 0;           // after a death, or with a new connection
  int renewals = 0;           // in time
  std::optional<Duration> last_told;        // steady time
  Sight sight = Sight::kBlind;              // the best of its patches then
  SightReason reason = SightReason::kNone;  // why it is no better
  bool has_moved = false;                   // since this program was started
};

// `tally` came at `now`.
void NoteTally(CameraStatus& status, const Tally& tally, Duration now);

// Whether it told last, `now` (steady time), more than three of its ticks ago, and 3 s.
bool IsLate(const CameraStatus& status, Duration now, Duration tick);

// What is wrong with the camera, with what can be done; empty if nothing is. One line.
std::string_view TroubleOf(const CameraStatus& status, bool is_late = false);

}  // namespace throng
