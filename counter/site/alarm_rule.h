// When people are to be told that a place is too full: rules of the site file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throng {

// How full a place is, by one rule.
enum class Band : std::uint8_t { kClear = 0, kBusy = 1, kCrowded = 2, kCritical = 3 };
inline constexpr std::array kBandsAboveClear{Band::kBusy, Band::kCrowded, Band::kCritical};

// What a rule looks at. More is worse, but of minutes until the place is full.
enum class Measure : std::uint8_t {
  kPersons = 1,
  kDensity = 2,          // persons/m2
  kCapacityPercent = 3,  // of the safe capacity
  kMinutesToFull = 4,
};

// Which end of the interval decides: the worse one (cautious), the middle, or the better one, so
// that there is an alarm only if it is certain.
enum class Side : std::uint8_t { kCautious = 1, kExpected = 2, kCertain = 3 };

// A band is entered when the measure reaches `enter`, and left when it is back at `leave` or
// better. `leave` is better than `enter`: smaller, or larger of minutes.
struct BandLimits {
  double enter;
  double leave;
};

// Hours of some days of the week, in the site's local time. `until` may lie before `from`: then it
// is of the next day. Both in minutes after midnight, 0..1440, and never the same.
struct WeeklyHours {
  std::bitset<7> days;  // 0 is Monday
  int from_min;
  int until_min;
};

struct AlarmRule {
  std::string name;                 // as a zone's; unique among rules
  std::vector<std::string> places;  // names of zones or groups, at least one; each exists
  Measure on = Measure::kDensity;
  std::array<std::optional<BandLimits>, 3> limits;  // of busy, crowded, critical; at least one
  Side side = Side::kCautious;
  std::chrono::seconds stay{15};         // beyond a limit before the band changes, up or down
  std::chrono::seconds blind_after{60};  // without a count before there is an alarm of its own
  std::chrono::seconds stale_after{60};  // likewise, of old counts
  std::vector<WeeklyHours> hours;        // when the rule holds; empty: always
  std::vector<WeeklyHours> quiet;        // when it does not, all the same
};

// "clear", "busy", "crowded", "critical"; "persons", "density", "capacity_percent",
// "minutes_to_full"; "cautious", "expected", "certain": as in site files and outputs.
std::string_view NameOf(Band band);
std::string_view NameOf(Measure measure);
std::string_view NameOf(Side side);

}  // namespace throng
