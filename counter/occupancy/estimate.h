// Estimate and ZoneOccupancy: no number without its error, and blind is not zero.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "counter/base/ids.h"
#include "counter/base/units.h"
#include "counter/occupancy/trouble.h"

namespace throng {

// Half of the central 90% of a normal distribution, in standard deviations.
inline constexpr double k90Percent = 1.6449;

// How much the errors of two readings have in common, 0..1: people are missed in both for the same
// reasons. Of two zones of one camera it is 0.21 and 0.24 (783 and 394 drawn cameras;
// tests/bench/coverage); rounded up, since a real camera may be unlike any drawn one in all of its
// zones. Those of several cameras are taken to be as alike.
inline constexpr double kSharedError = 0.3;

// Persons with one standard deviation. Both finite, mean >= 0, sigma > 0 (checked).
class Estimate {
 public:
  Estimate(Persons mean, Persons sigma);
  Persons mean() const { return mean_; }
  Persons sigma() const { return sigma_; }

 private:
  Persons mean_;
  Persons sigma_;
};

// Of two estimates whose errors are independent.
Estimate operator+(const Estimate& a, const Estimate& b);

// Fresh: seen at this step. Stale: the last that was seen, not old yet. Blind: no answer.
enum class Freshness : std::uint16_t { kFresh = 1, kStale = 2, kBlind = 3 };

// What is known of a zone at one step. Internal: cannot be stored or served.
struct ZoneOccupancy {
  ZoneIndex zone;
  std::optional<Estimate> estimate;  // of the part that is covered; absent exactly if Blind
  double coverage;                   // share of the zone's area behind `estimate`, 0..1
  Freshness freshness;
  ZoneTrouble trouble = ZoneTrouble::kNone;  // of its worst part: unseen, old, or seen badly
};

}  // namespace throng
