// One rule at one place: when its band changes, and what people are told.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/rule_watch.h"

#include <gtest/gtest.h>

#include <string>

#include "counter/alert/situations_for_test.h"

namespace throng {
namespace {

constexpr std::chrono::seconds kTick{5};
constexpr std::optional<Range> kBlind = std::nullopt;

// A rule at the hall (100 m2, 200 persons), fed window by window.
class Hall {
 public:
  explicit Hall(AlarmRule rule) : rule_(std::move(rule)) {}

  // For `time`, windows of 5 s with the same count. Tells what happened last in that time.
  std::string For(std::chrono::seconds time, std::optional<Range> persons,
                  Freshness freshness = Freshness::kFresh) {
    std::string told;
    for (std::chrono::seconds done{0}; done < time; done += kTick) {
      if (const std::string now = Step(persons, freshness); !now.empty()) told = now;
    }
    return told;
  }

  std::string Step(std::optional<Range> persons, Freshness freshness = Freshness::kFresh) {
    return Take(SituationAt({.start = at_, .end = at_ + kTick},
                            persons ? freshness : Freshness::kBlind, persons));
  }

  std::string Take(const Situation& situation) {
    at_ = situation.window.end;
    return Tell(WatchRule(rule_, state_, situation));
  }

  std::string BeSilent(const std::string& reason) { return Tell(Silence(state_, at_, reason)); }
  void Pass(Duration time) { at_ = at_ + time; }
  Band band() const { return BandOf(state_); }
  const RuleState& state() const { return state_; }
  Instant at() const { return at_; }

 private:
  std::string Tell(const RuleStep& step) {
    state_ = step.state;
    std::string told;
    for (const RuleChange& change : step.changes) {
      auto& open = state_.open.at(PlaceOf(change.kind));
      if (change.change == AlarmChange::kRaise) {
        EXPECT_FALSE(open) << "raised twice: " << change.reason;
        open = OpenAlarm{.number = 1, .sequence = 1, .acknowledged = false};
      }
      if (change.change == AlarmChange::kEnd) open.reset();
      told += (told.empty() ? "" : " + ") + change.reason;
    }
    return told;
  }

