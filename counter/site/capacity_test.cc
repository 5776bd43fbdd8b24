// Capacities: given, or worked out by a rule that is named.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/capacity.h"

#include <gtest/gtest.h>

#include "counter/site/test_good_site.h"

namespace throng {
namespace {

// Zone west is 5 m x 4 m.
Result<Site> WestHas(const std::string& lines, std::vector<Complaint>& complaints) {
  return ParseSite(Spoilt("capacity = 12", lines), complaints);
}

void ExpectCapacity(const std::string& lines, double persons, const std::string& rule) {
  std::vector<Complaint> complaints;
  const Result<Site> site = WestHas(lines, complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  const Zone& west = site->zones[0];
  ASSERT_TRUE(west.capacity);
  EXPECT_EQ(west.capacity->value(), persons);
  EXPECT_EQ(west.capacity_rule, rule);
}

void ExpectMistake(const std::string& lines, const std::string& text) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(WestHas(lines, complaints));
  ASSERT_EQ(complaints.size(), 1U) << AllOf(complaints);
  EXPECT_NE(complaints[0].text.find(text), std::string::npos) << complaints[0].text;
}

TEST(Capacity, Given) { ExpectCapacity("capacity = 12", 12, "given"); }

TEST(Capacity, OfEventSpace) {
  ExpectCapacity("capacity = { rule = \"event\" }", 40, "event space, 2 per m2 on 20 m2");
}

TEST(Capacity, OfStandingByTheGreenGuideTakesTheLowerFactor) {
  ExpectCapacity("capacity = { rule = \"green-guide\", physical = 0.9, safety = 0.5 }", 47,
                 "Green Guide, 4.7 per m2 x 0.5 on 20 m2");
}

TEST(Capacity, OfAVehicleAddsSeatsAndStandees) {
  ExpectCapacity("capacity = { rule = \"vehicle\", seats = 48, standing_m2 = 20.2, per_m2 = 4 }",
                 128, "48 seats + 4 per m2 on 20.2 m2 for standing");
}

TEST(Capacity, FurnitureTakesFreeAreaAndWithItCapacity) {
  std::vector<Complaint> complaints;
  const Result<Site> site =
      WestHas("obstructed_m2 = 4\ncapacity = { rule = \"event\" }", complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  EXPECT_NEAR(site->zones[0].area.value(), 20, 0.01);
  EXPECT_NEAR(site->zones[0].free_area.value(), 16, 0.01);
  EXPECT_EQ(site->zones[0].capacity->value(), 32);
}

TEST(Capacity, AZoneWithoutOneHasNoRule) {
  std::vector<Complaint> complaints;
  const Result<Site> site = WestHas("", complaints);
  ASSERT_TRUE(site);
  EXPECT_FALSE(site->zones[0].capacity);
  EXPECT_EQ(site->zones[0].capacity_rule, "");
}

TEST(Capacity, MistakesSayWhatToWrite) {
  ExpectMistake("capacity = \"many\"", "or a rule: { rule = \"event\" }");
  ExpectMistake("capacity = { rule = \"guess\" }", "the rules are: \"event\", \"green-guide\"");
  ExpectMistake("capacity = { rule = \"green-guide\", physical = 0.9 }",
                "add a line like: safety = 0.8");
  ExpectMistake("capacity = { rule = \"green-guide\", physical = 1.9, safety = 1 }",
                "a number from 0 to 1");
  ExpectMistake("capacity = { rule = \"event\", seats = 4 }", "the key \"seats\" is unknown");
  ExpectMistake("capacity = { rule = \"green-guide\", physical = 0, safety = 1 }",
                "a whole number of persons, 1 to 1000000");
  ExpectMistake("obstructed_m2 = 21", "nothing is left of the zone");
}

}  // namespace
}  // namespace throng
