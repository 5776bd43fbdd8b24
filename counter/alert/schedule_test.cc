// Rules hold by clocks on the wall, on days with a change of the clocks too.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/schedule.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

constexpr int kHour = 60;
constexpr int kMonday = 0, kFriday = 4, kSaturday = 5, kSunday = 6;

LocalTime Local(const char* zone, const char* utc) {
  return TimeZone::Make(zone).value().At(ParseUtc(utc).value());
}

WeeklyHours Span(std::initializer_list<int> days, int from_min, int until_min) {
  WeeklyHours span{.days = {}, .from_min = from_min, .until_min = until_min};
  for (const int day : days) span.days.set(static_cast<std::size_t>(day));
  return span;
}

bool HoldsIn(const char* zone, const WeeklyHours& span, const char* utc) {
  return AnyHolds({span}, Local(zone, utc));
}

// Minutes of a UTC day, at 15 s, in which `span` holds in Paris.
int MinutesOf(const char* day, const WeeklyHours& span) {
  const TimeZone paris = TimeZone::Make("Europe/Paris").value();
  const Instant midnight = ParseUtc(day).value();
  int quarters = 0;
  for (int i = 0; i < 24 * kHour * 4; ++i) {
    quarters += AnyHolds({span}, paris.At(midnight + std::chrono::seconds(15) * i)) ? 1 : 0;
  }
  return quarters / 4;
}

TEST(TimeZone, TheSystemsDataAreFound) {
  EXPECT_EQ(Local("Europe/Paris", "2026-11-24T08:30"),
            (LocalTime{.year = 2026, .month = 11, .day = 24, .weekday = 1, .minute = 570}));
  EXPECT_EQ(Local("Asia/Kolkata", "2026-06-30T20:00"),
            (LocalTime{.year = 2026, .month = 7, .day = 1, .weekday = 2, .minute = 90}));
  EXPECT_EQ(Local("America/New_York", "2026-07-04T03:59:59.999").minute, 23 * kHour + 59);
}

TEST(TimeZone, NoNameIsUtc) {
  EXPECT_EQ(Local("", "2026-11-24T08:30").minute, 8 * kHour + 30);
  EXPECT_EQ(Local("", "2026-11-22T23:59").weekday, kSunday);
  EXPECT_EQ(Local("UTC", "2026-11-23").weekday, kMonday);
}

TEST(TimeZone, SaysHowFarClocksAreAhead) {
  const auto ahead = [](const char* zone, const char* utc) {
    return TimeZone::Make(zone)->AheadAt(*ParseUtc(utc)) / std::chrono::minutes(1);
  };
  EXPECT_EQ(ahead("", "2026-11-24"), 0);
  EXPECT_EQ(ahead("Europe/Paris", "2026-11-24"), 60);
  EXPECT_EQ(ahead("Europe/Paris", "2026-07-01"), 120);
  EXPECT_EQ(ahead("Asia/Kolkata", "2026-07-01"), 330);
  EXPECT_EQ(ahead("America/St_Johns", "2026-11-24"), -210);
  EXPECT_EQ(TimeZone::Make("Asia/Kolkata")->name(), "Asia/Kolkata");
  EXPECT_EQ(TimeZone::Make("")->name(), "UTC");
}

TEST(TimeZone, ADayBeginsWhenClocksFirstShowIt) {
  const auto start = [](const char* zone, const char* day) {
    const auto since_1970 =
        std::chrono::floor<std::chrono::days>(Duration(ParseUtc(day)->utc_ns()));
    return FormatUtc(TimeZone::Make(zone)->StartOf(std::chrono::sys_days(since_1970)));
  };
  EXPECT_EQ(start("", "2027-07-01"), "2027-07-01T00:00:00.000Z");
  EXPECT_EQ(start("Europe/Paris", "2027-07-01"), "2027-06-30T22:00:00.000Z");
  EXPECT_EQ(start("Europe/Paris", "2027-12-01"), "2027-11-30T23:00:00.000Z");
  EXPECT_EQ(start("America/New_York", "2027-07-01"), "2027-07-01T04:00:00.000Z");
  EXPECT_EQ(start("Asia/Kolkata", "2027-07-01"), "2027-06-30T18:30:00.000Z");
  // Havana's clocks go back from one to midnight, so they show it twice; Cairo's skip it in April.
  EXPECT_EQ(start("America/Havana", "2026-11-01"), "2026-11-01T04:00:00.000Z");
  EXPECT_EQ(start("Africa/Cairo", "2026-04-24"), "2026-04-23T22:00:00.000Z");
}

TEST(TimeZone, ANameThatNobodyKnowsIsNone) {
  for (const char* name : {"Europe/Pariss", "europe/paris", "Paris", " ", "../etc/passwd", "/",
                           "Europe", "posixrules/x", "Europe/Paris\n"}) {
    EXPECT_FALSE(TimeZone::Make(name)) << name;
  }
}