  AlarmRule rule_;
  RuleState state_;
  Instant at_ = kNoon;
};

Range About(double persons) { return {persons - 30, persons, persons + 30}; }

const BandLimits kBusy{1.5, 1.3}, kCrowded{2.0, 1.8}, kCritical{3.0, 2.7};

TEST(RuleWatch, ABandIsEnteredAfterItsStay) {
  Hall hall(RuleOn(Measure::kDensity, Side::kExpected, kBusy, kCrowded, kCritical));
  EXPECT_EQ(hall.For(std::chrono::seconds(30), About(180)), "") << "not yet";
  EXPECT_EQ(hall.Step(About(180)),
            "180 persons (150 - 210), about 1.8 per m2: 1.5 per m2 is busy, for 30 s");
  EXPECT_EQ(hall.band(), Band::kBusy);
}

TEST(RuleWatch, SeveralBandsMayBeJumpedAtOnce) {
  Hall hall(RuleOn(Measure::kDensity, Side::kExpected, kBusy, kCrowded, kCritical));
  EXPECT_EQ(hall.For(std::chrono::seconds(35), About(310)),
            "310 persons (280 - 340), about 3.1 per m2: 3.0 per m2 is critical, for 30 s");
  EXPECT_EQ(hall.band(), Band::kCritical);
  EXPECT_EQ(hall.For(std::chrono::seconds(35), About(160)), "back at 1.8 per m2 or less, for 30 s");
  EXPECT_EQ(hall.band(), Band::kBusy);
  EXPECT_EQ(hall.For(std::chrono::seconds(35), About(20)), "back at 1.3 per m2 or less, for 30 s");
  EXPECT_EQ(hall.band(), Band::kClear);
}

TEST(RuleWatch, BetweenItsLimitsABandStays) {
  Hall hall(RuleOn(Measure::kDensity, Side::kExpected, std::nullopt, kCrowded));
  EXPECT_EQ(hall.For(std::chrono::hours(1), About(190)), "");
  EXPECT_NE(hall.For(std::chrono::seconds(35), About(200)), "");
  EXPECT_EQ(hall.For(std::chrono::hours(1), About(181)), "");
  EXPECT_EQ(hall.band(), Band::kCrowded);
  EXPECT_EQ(hall.For(std::chrono::seconds(35), About(180)), "back at 1.8 per m2 or less, for 30 s");
}

TEST(RuleWatch, TheSideDecides) {
  const Range wide{100, 160, 220};
  const std::chrono::seconds long_enough(60);
  Hall cautious(RuleOn(Measure::kPersons, Side::kCautious, BandLimits{200, 150}));
  EXPECT_EQ(cautious.For(long_enough, wide),
            "160 persons (100 - 220): 200 persons is busy, for 30 s");
  Hall expected(RuleOn(Measure::kPersons, Side::kExpected, BandLimits{200, 150}));
  EXPECT_EQ(expected.For(long_enough, wide), "");
  Hall certain(RuleOn(Measure::kCapacityPercent, Side::kCertain, BandLimits{50, 45}));
  EXPECT_EQ(certain.For(long_enough, wide),
            "160 persons (100 - 220), at least 50% of capacity: 50% of capacity is busy, for 30 s");
}

TEST(RuleWatch, OfMinutesLessIsWorse) {
  Hall hall(
      RuleOn(Measure::kMinutesToFull, Side::kCautious, BandLimits{15, 20}, BandLimits{7.5, 10}));
  const auto minutes = [&hall](MinutesToFull to_full, int windows) {
    std::string told;
    for (int i = 0; i < windows; ++i) {
      Situation situation = SituationAt({.start = hall.at(), .end = hall.at() + kTick},
                                        Freshness::kFresh, About(120));
      situation.to_full = to_full;
      if (const std::string now = hall.Take(situation); !now.empty()) told = now;
    }
    return told;
  };
  EXPECT_EQ(minutes({.earliest = 16, .expected = 30, .latest = {}}, 20), "");
  EXPECT_EQ(minutes({.earliest = 7, .expected = 30, .latest = {}}, 7),
            "120 persons (90 - 150), full in 7 min at the earliest: 7.5 min is crowded, for 30 s");
  EXPECT_EQ(minutes({.earliest = 12, .expected = 30, .latest = {}}, 7),
            "not full within 10 min, for 30 s");
  EXPECT_EQ(hall.band(), Band::kBusy);
  EXPECT_EQ(minutes({.earliest = {}, .expected = {}, .latest = {}}, 7),
            "not full within 20 min, for 30 s");
}

TEST(RuleWatch, WhatIsNotKnownIsNotClear) {
  Hall hall(RuleOn(Measure::kMinutesToFull, Side::kCautious, BandLimits{15, 20}));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(hall.Step(About(120)), "") << "no minutes, no alarm";
  AlarmRule rule = RuleOn(Measure::kDensity, Side::kExpected, kBusy);
  rule.blind_after = std::chrono::hours(9);
  Hall dark(rule);
  EXPECT_NE(dark.For(std::chrono::seconds(35), About(180)), "");
  EXPECT_EQ(dark.For(std::chrono::hours(1), kBlind), "");
  EXPECT_EQ(dark.For(std::chrono::hours(1), About(10), Freshness::kStale).substr(0, 24),
            "no fresh count for 60 s");
  EXPECT_EQ(dark.band(), Band::kBusy) << "blind is not empty";
}

TEST(RuleWatch, TimeDoesNotPassWhileBlind) {
  Hall hall(RuleOn(Measure::kDensity, Side::kExpected, kBusy));
  EXPECT_EQ(hall.For(std::chrono::seconds(20), About(180)), "");
  EXPECT_EQ(hall.For(std::chrono::seconds(40), kBlind), "");
  EXPECT_EQ(hall.For(std::chrono::seconds(10), About(180)), "");
  EXPECT_EQ(hall.Step(About(180)),
            "180 persons (150 - 210), about 1.8 per m2: 1.5 per m2 is busy, on and off for 70 s");
}

TEST(RuleWatch, BlindHasAnAlarmOfItsOwn) {
  Hall hall(RuleOn(Measure::kDensity, Side::kExpected, kBusy));
  EXPECT_EQ(hall.For(std::chrono::seconds(60), kBlind), "");
  EXPECT_EQ(hall.Step(kBlind), "no count for 60 s");
  EXPECT_EQ(hall.For(std::chrono::hours(3), kBlind), "") << "once";
  EXPECT_EQ(hall.For(std::chrono::seconds(15), About(10)), "") << "not yet";
  EXPECT_EQ(hall.Step(About(10)), "seen again");
}

TEST(RuleWatch, StaleHasAnAlarmOfItsOwn) {
  AlarmRule rule = RuleOn(Measure::kDensity, Side::kExpected, kBusy);
  rule.stale_after = std::chrono::minutes(5);
  Hall hall(rule);
  EXPECT_EQ(hall.For(std::chrono::minutes(5), About(10), Freshness::kStale), "");
  EXPECT_EQ(hall.Step(About(10), Freshness::kStale), "no fresh count for 5 min");
  EXPECT_EQ(hall.For(std::chrono::minutes(5), kBlind), "no count for 60 s");
  EXPECT_EQ(hall.For(std::chrono::seconds(20), About(10)), "seen again + fresh again");
}

TEST(RuleWatch, ACameraThatComesAndGoesHasOneAlarm) {
  Hall hall(RuleOn(Measure::kDensity, Side::kExpected, kBusy));
  int raised = 0;
  for (int i = 0; i < 100; ++i) {
    raised += hall.For(std::chrono::seconds(50), kBlind).empty() ? 0 : 1;
    raised += hall.Step(About(10)).empty() ? 0 : 1;
  }
  EXPECT_EQ(raised, 1);
  EXPECT_TRUE(hall.state().blind.on);
  Hall other(RuleOn(Measure::kDensity, Side::kExpected, kBusy));
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(other.Step(kBlind), "") << "blind now and then is no trouble";
    EXPECT_EQ(other.Step(About(10)), "");
  }
}

TEST(RuleWatch, ARuleThatDoesNotLookEndsItsAlarmsAndBeginsAnew) {
  Hall hall(RuleOn(Measure::kDensity, Side::kExpected, kBusy));
  hall.For(std::chrono::seconds(40), About(180));
  hall.For(std::chrono::seconds(70), kBlind);
  hall.Pass(kTick);
  EXPECT_EQ(hall.BeSilent("quiet hours"), "quiet hours + quiet hours");
  EXPECT_EQ(hall.band(), Band::kClear);
  EXPECT_EQ(hall.For(std::chrono::seconds(30), About(180)), "");
  EXPECT_NE(hall.Step(About(180)), "");
}

TEST(RuleWatch, OldWindowsAndTheSameAgainChangeNothing) {
  const AlarmRule rule = RuleOn(Measure::kDensity, Side::kExpected, kBusy);
  RuleState state;
  const Window window{.start = kNoon, .end = kNoon + kTick};
  state = WatchRule(rule, state, SituationAt(window, Freshness::kFresh, About(180))).state;
  const Window before{.start = kNoon + -kTick, .end = kNoon};
  for (const Window& again : {window, before}) {
    const RuleStep step = WatchRule(rule, state, SituationAt(again, Freshness::kFresh, About(0)));
    EXPECT_EQ(step.state, state);
    EXPECT_TRUE(step.changes.empty());
  }
  EXPECT_EQ(Silence(state, kNoon, "quiet hours").state, state);
}

TEST(RuleWatch, AfterALongGapWhatHeldBeginsAnew) {
  for (const int gap_s : {25, 35}) {
    Hall hall(RuleOn(Measure::kDensity, Side::kExpected, kBusy));
    hall.For(std::chrono::seconds(30), About(180));
    hall.Pass(std::chrono::seconds(gap_s - 5));
    EXPECT_EQ(hall.Step(About(180)).empty(), gap_s == 35) << "a gap of 30 s, as long as the stay";
  }
  Hall raised(RuleOn(Measure::kDensity, Side::kExpected, kBusy));
  raised.For(std::chrono::seconds(40), About(180));
  raised.Pass(std::chrono::hours(5));
  EXPECT_EQ(raised.Step(About(180)), "");
  EXPECT_EQ(raised.band(), Band::kBusy) << "an alarm stays until it is seen to be over";
}

}  // namespace
}  // namespace throng
