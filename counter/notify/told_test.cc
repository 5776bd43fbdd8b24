// Who is told of an alarm is told of its end, and nobody else is.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/told.h"

#include <gtest/gtest.h>

#include "counter/notify/events_for_test.h"

namespace throng {
namespace {

using Alarm = std::vector<AlarmEvent>;

AlarmFilter From(Band least) {
  AlarmFilter filter;
  filter.least = least;
  return filter;
}

TEST(Told, AnAlarmIsToldFromItsBandOnAndThenToItsEnd) {
  AlarmEvent eased = End();
  eased.change = AlarmChange::kEase;
  eased.band = Band::kBusy;
  EXPECT_FALSE(IsTold(From(Band::kCritical), Alarm{Raise()}));
  EXPECT_TRUE(IsTold(From(Band::kCritical), Alarm{Raise(), Escalation()}));
  EXPECT_TRUE(IsTold(From(Band::kCritical), Alarm{Raise(), Escalation(), eased}));
  EXPECT_TRUE(IsTold(From(Band::kCritical), Alarm{Raise(), Escalation(), End()}));
  EXPECT_FALSE(IsTold(From(Band::kCritical), Alarm{Raise(), End()})) << "it never was critical";
  EXPECT_TRUE(IsTold(From(Band::kCrowded), Alarm{Raise()}));
}

TEST(Told, ABlindPlaceIsToldWhateverTheLeastBandIs) {
  EXPECT_TRUE(IsTold(From(Band::kCritical), Alarm{BlindRaise()}));
  AlarmFilter filter;
  filter.blind = false;
  EXPECT_FALSE(IsTold(filter, Alarm{BlindRaise()}));
  EXPECT_TRUE(IsTold(filter, Alarm{Raise()}));
  filter.crowding = false;
  EXPECT_FALSE(IsTold(filter, Alarm{Raise()}));
}

TEST(Told, OnlyTheRulesThatAreNamedAreTold) {
  AlarmFilter filter;
  filter.rules = {"gate"};
  EXPECT_FALSE(IsTold(filter, Alarm{Raise()}));
  filter.rules.emplace_back("too full");
  EXPECT_TRUE(IsTold(filter, Alarm{Raise()}));
}

TEST(Told, EachWayHasItsOwnFilter) {
  Ways ways;
  ways.caps.emplace_back().name = "hub";
  ways.mails.emplace_back().name = "duty";
  ways.mails[0].tells = From(Band::kCritical);
  EXPECT_EQ(WaysFor(ways, Alarm{Raise()}), std::vector<std::string>{"hub"});
  EXPECT_EQ(WaysFor(ways, Alarm{Raise(), Escalation()}), (std::vector<std::string>{"duty", "hub"}));
}

}  // namespace
}  // namespace throng
