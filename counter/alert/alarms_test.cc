// Alarms have numbers, sequences, reasons and an end; hours, maintenance and other rules end them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/alarms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "counter/alert/situations_for_test.h"

namespace throng {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::chrono::seconds kTick{15};
constexpr double kFew = 20, kMany = 180;

AlarmRule Rule(const char* name, std::vector<std::string> places) {
  AlarmRule rule = RuleOn(Measure::kDensity, Side::kExpected, BandLimits{1.5, 1.3}, std::nullopt,
                          BandLimits{3.0, 2.7});
  rule.name = name;
  rule.places = std::move(places);
  return rule;
}

// "1.1 raise full hall: busy": number, sequence, change, rule, place, band.
std::string Tell(const AlarmEvent& event) {
  constexpr std::array kChanges{"raise", "escalate", "ease", "acknowledge", "end"};
  constexpr std::array kKinds{"crowding", "blind", "stale"};
  return std::to_string(event.alarm) + "." + std::to_string(event.sequence) + " " +
         kChanges.at(static_cast<std::size_t>(event.change) - 1) + " " +
         kKinds.at(static_cast<std::size_t>(event.kind) - 1) + ", " + event.rule + " at " +
         event.place + ": " + std::string(NameOf(event.band));
}

// Two places, one window of 15 s after another.
class TwoPlaces : public testing::Test {
 protected:
  TwoPlaces() { Begin({Rule("full", {"hall", "gate"})}); }

  void Begin(std::vector<AlarmRule> rules, std::int64_t next_alarm = 1) {
    alarms_.emplace(std::move(rules), std::vector<std::string>{"hall", "gate"},
                    TimeZone::Make("Europe/Paris").value(), next_alarm);
  }

  std::vector<AlarmEvent> Step(std::optional<double> hall, std::optional<double> gate) {
    at_ = at_ + kTick;
    return Again(hall, gate);
  }

  std::vector<AlarmEvent> Again(std::optional<double> hall, std::optional<double> gate) {
    std::vector<Situation> at_place;
    for (const std::optional<double>& persons : {hall, gate}) {
      std::optional<Range> range;
      if (persons) range = {*persons - 10, *persons, *persons + 10};
      at_place.push_back(SituationAt({.start = at_ + -kTick, .end = at_},
                                     range ? Freshness::kFresh : Freshness::kBlind, range));
    }
    return alarms_->Take(at_place);
  }

  // All events of `windows` windows with the same counts.
  std::vector<std::string> For(int windows, std::optional<double> hall,
                               std::optional<double> gate) {
    std::vector<std::string> told;
    for (int i = 0; i < windows; ++i) {
      for (const AlarmEvent& event : Step(hall, gate)) {
        told.push_back(Tell(event));
        last_ = event;
      }
    }
    return told;
  }

