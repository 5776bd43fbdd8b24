// A site of one camera and one zone; its tallies are made from the day's readings.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/event_alarms.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "counter/alert/alarms.h"
#include "counter/base/check.h"
#include "counter/meaning/situations.h"
#include "counter/occupancy/latest.h"
#include "counter/release/releaser.h"

namespace throng {
namespace {

constexpr Instant kDoors(1'795'521'600'000'000'000);

Site EventSite(const EventDay& day, bool moments) {
  Result<Calibration> calibration = CalibrateFromPose({1280, 720}, 60.0, Metres(8), 30.0);
  COUNTER_CHECK(calibration);
  SiteCamera camera{.name = "gate",
                    .source = "",
                    .calibration = *std::move(calibration),
                    .moments = moments ? day.moments : std::vector<Moment>()};
  const ImagePolygon everywhere{{0, 0}, {1280, 0}, {1280, 720}, {0, 720}};
  const SquareMetres area(kEventAreaM2);
  return {
      .name = "event",
      .cameras = {std::move(camera)},
      .zones = {{.name = "forecourt",
                 .kind = ZoneKind::kQueue,
                 .outline = {},
                 .area = area,
                 .free_area = area,
                 .capacity = Persons(kEventCapacity)}},
      .patches = {{.zone = ZoneIndex(0), .area = area, .views = {{CameraIndex(0), everywhere}}}}};
}

// As unsure as the network says it is in crowds, drawn ones: 0.57 times the root of the persons.
PatchReading ReadingOf(const std::optional<double>& persons) {
  if (!persons) return PatchReading::Blind(SightReason::kDark);
  return PatchReading(Persons(*persons), Persons(std::max(0.25, 0.57 * std::sqrt(*persons))));
}

// Alarms from a reading alone. What it does not see, it does not know: nothing changes.
class Threshold {
 public:
  void Take(PatchReading reading, std::size_t at) {
    if (reading.sight() == Sight::kBlind) return;
    const bool over = reading.persons() >= kEventCapacity;
    if (over && !is_open_) spans_.push_back({.from = at, .until = at});
    if (!over && is_open_) spans_.back().until = at;
    is_open_ = over;
  }
  std::vector<Span> Spans(std::size_t end) {
    if (is_open_) spans_.back().until = end;
    return spans_;
  }

 private:
  std::vector<Span> spans_;
  bool is_open_ = false;
};

}  // namespace

AlarmRule EventRule(Side side, std::chrono::seconds stay, double leave_share) {
  AlarmRule rule;
  rule.on = Measure::kPersons;
  rule.limits[1] = BandLimits{kEventCapacity, leave_share * kEventCapacity};
  rule.side = side;
  rule.stay = stay;
  rule.places = {"forecourt"};
  return rule;
}

std::vector<std::vector<Span>> PlayEventDay(const EventDay& day, std::chrono::seconds tick,
                                            bool moments,
                                            const std::vector<Contender>& contenders) {
  const Site site = EventSite(day, moments);
  Latest latest(site, SpreadOf(Model::kNet), CorrectionsOf(site, "drawn"),
                {.smooth = SmoothOptions{.tick = tick}});
  const Releaser releaser(Policy::kInternal);
  Situations situations(FactsOf(site), site.groups);
  std::vector<AlarmRule> rules;
  for (const Contender& contender : contenders) {
    if (!contender.rule) continue;
    rules.push_back(*contender.rule);
    rules.back().name = contender.name;
  }
  Alarms alarms(std::move(rules), {"forecourt"}, TimeZone::Make("").value(), 1);
  std::vector<std::vector<Span>> spans(contenders.size());
  Threshold threshold;

  const auto each = static_cast<std::size_t>(tick / kFinest);
  std::uint64_t step = 0;
  for (std::size_t at = each - 1; at < day.truth.size(); at += each, ++step) {
    const PatchReading reading = ReadingOf(day.reading[at]);
    threshold.Take(reading, at);
    Tally tally;
    tally.patches[0] = reading;
    latest.Take(CameraIndex(0), tally, step);
    const Instant start = kDoors + static_cast<std::int64_t>(step) * Duration(tick);
    const Window window{.start = start, .end = start + tick};
    const Entry entry = EntryOf(releaser.Release(latest.At(ZoneIndex(0), step), window));
    for (const AlarmEvent& event : alarms.Take(situations.Take(window, {&entry, 1}))) {
      if (event.kind != AlarmKind::kCrowding) continue;
      const auto of = std::ranges::find(contenders, event.rule, &Contender::name);
      std::vector<Span>& of_rule = spans.at(static_cast<std::size_t>(of - contenders.begin()));
      if (event.change == AlarmChange::kRaise) {
        of_rule.push_back({.from = at, .until = day.truth.size()});
      }
      if (event.change == AlarmChange::kEnd) of_rule.back().until = at;
    }
  }
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    if (!contenders[i].rule) spans[i] = threshold.Spans(day.truth.size());
  }
  return spans;
}

std::vector<AlarmScore> ScoreEventDays(int days, std::uint64_t first_seed,
                                       std::chrono::seconds tick, bool moments,
                                       const std::vector<Contender>& contenders,
                                       const ReadingErrors& errors) {
  const ScoreRules rules{
      .limit = kEventCapacity,
      .onset_steps = static_cast<std::size_t>(std::chrono::minutes(1) / kFinest)};
  std::vector<AlarmScore> scores(contenders.size());
  for (int i = 0; i < days; ++i) {
    const EventDay day = DrawEventDay(first_seed + static_cast<std::uint64_t>(i), errors);
    const std::vector<std::vector<Span>> spans = PlayEventDay(day, tick, moments, contenders);
    for (std::size_t k = 0; k < contenders.size(); ++k) {
      scores[k].Add(day.truth, spans[k], rules);
    }
  }
  return scores;
}

}  // namespace throng
