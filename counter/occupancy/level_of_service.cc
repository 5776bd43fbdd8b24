// Fruin's tables, converted from square feet per person.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/level_of_service.h"

#include <algorithm>
#include <array>

#include "counter/base/check.h"

namespace throng {
namespace {

constexpr double kM2PerSquareFoot = 0.09290304;

// Square feet per person at which B, C, D, E and F begin.
using Limits = std::array<double, 5>;
constexpr Limits kWalkway{35, 25, 15, 10, 5};
constexpr Limits kQueue{13, 10, 7, 3, 2};
constexpr Limits kStair{20, 15, 10, 7, 4};

const Limits& LimitsOf(ZoneKind kind) {
  switch (kind) {
    case ZoneKind::kWalkway:
      return kWalkway;
    case ZoneKind::kQueue:
      return kQueue;
    case ZoneKind::kStair:
      return kStair;
  }
  COUNTER_CHECK(false);
}

}  // namespace

LevelOfService LevelOf(ZoneKind kind, PersonsPerM2 density) {
  const Limits& limits = LimitsOf(kind);
  const auto worse = std::ranges::count_if(limits, [density](double square_feet) {
    return density >= PersonsPerM2(1.0 / (square_feet * kM2PerSquareFoot));
  });
  return static_cast<LevelOfService>('A' + worse);
}

}  // namespace throng
