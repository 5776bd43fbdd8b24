// Rates from waves, people from rates, readings from people.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/event_day.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>

namespace throng {
namespace {

using Random = std::mt19937_64;

constexpr double kStepS = 5;
constexpr auto kSteps = static_cast<std::size_t>(kEventLasts / kFinest);
constexpr double kMinuteS = 60, kHourS = 3600;

double Draw(Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

double Normal(Random& random) { return std::normal_distribution<double>()(random); }

int DrawPoisson(Random& random, double mean) {
  return mean > 0 ? std::poisson_distribution<int>(mean)(random) : 0;
}

// Persons who come around a moment.
struct Wave {
  double at_s;
  double width_s;  // standard deviation
  double persons;
  double Rate(double at) const {
    const double away = (at - at_s) / width_s;
    return persons / (width_s * 2.5066) * std::exp(-0.5 * away * away);
  }
};

// Persons per second who come, at each step.
std::vector<double> RatesOf(Random& random) {
  const double show_s = Draw(random, 2.5, 3.5) * kHourS;
  const double end_s = show_s + Draw(random, 2, 4) * kHourS;
  std::vector<Wave> waves{{show_s - Draw(random, 0.5, 1) * kHourS, Draw(random, 15, 35) * kMinuteS,
                           Draw(random, 600, 2000)},
                          {end_s, Draw(random, 2, 8) * kMinuteS, Draw(random, 300, 1200)}};
  const int surges = 2 + static_cast<int>(Draw(random, 0, 4));
  for (int i = 0; i < surges; ++i) {
    waves.push_back({Draw(random, 0.5, 9.5) * kHourS, Draw(random, 15, 60), Draw(random, 60, 300)});
  }
  const double base = Draw(random, 2, 10) / kMinuteS;
  const double lull_s = show_s + Draw(random, 0.2, 1) * kHourS;
  std::vector<double> rates;
  for (std::size_t i = 0; i < kSteps; ++i) {
    const double at = static_cast<double>(i) * kStepS;
    double rate = base;
    for (const Wave& wave : waves) rate += wave.Rate(at);
    const bool is_lull = at > lull_s && at < lull_s + 40 * kMinuteS;
    rates.push_back(is_lull ? 0.3 * rate : rate);
  }
  return rates;
}

std::vector<int> TruthOf(Random& random) {
  const double stay_s = Draw(random, 4, 15) * kMinuteS;
  const double leave = 1 - std::exp(-kStepS / stay_s);
  std::vector<double> rates = RatesOf(random);
  double expected = 0, peak = 0;
  for (const double rate : rates) {
    expected += rate * kStepS - expected * leave;
    peak = std::max(peak, expected);
  }
  const double scale = Draw(random, 250, 750) / peak;
  std::vector<int> truth;
  int persons = 0;
  for (const double rate : rates) {
    persons -= std::binomial_distribution<int>(persons, leave)(random);
    persons += DrawPoisson(random, scale * rate * kStepS);
    truth.push_back(persons);
  }
  return truth;
}

// Without outliers; >= 0.
double Read(Random& random, const ReadingErrors& errors, double persons, double scale) {
  const double fullness = std::min(persons / kEventAreaM2 / 2, 1.0);
  const double seen = persons * errors.mean_share * (1 - errors.hidden * fullness);
  const double read = seen * scale * (1 + errors.tick_share * Normal(random)) +
                      errors.tick_persons * Normal(random);
  return std::max(0.0, read);
}

std::vector<std::optional<double>> ReadingsOf(Random& random, const ReadingErrors& errors,
                                              const std::vector<int>& truth, double scale) {
  std::vector<std::optional<double>> readings;
  for (const int persons : truth) {
    double read = Read(random, errors, persons, scale);
    if (Draw(random, 0, 1) < errors.outlier_chance) {
      read *= Draw(random, 0, 1) < 0.5 ? Draw(random, 0, 0.5) : Draw(random, 1.5, 2.5);
    }
    readings.emplace_back(read);
  }
  const int spells = DrawPoisson(random, errors.blind_per_day);
  for (int i = 0; i < spells; ++i) {
    const auto from = static_cast<std::size_t>(Draw(random, 0, kSteps));
    const auto steps = static_cast<std::size_t>(
        std::exp(Draw(random, std::log(10), std::log(10 * kMinuteS))) / kStepS);
    const std::size_t until = std::min(from + steps, readings.size());
    for (std::size_t at = from; at < until; ++at) readings[at].reset();
  }
  return readings;
}

double Scale(Random& random, double share) { return std::exp(share * Normal(random)); }

}  // namespace

EventDay DrawEventDay(std::uint64_t seed, const ReadingErrors& errors) {
  Random random(seed);
  const double camera = Scale(random, errors.camera_share);
  EventDay day;
  for (int i = 0; i < 10; ++i) {
    const double known = std::round(Draw(random, 20, 500));
    const double scale = camera * Scale(random, errors.day_share);
    day.moments.push_back({.model = "drawn",
                           .counted = Persons(std::round(Read(random, errors, known, scale))),
                           .known = Persons(known)});
  }
  day.truth = TruthOf(random);
  day.reading = ReadingsOf(random, errors, day.truth, camera * Scale(random, errors.day_share));
  return day;
}

}  // namespace throng
