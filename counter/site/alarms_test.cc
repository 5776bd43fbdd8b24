// Groups and alarm rules as the site file tells them, and their mistakes.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "counter/site/alarm_rule.h"
#include "counter/site/test_good_site.h"

namespace throng {
namespace {

const std::string kStation = R"(
[[group]]
name = "station"
zones = ["west", "east"]
capacity = 50
)";

const std::string kRule = R"(
[[alarm]]
name = "too full"
places = ["west", "station"]
on = "capacity_percent"
busy = 60
crowded = { enter = 80, leave = 70 }
decide = "certain"
stay_s = 20
quiet = ["daily 01:00-05:00"]
)";

Result<Site> With(const std::string& more, std::vector<Complaint>& complaints) {
  return ParseSite(std::string(kGoodSite) + more, complaints);
}

std::string Changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

void ExpectMistake(const std::string& more, const std::string& text) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(With(more, complaints)) << more;
  ASSERT_EQ(complaints.size(), 1U) << AllOf(complaints);
  EXPECT_NE(complaints[0].text.find(text), std::string::npos) << complaints[0].text;
}

TEST(Alarms, AreReadWithTheirGroup) {
  std::vector<Complaint> complaints;
  const Result<Site> site = With(kStation + kRule, complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  ASSERT_EQ(site->groups.size(), 1U);
  EXPECT_EQ(site->groups[0].zones, (std::vector{ZoneIndex(0), ZoneIndex(1)}));
  EXPECT_EQ(site->groups[0].capacity, Persons(50));
  ASSERT_EQ(site->alarms.size(), 1U);
  const AlarmRule& rule = site->alarms[0];
  EXPECT_EQ(rule.name, "too full");
  EXPECT_EQ(rule.places, (std::vector<std::string>{"west", "station"}));
  EXPECT_EQ(rule.on, Measure::kCapacityPercent);
  EXPECT_EQ(rule.side, Side::kCertain);
  EXPECT_EQ(rule.stay, std::chrono::seconds(20));
  ASSERT_TRUE(rule.limits[0] && rule.limits[1]);
  EXPECT_EQ(rule.limits[0]->leave, 54);
  EXPECT_EQ(rule.limits[1]->leave, 70);
  EXPECT_FALSE(rule.limits[2]);
  ASSERT_EQ(rule.quiet.size(), 1U);
  EXPECT_EQ(rule.quiet[0].from_min, 60);
}

TEST(Alarms, AGroupHasTheSumOfCapacitiesIfAllZonesHaveOne) {
  std::vector<Complaint> complaints;
  const std::string open = Changed(kStation, "capacity = 50\n", "");
  EXPECT_FALSE(With(open, complaints)->groups[0].capacity);  // east has none
  const std::string west = Changed(open, ", \"east\"", "");
  const Result<Site> site = With(west, complaints);
  EXPECT_EQ(site->groups[0].capacity, Persons(12));
  EXPECT_EQ(site->groups[0].capacity_rule, "sum of its zones");
}

TEST(Alarms, FewerMinutesAreWorse) {
  std::vector<Complaint> complaints;
  const std::string minutes =
      Changed(Changed(kRule, "capacity_percent", "minutes_to_full"),
              "busy = 60\ncrowded = { enter = 80, leave = 70 }", "busy = 18\ncritical = 5");
  const Result<Site> site = With(kStation + minutes, complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  EXPECT_EQ(site->alarms[0].limits[0]->leave, 20);
}

TEST(Alarms, AGroupThatNamesItselfIsAMistakeAndNoEndlessSearch) {
  const std::string itself =
      Changed(Changed(kStation, "[\"west\", \"east\"]", "[\"station\"]"), "capacity = 50", "");
  ExpectMistake(itself + kRule, "there is no zone \"station\"");
}

TEST(Alarms, MistakesAreTold) {
  ExpectMistake(Changed(kStation, "\"east\"", "\"eats\""), "did you mean \"east\"?");
  ExpectMistake(Changed(kStation, "\"east\"", "\"west\""), "delete this one");
  ExpectMistake(Changed(kStation, "\"station\"", "\"west\""), "already used by a zone");
  ExpectMistake(Changed(kStation, "[\"west\", \"east\"]", "[]"), "the list is empty");
  ExpectMistake(Changed(kStation, "50", "50.5"), "a whole number of persons");
  ExpectMistake(Changed(kRule, ", \"station\"", ", \"hall\""), "there is no zone or group");
  ExpectMistake(Changed(kRule, ", \"station\"", ", \"east\""), "\"east\" has no capacity");
  const std::string rule = Changed(kRule, ", \"station\"", "");
  ExpectMistake(rule + rule, "already used by another alarm");
  ExpectMistake(Changed(rule, "capacity_percent", "mood"), "write one of: \"persons\"");
  ExpectMistake(Changed(rule, "leave = 70", "leave = 80"), "leave must be less than enter");
  ExpectMistake(Changed(rule, "busy = 60", "busy = 90"), "later than the milder one");
  ExpectMistake(Changed(rule, "busy = 60", "busy = -1"), "a number above 0");
  ExpectMistake(Changed(rule, "busy = 60\ncrowded = { enter = 80, leave = 70 }", ""),
                "the alarm has no limit");
  ExpectMistake(Changed(rule, "daily 01:00", "nightly 01:00"), "\"Mon-Fri 06:00-22:00\"");
  ExpectMistake(Changed(rule, "stay_s", "stays_s"), "did you mean \"stay_s\"?");
}

}  // namespace
}  // namespace throng
