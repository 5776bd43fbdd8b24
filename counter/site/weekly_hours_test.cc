// Days and hours are read as they are written, and nothing else is.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/weekly_hours.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

TEST(WeeklyHours, WorkingDays) {
  const auto hours = ParseWeeklyHours("Mon-Fri 06:00-22:30");
  ASSERT_TRUE(hours);
  EXPECT_EQ(hours->days.to_string(), "0011111");  // Sunday first
  EXPECT_EQ(hours->from_min, 360);
  EXPECT_EQ(hours->until_min, 1350);
  EXPECT_EQ(FormatWeeklyHours(*hours), "Mon,Tue,Wed,Thu,Fri 06:00-22:30");
}

TEST(WeeklyHours, DaysOverTheWeekendAndNightsOverMidnight) {
  const auto hours = ParseWeeklyHours("Sat-Mon,Wed 23:00-05:00");
  ASSERT_TRUE(hours);
  EXPECT_EQ(hours->days.to_string(), "1100101");
  EXPECT_GT(hours->from_min, hours->until_min);
}

TEST(WeeklyHours, AllDayEveryDay) {
  const auto hours = ParseWeeklyHours("daily 00:00-24:00");
  ASSERT_TRUE(hours);
  EXPECT_TRUE(hours->days.all());
  EXPECT_EQ(FormatWeeklyHours(*hours), "daily 00:00-24:00");
}

TEST(WeeklyHours, OtherTextIsNone) {
  for (const char* const text :
       {"", "Mon", "Mon 06:00", "Mon 6:00-7:00", "Mon 06:00-06:00", "Mon 24:00-05:00",
        "Mon 06:00-24:01", "Mon 06:60-07:00", "Lun 06:00-07:00", "Mon- 06:00-07:00",
        "Mon, 06:00-07:00", "Mon  06:00-07:00", "Mon 06:00-07:00 "}) {
    EXPECT_FALSE(ParseWeeklyHours(text)) << text;
  }
}

}  // namespace
}  // namespace throng
