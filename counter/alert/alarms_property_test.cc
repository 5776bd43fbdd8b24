// What holds of alarms on thousands of drawn series; and that it would be noticed.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include "counter/alert/alarms.h"
#include "counter/alert/rule_numbers.h"
#include "counter/alert/situations_for_test.h"

namespace throng {
namespace {

using Random = std::mt19937_64;
using Series = std::vector<Situation>;
using Events = std::vector<AlarmEvent>;

constexpr std::chrono::seconds kTick{5};
constexpr int kSeries = 2000;
constexpr int kWindows = 240;  // 20 minutes
constexpr double kGap = 20;    // persons between the limits to enter and to leave

double Draw(Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

bool Happens(Random& random, double chance) { return Draw(random, 0, 1) < chance; }

AlarmRule ThreeBands() {
  return RuleOn(Measure::kPersons, Side::kExpected, BandLimits{100, 100 - kGap},
                BandLimits{150, 150 - kGap}, BandLimits{220, 220 - kGap});
}

AlarmRule WithoutHysteresis(AlarmRule rule) {
  for (std::optional<BandLimits>& limits : rule.limits) limits->leave = limits->enter;
  return rule;
}

AlarmRule WithoutStay(AlarmRule rule) {
  rule.stay = std::chrono::seconds(0);
  return rule;
}

Situation At(int window, std::optional<double> persons, Freshness freshness = Freshness::kFresh) {
  std::optional<Range> range;
  if (persons) range = {*persons * 0.8, *persons, *persons * 1.2};
  return SituationAt({.start = kNoon + window * kTick, .end = kNoon + (window + 1) * kTick},
                     persons ? freshness : Freshness::kBlind, range);
}

// Walks, jumps, noise, outliers, blind and stale spells, gaps: whatever may come.
Series Wild(Random& random) {
  Series series;
  double persons = Draw(random, 0, 250);
  const double step = Draw(random, 0, 30);
  const double noise = Draw(random, 0, 60);
  int hidden = 0;
  Freshness how = Freshness::kFresh;
  int window = 0;
  for (int i = 0; i < kWindows; ++i) {
    window += Happens(random, 0.01) ? static_cast<int>(Draw(random, 1, 30)) : 1;
    persons = std::clamp(persons + Draw(random, -step, step), 0.0, 300.0);
    if (Happens(random, 0.02)) persons = Draw(random, 0, 300);
    if (hidden == 0 && Happens(random, 0.03)) {
      hidden = static_cast<int>(Draw(random, 1, 40));
      how = Happens(random, 0.5) ? Freshness::kBlind : Freshness::kStale;
    }
    double read = std::max(0.0, persons + Draw(random, -noise, noise));
    if (Happens(random, 0.02)) read = Draw(random, 0, 400);
    const Freshness freshness = hidden > 0 ? how : Freshness::kFresh;
    hidden = std::max(0, hidden - 1);
    series.push_back(freshness == Freshness::kBlind ? At(window, std::nullopt)
                                                    : At(window, read, freshness));
  }
  return series;
}

// One crest: up to a peak, there for a while, and down; with noise that is smaller than the gap.
Series Crest(Random& random) {
  Series series;
  const double peak = Draw(random, 60, 260);
  const double power = Draw(random, 0.2, 3);
  const double noise = kGap / 2 - 0.001;
  const double change = Draw(random, 0.05, 1);  // chance that the noise is another
  double off = 0;
  for (int i = 0; i < kWindows; ++i) {
    const double rise = std::min(1.0, 3.0 * std::min(i, kWindows - i) / kWindows);
    const double truth = peak * std::pow(rise, power);
    // Half of the time at its ends, where it does most harm.
    if (Happens(random, change)) {
      off = std::clamp(Draw(random, -2 * noise, 2 * noise), -noise, noise);
    }
    series.push_back(At(i, std::max(0.0, truth + off)));
  }
  return series;
}

// Few people, and single windows that say anything.
Series LoneOutliers(Random& random) {
  Series series;
  for (int i = 0; i < kWindows; ++i) {
    const bool outlier = i % 2 == 1 && Happens(random, 0.3);
    series.push_back(At(i, outlier ? Draw(random, 0, 1000) : Draw(random, 0, 100 - kGap)));
  }
  return series;
}

Alarms Begin(const AlarmRule& rule, std::int64_t next_alarm = 1) {
  return {{rule}, {"hall"}, TimeZone::Make("").value(), next_alarm};
}

void Feed(Alarms& alarms, const Situation& situation, Events& events) {
  for (AlarmEvent& event : alarms.Take({&situation, 1})) events.push_back(std::move(event));
}

Events Play(const AlarmRule& rule, const Series& series) {
  Alarms alarms = Begin(rule);
  Events events;
  for (const Situation& situation : series) Feed(alarms, situation, events);
  return events;
}

// Without the reasons, so that it compares.
std::vector<std::tuple<std::int64_t, int, AlarmChange, AlarmKind, Band, Instant>> Plain(
    const Events& events) {
  std::vector<std::tuple<std::int64_t, int, AlarmChange, AlarmKind, Band, Instant>> plain;
  plain.reserve(events.size());
  for (const AlarmEvent& event : events) {
    plain.emplace_back(event.alarm, event.sequence, event.change, event.kind, event.band, event.at);
  }
  return plain;
}

// The bands of the crowding alarm as its events tell them.
std::vector<Band> Bands(const Events& events) {
  std::vector<Band> bands;
  for (const AlarmEvent& event : events) {
    if (event.kind == AlarmKind::kCrowding) bands.push_back(event.band);
  }
  return bands;
}

// Whether the band goes up and then down, and never turns back.
bool IsOneCrest(const std::vector<Band>& bands) {
  const auto top = std::ranges::max_element(bands);
  return std::is_sorted(bands.begin(), top) && std::is_sorted(top, bands.end(), std::greater<>());
}

// How many of kSeries drawn series fail `holds`.
template <class DrawSeries, class Holds>
int Failures(DrawSeries draw, Holds holds) {
  int failures = 0;
  for (int seed = 0; seed < kSeries; ++seed) {
    Random random(static_cast<std::uint64_t>(seed));
    failures += holds(draw(random), random) ? 0 : 1;
  }
  return failures;
}

bool EachRaiseHasOneEnd(const Events& events) {
  struct Alarm {
    int last = 0;
    bool ended = false;
  };
  std::map<std::int64_t, Alarm> alarms;
  for (const AlarmEvent& event : events) {
    Alarm& alarm = alarms[event.alarm];
    if (alarm.ended || event.sequence != ++alarm.last) return false;
    if ((event.sequence == 1) != (event.change == AlarmChange::kRaise)) return false;
    alarm.ended = event.change == AlarmChange::kEnd;
  }
  std::int64_t number = 0;
  return std::ranges::all_of(
      alarms, [&](const auto& alarm) { return alarm.second.ended && alarm.first == ++number; });
}

TEST(AlarmsProperty, EachRaiseHasExactlyOneEndAndSequencesWithoutGaps) {
  std::size_t raised = 0;
  EXPECT_EQ(Failures(Wild,
                     [&](Series series, Random&) {
                       const int last =
                           static_cast<int>((series.back().window.end - kNoon) / Duration(kTick));
                       for (int i = 0; i < 720; ++i) series.push_back(At(last + i, 3));  // an hour
                       const Events events = Play(ThreeBands(), series);
                       raised += static_cast<std::size_t>(
                           std::ranges::count(events, AlarmChange::kRaise, &AlarmEvent::change));
                       return EachRaiseHasOneEnd(events);
                     }),
            0);
  EXPECT_GT(raised, 3U * kSeries) << "the series are too tame";
}

TEST(AlarmsProperty, WithoutTheClearHourSomeHaveNoEnd) {
  EXPECT_GT(Failures(Wild, [](const Series& series,
                              Random&) { return EachRaiseHasOneEnd(Play(ThreeBands(), series)); }),
            kSeries / 4);
}

int Chatter(const AlarmRule& rule) {
  return Failures(
      Crest, [&](const Series& series, Random&) { return IsOneCrest(Bands(Play(rule, series))); });
}

TEST(AlarmsProperty, NoiseWithinTheGapNeverChatters) {
  EXPECT_EQ(Chatter(ThreeBands()), 0);
  EXPECT_EQ(Chatter(WithoutStay(ThreeBands())), 0) << "the gap is enough";
}

TEST(AlarmsProperty, WithoutHysteresisThereIsChatter) {
  EXPECT_GT(Chatter(WithoutHysteresis(ThreeBands())), kSeries / 100);
  EXPECT_GT(Chatter(WithoutHysteresis(WithoutStay(ThreeBands()))), kSeries / 2);
}

int RaisedByOutliers(const AlarmRule& rule) {
  return Failures(LoneOutliers,
                  [&](const Series& series, Random&) { return Play(rule, series).empty(); });
}

TEST(AlarmsProperty, LoneOutliersRaiseNothing) { EXPECT_EQ(RaisedByOutliers(ThreeBands()), 0); }

TEST(AlarmsProperty, WithoutStayLoneOutliersRaiseAlarms) {
  EXPECT_GT(RaisedByOutliers(WithoutStay(ThreeBands())), kSeries / 2);
}

// The band after each window.
std::vector<Band> BandAtEach(const AlarmRule& rule, const Series& series) {
  std::vector<Band> bands;
  RuleState state;
  for (const Situation& situation : series) {
    state = WatchRule(rule, state, situation).state;
    bands.push_back(BandOf(state));
  }
  return bands;
}

// The same series, here and there with more people; seen as well.
Series MorePeople(const Series& series, Random& random) {
  Series more = series;
  double by = 0;
  for (Situation& situation : more) {
    if (Happens(random, 0.1)) by = Happens(random, 0.5) ? 0 : Draw(random, 0, 80);
    if (!situation.persons) continue;
    situation.persons = Range{situation.persons->low + by, situation.persons->expected + by,
                              situation.persons->high + by};
  }
  return more;
}

int NeverLower(const AlarmRule& rule, const AlarmRule& rule_of_more) {
  return Failures(Wild, [&](const Series& series, Random& random) {
    const std::vector<Band> fewer = BandAtEach(rule, series);
    const std::vector<Band> more = BandAtEach(rule_of_more, MorePeople(series, random));
    return std::ranges::equal(fewer, more, std::less_equal<>());
  });
}

TEST(AlarmsProperty, MorePeopleNeverMakeALowerBand) {
  EXPECT_EQ(NeverLower(ThreeBands(), ThreeBands()), 0);
  EXPECT_EQ(NeverLower(WithoutStay(ThreeBands()), WithoutStay(ThreeBands())), 0);
}

TEST(AlarmsProperty, ARuleThatRaisesLaterIsFoundToHaveALowerBand) {
  AlarmRule later = ThreeBands();
  later.stay = std::chrono::seconds(60);
  EXPECT_GT(NeverLower(ThreeBands(), later), kSeries / 4);
}

// A new object at random moments; `with_state` gives it what the old one knew.
Events PlayWithRestarts(const AlarmRule& rule, const Series& series, Random& random,
                        bool with_state) {
  Alarms alarms = Begin(rule);
  Events events;
  for (const Situation& situation : series) {
    if (Happens(random, 0.05)) {
      std::vector<WatchedState> state = alarms.State();
      for (WatchedState& each : state) each.state = RuleStateOf(NumbersOf(each.state)).value();
      alarms = Begin(rule, alarms.next_alarm());
      if (with_state && !alarms.Restore(state).empty()) return {};
    }
    Feed(alarms, situation, events);
  }
  return events;
}

int ChangedByRestarts(bool with_state) {
  return Failures(Wild, [&](const Series& series, Random& random) {
    const AlarmRule rule = ThreeBands();
    return Plain(Play(rule, series)) == Plain(PlayWithRestarts(rule, series, random, with_state));
  });
}

TEST(AlarmsProperty, ARestartAtAnyMomentChangesNothing) { EXPECT_EQ(ChangedByRestarts(true), 0); }

TEST(AlarmsProperty, WithoutItsStateARestartIsNoticed) {
  EXPECT_GT(ChangedByRestarts(false), kSeries * 9 / 10);
}

// Some windows again, at once or much later, some of them with another count.
TEST(AlarmsProperty, WindowsThatComeAgainChangeNothing) {
  EXPECT_EQ(Failures(Wild,
                     [](const Series& series, Random& random) {
                       Series again;
                       for (std::size_t i = 0; i < series.size(); ++i) {
                         again.push_back(series[i]);
                         while (Happens(random, 0.4)) {
                           const auto back =
                               static_cast<std::size_t>(Draw(random, 0, static_cast<double>(i)));
                           again.push_back(series[Happens(random, 0.5) ? i : back]);
                           if (Happens(random, 0.3)) again.back().persons = Range{300, 300, 300};
                         }
                       }
                       const AlarmRule rule = ThreeBands();
                       return Plain(Play(rule, series)) == Plain(Play(rule, again));
                     }),
            0);
}

TEST(AlarmsProperty, WindowsThatComeTwiceAsNewAreNoticed) {
  EXPECT_GT(Failures(Wild,
                     [](const Series& series, Random&) {
                       Series twice;  // the same count in a window of its own
                       for (const Situation& situation : series) {
                         const Window window = situation.window;
                         twice.push_back(situation);
                         twice.push_back(situation);
                         twice.back().window = {.start = window.end,
                                                .end = window.end + std::chrono::seconds(1)};
                       }
                       const AlarmRule rule = ThreeBands();
                       return Plain(Play(rule, series)) == Plain(Play(rule, twice));
                     }),
            kSeries / 2);
}

}  // namespace
}  // namespace throng
