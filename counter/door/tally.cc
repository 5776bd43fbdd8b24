// Rounds persons, and how sure they are, into a patch reading.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/tally.h"

#include <algorithm>
#include <cmath>

#include "counter/base/check.h"

namespace throng {
namespace {

constexpr double kLeastSigma = 0.25;  // persons, at step 1
constexpr double kStepsPerOctave = 2;
constexpr double kLastStep = 15;

unsigned StepOf(Persons sigma) {
  COUNTER_CHECK(std::isfinite(sigma.value()) && sigma.value() > 0.0);
  const double steps = kStepsPerOctave * std::log2(sigma.value() / kLeastSigma);
  return static_cast<unsigned>(std::clamp(1 + std::round(steps), 1.0, kLastStep));
}

unsigned WholeOf(Persons count) {
  COUNTER_CHECK(std::isfinite(count.value()) && count.value() >= 0.0);
  constexpr double kMost = PatchReading::kMost;
  return static_cast<unsigned>(std::min(std::round(count.value()), kMost));
}

}  // namespace

PatchReading::PatchReading(Persons count, std::optional<Persons> sigma) {
  constexpr auto kSeeing = static_cast<unsigned>(Sight::kSeeing) << 10U;
  const unsigned step_bits = (sigma ? StepOf(*sigma) : 0U) << 12U;
  bits_ = static_cast<std::uint16_t>(step_bits | kSeeing | WholeOf(count));
}

PatchReading PatchReading::Dim(Persons count, SightReason reason) {
  constexpr auto kDim = static_cast<unsigned>(Sight::kDim) << 10U;
  const unsigned reason_bits = static_cast<unsigned>(reason) << 12U;
  return FromBits(static_cast<std::uint16_t>(reason_bits | kDim | WholeOf(count)));
}

std::optional<Persons> PatchReading::sigma() const {
  const int step = bits_ >> 12;
  if (step == 0 || sight() != Sight::kSeeing) return std::nullopt;
  return Persons(kLeastSigma * std::exp2((step - 1) / kStepsPerOctave));
}

}  // namespace throng