TEST(Schedule, ASpanHoldsFromItsBeginningUpToItsEnd) {
  const WeeklyHours span = Span({kMonday}, 8 * kHour, 20 * kHour);
  EXPECT_FALSE(HoldsIn("", span, "2026-11-23T07:59:59"));
  EXPECT_TRUE(HoldsIn("", span, "2026-11-23T08:00"));
  EXPECT_TRUE(HoldsIn("", span, "2026-11-23T19:59:59"));
  EXPECT_FALSE(HoldsIn("", span, "2026-11-23T20:00"));
  EXPECT_FALSE(HoldsIn("", span, "2026-11-24T12:00")) << "Tuesday";
}

TEST(Schedule, ASpanOverMidnightIsOfTheDayItBeginsOn) {
  const WeeklyHours span = Span({kFriday, kSunday}, 22 * kHour, 2 * kHour);
  EXPECT_TRUE(HoldsIn("", span, "2026-11-27T23:00")) << "Friday";
  EXPECT_TRUE(HoldsIn("", span, "2026-11-28T01:59")) << "Saturday, of Friday";
  EXPECT_FALSE(HoldsIn("", span, "2026-11-28T02:00"));
  EXPECT_FALSE(HoldsIn("", span, "2026-11-28T23:00")) << "Saturday";
  EXPECT_TRUE(HoldsIn("", span, "2026-11-30T01:00")) << "Monday, of Sunday";
  EXPECT_FALSE(HoldsIn("", span, "2026-11-27T01:00")) << "Friday, of Thursday";
}

TEST(Schedule, AWholeDayIsFromMidnightToMidnight) {
  EXPECT_EQ(MinutesOf("2026-11-24T23:00", Span({2}, 0, 24 * kHour)), 24 * kHour);
  EXPECT_EQ(MinutesOf("2026-11-24T23:00", Span({1}, 24 * kHour, 2 * kHour)), 2 * kHour)
      << "from the last midnight of Tuesday";
}

TEST(Schedule, WhatTheClockSkipsInSpringDoesNotHold) {
  // 2026-03-29 in Paris: 01:59 is followed by 03:00.
  EXPECT_EQ(MinutesOf("2026-03-28T23:00", Span({kSunday}, 120, 180)), 0);
  EXPECT_EQ(MinutesOf("2026-03-28T23:00", Span({kSunday}, 90, 210)), 60) << "not 120";
  EXPECT_EQ(MinutesOf("2026-03-28T22:00", Span({kSaturday}, 1380, 240)), 240) << "not 300";
}

TEST(Schedule, WhatTheClockShowsTwiceInAutumnHoldsTwice) {
  // 2026-10-25 in Paris: 02:59 is followed by 02:00.
  EXPECT_EQ(MinutesOf("2026-10-24T22:00", Span({kSunday}, 150, 165)), 30) << "02:30, twice";
  EXPECT_TRUE(HoldsIn("Europe/Paris", Span({kSunday}, 150, 165), "2026-10-25T00:30"));
  EXPECT_FALSE(HoldsIn("Europe/Paris", Span({kSunday}, 150, 165), "2026-10-25T01:00"));
  EXPECT_TRUE(HoldsIn("Europe/Paris", Span({kSunday}, 150, 165), "2026-10-25T01:30"));
}

TEST(Schedule, ARuleSaysWhyItSeesNothing) {
  AlarmRule rule;
  const LocalTime noon = Local("", "2026-11-23T12:00");
  EXPECT_EQ(SilenceOf(rule, noon), std::nullopt) << "no hours: always";
  rule.hours = {Span({kMonday}, 8 * kHour, 11 * kHour), Span({kMonday}, 14 * kHour, 20 * kHour)};
  EXPECT_EQ(SilenceOf(rule, noon), "outside its hours");
  EXPECT_EQ(SilenceOf(rule, Local("", "2026-11-23T14:00")), std::nullopt);
  rule.quiet = {Span({kMonday}, 15 * kHour, 16 * kHour)};
  EXPECT_EQ(SilenceOf(rule, Local("", "2026-11-23T15:30")), "quiet hours");
}

TEST(Schedule, AMomentOfAnotherDayIsToldWithItsDay) {
  const LocalTime now = Local("Europe/Paris", "2026-11-26T12:00");
  EXPECT_EQ(FormatLocal(Local("Europe/Paris", "2026-11-26T13:00"), now), "14:00");
  EXPECT_EQ(FormatLocal(Local("Europe/Paris", "2026-11-26T23:05"), now), "2026-11-27 00:05");
}

}  // namespace
}  // namespace throng
