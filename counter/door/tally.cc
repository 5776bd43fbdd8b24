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

}  // namespace

PatchReading::PatchReading(Persons count, Sight sight, std::optional<Persons> sigma) {
  COUNTER_CHECK(std::isfinite(count.value()) && count.value() >= 0.0);
  if (sight == Sight::kBlind) return;  // blind says nothing of persons
  const double whole = std::min(std::round(count.value()), static_cast<double>(kMost));
  const auto sight_bits = static_cast<unsigned>(sight) << 10U;
  const unsigned step_bits = (sigma ? StepOf(*sigma) : 0U) << 12U;
  bits_ = static_cast<std::uint16_t>(step_bits | sight_bits | static_cast<unsigned>(whole));
}

std::optional<Persons> PatchReading::sigma() const {
  const int step = bits_ >> 12;
  if (step == 0) return std::nullopt;
  return Persons(kLeastSigma * std::exp2((step - 1) / kStepsPerOctave));
}

}  // namespace throng