  std::optional<Alarms> alarms_;
  Instant at_ = kNoon;
  std::optional<AlarmEvent> last_;
};

TEST_F(TwoPlaces, EachPlaceHasItsOwnAlarm) {
  EXPECT_THAT(For(5, kMany, kFew), ElementsAre("1.1 raise crowding, full at hall: busy"));
  EXPECT_EQ(last_->count, (WholeCount{.persons = 180, .low = 170, .high = 190}));
  EXPECT_EQ(last_->at, kNoon + 3 * kTick);
  EXPECT_EQ(last_->reason,
            "180 persons (170 - 190), about 1.8 per m2: 1.5 per m2 is busy, for 30 s");
  EXPECT_THAT(For(5, 320, kMany), ElementsAre("1.2 escalate crowding, full at hall: critical",
                                              "2.1 raise crowding, full at gate: busy"));
  EXPECT_THAT(For(5, kMany, kMany), ElementsAre("1.3 ease crowding, full at hall: busy"));
  EXPECT_THAT(For(5, kFew, kMany), ElementsAre("1.4 end crowding, full at hall: clear"));
  EXPECT_THAT(For(5, kMany, kMany), ElementsAre("3.1 raise crowding, full at hall: busy"));
  EXPECT_EQ(alarms_->next_alarm(), 4);
}

TEST_F(TwoPlaces, BlindIsNotClearAndHasNoCount) {
  For(5, kMany, kFew);
  EXPECT_THAT(For(6, std::nullopt, kFew), ElementsAre("2.1 raise blind, full at hall: clear"));
  EXPECT_EQ(last_->count, std::nullopt);
  EXPECT_THAT(For(6, kFew, kFew), ElementsAre("2.2 end blind, full at hall: clear",
                                              "1.2 end crowding, full at hall: clear"));
}

TEST_F(TwoPlaces, TheSameWindowAgainGivesNothing) {
  For(2, kMany, kFew);
  EXPECT_EQ(Step(kMany, kFew).size(), 1U);
  const std::vector<WatchedState> state = alarms_->State();
  for (int i = 0; i < 5; ++i) EXPECT_THAT(Again(kMany, kFew), IsEmpty());
  at_ = at_ + -20 * kTick;
  EXPECT_THAT(For(20, kFew, kMany), IsEmpty()) << "all of them were taken before";
  EXPECT_EQ(alarms_->State(), state);
}

TEST_F(TwoPlaces, MaintenanceEndsAlarmsAndItselfAtItsMoment) {
  For(5, kMany, kFew);
  alarms_->SetMaintenance(at_ + 10 * kTick);
  EXPECT_THAT(For(9, kMany, kMany), ElementsAre("1.2 end crowding, full at hall: clear"));
  EXPECT_EQ(last_->reason, "maintenance until 13:03") << "12:03:45 in UTC";
  EXPECT_THAT(For(2, kMany, kMany), IsEmpty()) << "it begins anew";
  EXPECT_THAT(For(1, kMany, kMany), ElementsAre("2.1 raise crowding, full at hall: busy",
                                                "3.1 raise crowding, full at gate: busy"));
  alarms_->SetMaintenance(at_ + std::chrono::hours(24));
  EXPECT_EQ(For(1, kMany, kMany).size(), 2U);
  EXPECT_EQ(last_->reason, "maintenance until 2026-11-25 13:04");
  alarms_->SetMaintenance(std::nullopt);
  EXPECT_EQ(For(3, kMany, kMany).size(), 2U);
}

TEST_F(TwoPlaces, ARuleSeesNothingOutsideItsHours) {
  AlarmRule rule = Rule("full", {"hall"});
  rule.hours = {{.days = 0b111'1111, .from_min = 0, .until_min = 13 * 60 + 2}};  // local time
  rule.quiet = {{.days = 0b111'1111, .from_min = 0, .until_min = 13 * 60}};
  Begin({rule});
  at_ = kNoon + -4 * kTick;
  EXPECT_THAT(For(3, kMany, kFew), IsEmpty()) << "before 13:00";
  EXPECT_THAT(For(3, kMany, kFew), ElementsAre("1.1 raise crowding, full at hall: busy"));
  EXPECT_THAT(For(20, kMany, kFew), ElementsAre("1.2 end crowding, full at hall: clear"));
  EXPECT_EQ(last_->reason, "outside its hours");
  EXPECT_EQ(last_->at, ParseUtc("2026-11-24T12:02"));
}

TEST_F(TwoPlaces, AnAlarmIsAcknowledgedOnceAndAgainWhenItGetsWorse) {
  For(5, kMany, kFew);
  const std::optional<AlarmEvent> seen = alarms_->Acknowledge(1, at_, "operator");
  ASSERT_TRUE(seen);
  EXPECT_EQ(Tell(*seen), "1.2 acknowledge crowding, full at hall: busy");
  EXPECT_EQ(seen->by, "operator");
  EXPECT_FALSE(alarms_->Acknowledge(1, at_, "operator"));
  EXPECT_THAT(For(5, 320, kFew), ElementsAre("1.3 escalate crowding, full at hall: critical"));
  EXPECT_TRUE(alarms_->Acknowledge(1, at_, "operator"));
  EXPECT_THAT(For(5, kFew, kFew), ElementsAre("1.5 end crowding, full at hall: clear"));
  EXPECT_FALSE(alarms_->Acknowledge(1, at_, "operator")) << "it ended";
  EXPECT_FALSE(alarms_->Acknowledge(7, at_, "operator"));
}

TEST_F(TwoPlaces, AlarmsOfARuleThatIsGoneEnd) {
  For(5, kMany, kMany);
  const std::vector<WatchedState> state = alarms_->State();
  Begin({Rule("other", {"hall"})}, alarms_->next_alarm());
  const std::vector<AlarmEvent> events = alarms_->Restore(state);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(Tell(events[0]), "1.2 end crowding, full at hall: clear");
  EXPECT_EQ(Tell(events[1]), "2.2 end crowding, full at gate: clear");
  EXPECT_EQ(events[1].reason, "the rule is gone");
  EXPECT_EQ(events[1].at, at_);
  EXPECT_THAT(For(5, kMany, kMany), ElementsAre("3.1 raise crowding, other at hall: busy"));

  Begin({Rule("full", {"gate"})}, 7);
  EXPECT_EQ(alarms_->Restore(state).size(), 1U) << "the hall is gone from the rule, not the gate";
  EXPECT_THAT(For(5, kMany, kFew), ElementsAre("2.2 end crowding, full at gate: clear"));
}

TEST_F(TwoPlaces, AnAlarmFollowsARuleThatHasChanged) {
  For(5, 320, kMany);
  const std::vector<WatchedState> state = alarms_->State();
  AlarmRule rule = Rule("full", {"hall", "gate"});
  rule.limits[2].reset();
  Begin({rule}, 9);
  const std::vector<AlarmEvent> eased = alarms_->Restore(state);
  ASSERT_EQ(eased.size(), 1U);
  EXPECT_EQ(Tell(eased[0]), "1.2 ease crowding, full at hall: busy");
  EXPECT_EQ(eased[0].reason, "the rule has changed");
  rule.limits[0].reset();
  rule.limits[2] = BandLimits{4, 3};
  Begin({rule}, 9);
  EXPECT_THAT(alarms_->Restore(state).size(), 1U) << "of the gate; the hall is critical";
}

TEST_F(TwoPlaces, AStateThatContradictsItselfIsPutRight) {
  std::vector<WatchedState> state = alarms_->State();
  state[0].state.bands[0].on = true;  // and no open alarm
  state[0].state.blind.on = true;
  state[1].state.open[0] = OpenAlarm{.number = 4, .sequence = 3, .acknowledged = true};
  const std::vector<AlarmEvent> events = alarms_->Restore(state);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(Tell(events[0]), "4.4 end crowding, full at gate: clear");
  EXPECT_THAT(For(5, kMany, kFew), ElementsAre("1.1 raise crowding, full at hall: busy"));
}

}  // namespace
}  // namespace throng
