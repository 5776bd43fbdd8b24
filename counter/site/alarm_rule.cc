// What bands, measures and sides are called.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/alarm_rule.h"

#include "counter/base/check.h"

namespace throng {

std::string_view NameOf(Band band) {
  switch (band) {
    case Band::kClear:
      return "clear";
    case Band::kBusy:
      return "busy";
    case Band::kCrowded:
      return "crowded";
    case Band::kCritical:
      return "critical";
  }
  COUNTER_CHECK(false);
}

std::string_view NameOf(Measure measure) {
  switch (measure) {
    case Measure::kPersons:
      return "persons";
    case Measure::kDensity:
      return "density";
    case Measure::kCapacityPercent:
      return "capacity_percent";
    case Measure::kMinutesToFull:
      return "minutes_to_full";
  }
  COUNTER_CHECK(false);
}

std::string_view NameOf(Side side) {
  switch (side) {
    case Side::kCautious:
      return "cautious";
    case Side::kExpected:
      return "expected";
    case Side::kCertain:
      return "certain";
  }
  COUNTER_CHECK(false);
}

}  // namespace throng
