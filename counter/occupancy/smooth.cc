// A Kalman filter of one number, with a gate.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/smooth.h"

#include <chrono>
#include <cmath>

#include "counter/base/check.h"

namespace throng {
namespace {

// Share of a reading's standard deviation that is another at the next tick. Of 0.2 to 0.5, on drawn
// scenes (tests/bench/smoothing, looks 1 to 15 s apart): less lets more jumps through and holds
// back more; more lags behind.
constexpr double kPassing = 0.4;

// How far the level wanders in a second, as a variance: a part for a place of any size, and a part
// for each person who is there. Four times what people do who come and go one by one (0.1 on drawn
// videos), so that a place that fills within a minute is followed.
constexpr double kWanders = 0.4;
constexpr double kWandersPerPerson = 0.4;

// Standard deviations of a reading around the level. Farther away is odd; a little farther than
// usual, on the same side just before, makes it believed: so ramps begin, and go on. 60 persons
// that are not seen at one tick of 15 s are odd, and so are 40 more.
constexpr double kOdd = 2;
constexpr double kLeaning = 0.75;

double VarianceOf(const Estimate& estimate) { return std::pow(estimate.sigma().value(), 2); }

double PassingOf(const Estimate& reading) { return kPassing * kPassing * VarianceOf(reading); }

// `passing` in place of what passes of the reading.
Persons SigmaWith(double passing, const Estimate& reading) {
  return Persons(std::sqrt(VarianceOf(reading) - PassingOf(reading) + passing));
}

}  // namespace

Smooth::Smooth(const SmoothOptions& options) : options_(options) {
  COUNTER_CHECK(options.tick > Duration(0));
}

Estimate Smooth::StartFrom(const Estimate& reading, std::uint64_t step) {
  level_ = Level{.mean = reading.mean(), .variance = PassingOf(reading), .step = step};
  return reading;
}

Estimate Smooth::Take(const Estimate& reading, std::uint64_t step) {
  if (!level_ || step != level_->step + 1) return StartFrom(reading, step);
  const double seconds = std::chrono::duration<double>(options_.tick).count();
  const double wandered = seconds * (kWanders + kWandersPerPerson * level_->mean.value());
  const double before = level_->variance + wandered;
  const double noise = PassingOf(reading);
  const double strays = std::sqrt(before + noise);
  const double away = (reading.mean() - level_->mean).value();
  const double surprise = away / strays;
  const bool is_odd = std::abs(surprise) > kOdd;
  const bool was_leaning = std::abs(level_->surprise) > kLeaning && surprise * level_->surprise > 0;
  if (is_odd && was_leaning) {
    const Estimate anew = StartFrom(reading, step);
    level_->surprise = surprise;
    return anew;
  }
  level_->step = step;
  level_->surprise = surprise;
  if (is_odd) {
    level_->variance = before;
    const double sigma = SigmaWith(before, reading).value();
    return {level_->mean, Persons(std::hypot(sigma, away / k90Percent))};
  }
  const double gain = before / (before + noise);
  level_->mean += Persons(gain * away);
  level_->variance = (1 - gain) * before;
  return {level_->mean, SigmaWith(level_->variance, reading)};
}

}  // namespace throng
