// The value that decides, and the sentences about it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/wording.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

#include "counter/base/check.h"

namespace throng {
namespace {

double SideOf(const Range& range, Side side) {
  switch (side) {
    case Side::kCautious:
      return range.high;
    case Side::kExpected:
      return range.expected;
    case Side::kCertain:
      return range.low;
  }
  COUNTER_CHECK(false);
}

std::optional<double> SideOf(const MinutesToFull& minutes, Side side) {
  switch (side) {
    case Side::kCautious:
      return minutes.earliest;
    case Side::kExpected:
      return minutes.expected;
    case Side::kCertain:
      return minutes.latest;
  }
  COUNTER_CHECK(false);
}

// "2.0", "2.25", "90": at least `digits` behind the point, at most two.
std::string Number(double value, int digits) {
  std::string text = fmt::format("{:.2f}", value);
  for (int last = 2; last > digits && text.back() == '0'; --last) text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string WithUnit(Measure on, const std::string& number) {
  switch (on) {
    case Measure::kPersons:
      return number + " persons";
    case Measure::kDensity:
      return number + " per m2";
    case Measure::kCapacityPercent:
      return number + "% of capacity";
    case Measure::kMinutesToFull:
      return number + " min";
  }
  COUNTER_CHECK(false);
}

std::string Limit(Measure on, double value) {
  return WithUnit(on, Number(value, on == Measure::kDensity ? 1 : 0));
}

std::string_view SideWord(Side side) {
  switch (side) {
    case Side::kCautious:
      return "at most";
    case Side::kExpected:
      return "about";
    case Side::kCertain:
      return "at least";
  }
  COUNTER_CHECK(false);
}

// What decided: ", at most 2.1 per m2". Nothing of persons, which are told already.
std::string Decided(const AlarmRule& rule, double value) {
  switch (rule.on) {
    case Measure::kPersons:
      return "";
    case Measure::kMinutesToFull: {
      constexpr std::string_view kWhen = ", full in {:.0f} min{}";
      const std::string_view side = rule.side == Side::kCautious  ? " at the earliest"
                                    : rule.side == Side::kCertain ? " at the latest"
                                                                  : "";
      return fmt::format(kWhen, -value, side);
    }
    case Measure::kDensity:
    case Measure::kCapacityPercent:
      return fmt::format(
          ", {} {}", SideWord(rule.side),
          WithUnit(rule.on, rule.on == Measure::kDensity ? fmt::format("{:.1f}", value)
                                                         : fmt::format("{:.0f}", value)));
  }
  COUNTER_CHECK(false);
}

std::string Seconds(Duration time) {
  const auto whole = std::chrono::round<std::chrono::seconds>(time).count();
  if (whole < 120) return fmt::format("{} s", whole);
  return fmt::format("{} min", (whole + 30) / 60);
}

bool WithoutPause(const Held& held, Instant at) { return held.sum == at - held.since; }

// ", for 30 s"; nothing where one window was enough.
std::string HowLong(const Held& held, Instant at) {
  if (held.since == at) return "";
  return (WithoutPause(held, at) ? ", for " : ", on and off for ") + Seconds(at - held.since);
}

const BandLimits& LimitsOf(const AlarmRule& rule, Band band) {
  COUNTER_CHECK(band != Band::kClear);
  const auto& limits = rule.limits.at(static_cast<std::size_t>(band) - 1);
  COUNTER_CHECK(limits.has_value());
  return *limits;
}

}  // namespace

std::optional<double> ValueOf(const AlarmRule& rule, const Situation& situation) {
  const auto of_range = [&rule](const std::optional<Range>& range) -> std::optional<double> {
    if (!range) return std::nullopt;
    return SideOf(*range, rule.side);
  };
  switch (rule.on) {
    case Measure::kPersons:
      return of_range(situation.persons);
    case Measure::kDensity:
      return of_range(situation.density_per_m2);
    case Measure::kCapacityPercent:
      return of_range(situation.capacity_percent);
    case Measure::kMinutesToFull: {
      if (!situation.to_full) return std::nullopt;
      const std::optional<double> minutes = SideOf(*situation.to_full, rule.side);
      return minutes ? -*minutes : -std::numeric_limits<double>::infinity();
    }
  }
  COUNTER_CHECK(false);
}

std::string WhyWorse(const AlarmRule& rule, const Situation& situation, Band band, const Held& held,
                     Instant at) {
  COUNTER_CHECK(situation.persons.has_value());
  const std::optional<double> value = ValueOf(rule, situation);
  COUNTER_CHECK(value.has_value());
  return fmt::format("{:.0f} persons ({:.0f} - {:.0f}){}: {} is {}{}", situation.persons->expected,
                     situation.persons->low, situation.persons->high, Decided(rule, *value),
                     Limit(rule.on, LimitsOf(rule, band).enter), NameOf(band), HowLong(held, at));
}

std::string WhyBetter(const AlarmRule& rule, Band left, const Held& held, Instant at) {
  const std::string limit = Limit(rule.on, LimitsOf(rule, left).leave);
  if (rule.on == Measure::kMinutesToFull) {
    return fmt::format("not full within {}{}", limit, HowLong(held, at));
  }
  return fmt::format("back at {} or less{}", limit, HowLong(held, at));
}

std::string WhyBlind(const Held& held, Instant at) {
  return (WithoutPause(held, at) ? "no count for " : "hardly a count for ") +
         Seconds(at - held.since);
}

std::string WhyStale(const Held& held, Instant at) {
  return (WithoutPause(held, at) ? "no fresh count for " : "hardly a fresh count for ") +
         Seconds(at - held.since);
}

}  // namespace throng
