// Drawn scenes by chance, as the network reads them and as they are: to measure intervals with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "counter/door/tally.h"
#include "counter/site/site.h"

namespace throng {

// One camera over one place with two zones, looked at again and again while it fills and empties.
struct DrawnReadings {
  struct Look {
    Tally tally;             // what the network says, after JPEG, as from throng-draw's videos
    std::vector<int> known;  // persons, at ZoneIndex
  };
  Site site;
  double seconds_apart;  // from one look to the next
  std::vector<Look> looks;
};

struct DrawnReadingsOptions {
  std::uint64_t looks = 8;
  double seconds_apart = 16;
  std::uint64_t day = 0;  // another: the same cameras in other light, over other people
};

// The same for the same seed. Height, tilt, lens, picture, zones, light, ground, things, fashion
// and how full it gets (0.05 to 5 persons per square metre, 200 persons at most) are by chance.
DrawnReadings ReadDrawn(std::uint64_t seed, const DrawnReadingsOptions& options = {});

}  // namespace throng
