// UTC text in both directions, and what is no time.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/time.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

TEST(Time, FormatsAsRfc3339WithMilliseconds) {
  EXPECT_EQ(FormatUtc(Instant(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatUtc(Instant(1'795'509'000'250'000'000)), "2026-11-24T08:30:00.250Z");
  EXPECT_EQ(FormatUtc(Instant(-1'000'000)), "1969-12-31T23:59:59.999Z");
}

TEST(Time, ReadsBackWhatItWrote) {
  for (const std::int64_t ns :
       {std::int64_t{0}, std::int64_t{1'795'509'000'250'000'000}, std::int64_t{-86'400'000'000'000},
        std::int64_t{951'782'400'000'000'000}}) {
    EXPECT_EQ(ParseUtc(FormatUtc(Instant(ns))), Instant(ns));
  }
}

TEST(Time, ShorterFormsFillUpWithZero) {
  EXPECT_EQ(ParseUtc("1970-01-02"), Instant(86'400'000'000'000));
  EXPECT_EQ(ParseUtc("1970-01-01T01:00"), Instant(3'600'000'000'000));
  EXPECT_EQ(ParseUtc("1970-01-01T00:00:07Z"), Instant(7'000'000'000));
}

TEST(Time, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "now", "2026", "2026-11", "2026-13-01", "2026-02-30", "2026-11-24T", "2026-11-24T08",
        "2026-11-24T24:00", "2026-11-24T08:60", "2026-11-24 08:30", "2026-11-24T08:30:00+01:00",
        "2026-11-24T08:30:00.25", "1600-01-01", "2300-01-01", "26-11-24", "2026-11-24T08:30ZZ"}) {
    EXPECT_EQ(ParseUtc(text), std::nullopt) << text;
  }
}

TEST(Time, TheSteadyClockNeverGoesBackAndSleepsUntilItsTime) {
  SystemClock clock;
  const Duration before = clock.Steady();
  const Duration until = before + std::chrono::milliseconds(5);
  clock.SleepUntil(until);
  EXPECT_GE(clock.Steady(), until);
  clock.SleepUntil(before);  // past: returns at once
  EXPECT_GT(clock.Now(), *ParseUtc("2020-01-01"));
}

}  // namespace
}  // namespace throng
