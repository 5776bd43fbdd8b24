// One day of an event, drawn: how many people are in a zone, and what a camera reads of them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "counter/site/site.h"

namespace throng {

inline constexpr double kEventAreaM2 = 250;
inline constexpr double kEventCapacity = 500;
inline constexpr std::chrono::hours kEventLasts{10};
// Of what is drawn; a tick is a multiple of it.
inline constexpr std::chrono::seconds kFinest{5};

// How a camera with throng's network is wrong, as tests/bench/reading_errors finds it (162 drawn
// cameras on 615 days): for good (0.05 there; three real scenes differ by 0.11), for a day, and
// from one look to the next. That is 0.09 there, of which a part is that the place fills; less of
// it is kinder to a plain threshold.
struct ReadingErrors {
  double mean_share = 0.95;       // of the people there, where they stand loosely
  double hidden = 0.1;            // of them, from 2 per m2 on, in proportion below
  double camera_share = 0.1;      // standard deviation of the scale that it has for good
  double day_share = 0.09;        // of what the day adds to that scale: light, clothes, weather
  double tick_share = 0.05;       // of each reading by itself, of the people there
  double tick_persons = 1.5;      // and beside that
  double outlier_chance = 0.003;  // of each reading; it is then 0 to 0.5 or 1.5 to 2.5 of itself
  double blind_per_day = 4;       // spells of 10 s to 10 minutes
};

struct EventDay {
  std::vector<int> truth;                      // persons at the end of each kFinest
  std::vector<std::optional<double>> reading;  // at the same moments; absent if the camera is blind
  std::vector<Moment> moments;                 // ten, that somebody counted on other days
};

// People come as a Poisson process whose rate follows the day: doors, a lull while the show is on,
// a wave when it ends, and two to five waves of a minute or so, as from trains. Each stays for a
// time of exponential distribution. The expected peak is 250 to 750 persons. The same for the same
// seed.
EventDay DrawEventDay(std::uint64_t seed, const ReadingErrors& errors = {});

}  // namespace throng
