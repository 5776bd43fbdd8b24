// A latch for each limit, one for blind, one for stale; the band is the worst that is on.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/rule_watch.h"

#include <algorithm>

#include "counter/alert/wording.h"

namespace throng {
namespace {

// More is worse in both: minutes have a minus, as in ValueOf.
Signal SignalOf(Measure on, const BandLimits& limits, double value) {
  const double sign = on == Measure::kMinutesToFull ? -1 : 1;
  if (value >= sign * limits.enter) return Signal::kFor;
  return value <= sign * limits.leave ? Signal::kAgainst : Signal::kBetween;
}

// To raise, counts of any age count back what was blind, so that one now and then is not enough; to
// end, it must be fresh.
Signal BlindSignal(Freshness freshness, bool is_on) {
  if (freshness == Freshness::kBlind) return Signal::kFor;
  if (!is_on) return Signal::kBetween;
  return freshness == Freshness::kFresh ? Signal::kAgainst : Signal::kUnknown;
}

// Likewise; what is blind is not stale, but not fresh either.
Signal StaleSignal(Freshness freshness, bool is_on) {
  if (freshness == Freshness::kStale) return Signal::kFor;
  if (freshness == Freshness::kBlind) return is_on ? Signal::kFor : Signal::kUnknown;
  return is_on ? Signal::kAgainst : Signal::kBetween;
}

void ForgetTimers(RuleState& state) {
  for (Latch& latch : state.bands) latch.held.reset();
  state.blind.held.reset();
  state.stale.held.reset();
}

AlarmChange ChangeOf(Band before, Band after) {
  if (before == Band::kClear) return AlarmChange::kRaise;
  if (after == Band::kClear) return AlarmChange::kEnd;
  return after > before ? AlarmChange::kEscalate : AlarmChange::kEase;
}

// Moves the latches of the limits, and says what becomes of the alarm.
void WatchBands(const AlarmRule& rule, const Situation& situation, double value, RuleStep& step) {
  const Band before = BandOf(step.state);
  const LatchTimes times{.on = rule.stay, .off = rule.stay};
  const Instant at = situation.window.end;
  std::array<std::optional<Held>, kBandsAboveClear.size()> switched;
  for (std::size_t i = 0; i < kBandsAboveClear.size(); ++i) {
    const std::optional<BandLimits>& limits = rule.limits[i];
    if (!limits) continue;
    const LatchStep latched = Advance(step.state.bands[i], SignalOf(rule.on, *limits, value), times,
                                      at, situation.window.end - situation.window.start);
    step.state.bands[i] = latched.latch;
    switched[i] = latched.switched;
  }
  const Band after = BandOf(step.state);
  if (after == before) return;
  // Worse: the band that was entered. Better: the least of those that were left.
  std::size_t of = static_cast<std::size_t>(after > before ? after : before) - 1;
  if (after < before) {
    for (std::size_t i = of; i > static_cast<std::size_t>(after); --i) {
      if (switched[i - 1]) of = i - 1;
    }
  }
  const Band told = kBandsAboveClear[of];
  step.changes.push_back({.change = ChangeOf(before, after),
                          .kind = AlarmKind::kCrowding,
                          .band = after,
                          .reason = after > before
                                        ? WhyWorse(rule, situation, told, *switched[of], at)
                                        : WhyBetter(rule, told, *switched[of], at)});
}

// Moves the latch of blind or stale, and says what becomes of the alarm.
template <class Why>
void WatchSight(Latch& latch, AlarmKind kind, Signal signal, Duration raise_after, Window window,
                Why why, std::vector<RuleChange>& changes) {
  const LatchStep step = Advance(latch, signal, {.on = raise_after, .off = kSeenAgain}, window.end,
                                 window.end - window.start);
  latch = step.latch;
  if (!step.switched) return;
  changes.push_back({.change = latch.on ? AlarmChange::kRaise : AlarmChange::kEnd,
                     .kind = kind,
                     .band = Band::kClear,
                     .reason = latch.on                    ? why(*step.switched, window.end)
                               : kind == AlarmKind::kBlind ? "seen again"
                                                           : "fresh again"});
}

bool IsOld(const RuleState& state, Instant at) { return state.newest && at <= *state.newest; }

}  // namespace

Band BandOf(const RuleState& state) {
  Band worst = Band::kClear;
  for (const Band band : kBandsAboveClear) {
    if (state.bands[static_cast<std::size_t>(band) - 1].on) worst = band;
  }
  return worst;
}

RuleStep WatchRule(const AlarmRule& rule, const RuleState& state, const Situation& situation) {
  RuleStep step{.state = state, .changes = {}};
  const Window& window = situation.window;
  if (IsOld(state, window.end)) return step;
  const Duration longest_gap = std::max<Duration>(3 * (window.end - window.start), rule.stay);
  if (state.newest && window.end - *state.newest > longest_gap) ForgetTimers(step.state);
  step.state.newest = window.end;

  const std::optional<double> value = ValueOf(rule, situation);
  if (value && situation.freshness == Freshness::kFresh) {
    WatchBands(rule, situation, *value, step);
  }
  WatchSight(step.state.blind, AlarmKind::kBlind, BlindSignal(situation.freshness, state.blind.on),
             rule.blind_after, window, WhyBlind, step.changes);
  WatchSight(step.state.stale, AlarmKind::kStale, StaleSignal(situation.freshness, state.stale.on),
             rule.stale_after, window, WhyStale, step.changes);
  return step;
}

RuleStep Silence(const RuleState& state, Instant at, const std::string& reason) {
  RuleStep step{.state = state, .changes = {}};
  if (IsOld(state, at)) return step;
  step.state = {.newest = at, .bands = {}, .blind = {}, .stale = {}, .open = state.open};
  for (const AlarmKind kind : {AlarmKind::kCrowding, AlarmKind::kBlind, AlarmKind::kStale}) {
    if (!state.open[PlaceOf(kind)]) continue;
    step.changes.push_back(
        {.change = AlarmChange::kEnd, .kind = kind, .band = Band::kClear, .reason = reason});
  }
  return step;
}

}  // namespace throng
