// What one tick costs, from the tallies of 1,000 zones to their alarms.
// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "counter/alert/alarms.h"
#include "counter/meaning/situations.h"
#include "counter/occupancy/latest.h"
#include "counter/release/releaser.h"

namespace throng {
namespace {

constexpr std::size_t kZones = 1000;
constexpr std::chrono::seconds kTick{5};
constexpr Instant kBegin(1'795'521'600'000'000'000);

// Each zone has a camera of its own and one rule with three bands.
Site ThousandZones() {
  const Result<Calibration> calibration = CalibrateFromPose({640, 480}, 60.0, Metres(5), 30.0);
  Site site{.name = "bench", .cameras = {}, .zones = {}, .patches = {}};
  for (std::size_t i = 0; i < kZones; ++i) {
    const std::string name = "zone " + std::to_string(i);
    const auto index = static_cast<std::uint16_t>(i);
    const SquareMetres area(100);
    site.cameras.push_back(
        {.name = name, .source = "", .calibration = *calibration, .moments = {}});
    site.zones.push_back({.name = name,
                          .kind = ZoneKind::kQueue,
                          .outline = {},
                          .area = area,
                          .free_area = area,
                          .capacity = Persons(200)});
    site.patches.push_back({.zone = ZoneIndex(index),
                            .area = area,
                            .views = {{CameraIndex(index), {{0, 0}, {10, 0}, {10, 10}}}}});
  }
  AlarmRule rule;
  rule.name = "crowded";
  rule.on = Measure::kCapacityPercent;
  rule.limits = {BandLimits{70, 63}, BandLimits{85, 76}, BandLimits{100, 90}};
  rule.hours = {{.days = 0b111'1111, .from_min = 5 * 60, .until_min = 60}};
  for (const Zone& zone : site.zones) rule.places.push_back(zone.name);
  site.alarms = {std::move(rule)};
  return site;
}

std::vector<std::string> NamesOf(const Situations& situations) {
  std::vector<std::string> names;
  for (const WatchedPlace& place : situations.places()) names.push_back(place.name);
  return names;
}

Alarms AlarmsOf(const Site& site, const Situations& situations) {
  return {site.alarms, NamesOf(situations), TimeZone::Make("Europe/Paris").value(), 1};
}

// Around the limits, so that alarms come and go.
Tally TallyAt(std::size_t zone, std::uint64_t step) {
  Tally tally;
  tally.patches[0] =
      PatchReading(Persons(static_cast<double>((zone * 37 + step / 12 * 29 + step % 5) % 190)));
  return tally;
}

Window WindowAt(std::uint64_t step) {
  const Instant start = kBegin + static_cast<std::int64_t>(step) * Duration(kTick);
  return {.start = start, .end = start + kTick};
}

void TalliesToAlarms(benchmark::State& state) {
  const Site site = ThousandZones();
  Latest latest(site, SpreadOf(Model::kNet), {},
                {.smooth = SmoothOptions{.tick = std::chrono::seconds(5)}});
  const Releaser releaser(Policy::kInternal);
  Situations situations(FactsOf(site), site.groups);
  Alarms alarms = AlarmsOf(site, situations);
  std::uint64_t step = 0;
  std::size_t events = 0;
  for (auto _ : state) {
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < kZones; ++i) {
      const auto index = static_cast<std::uint16_t>(i);
      latest.Take(CameraIndex(index), TallyAt(i, step), step);
    }
    for (std::size_t i = 0; i < kZones; ++i) {
      const ZoneIndex zone(static_cast<std::uint16_t>(i));
      entries.push_back(EntryOf(releaser.Release(latest.At(zone, step), WindowAt(step))));
    }
    events += alarms.Take(situations.Take(WindowAt(step), entries)).size();
    ++step;
  }
  state.counters["events_per_tick"] =
      static_cast<double>(events) / static_cast<double>(std::max<std::uint64_t>(step, 1));
}
BENCHMARK(TalliesToAlarms)->Unit(benchmark::kMillisecond);

void SituationsToAlarms(benchmark::State& state) {
  const Site site = ThousandZones();
  Situations situations(FactsOf(site), site.groups);
  Alarms alarms = AlarmsOf(site, situations);
  std::uint64_t step = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < kZones; ++i) {
      const auto persons = static_cast<std::uint16_t>(TallyAt(i, step).patches[0].persons());
      entries.push_back({.zone = ZoneIndex(static_cast<std::uint16_t>(i)),
                         .window = WindowAt(step),
                         .count = WholeCount{.persons = persons, .low = persons, .high = persons},
                         .coverage_percent = 100,
                         .freshness = Freshness::kFresh});
    }
    const std::vector<Situation> at_place = situations.Take(WindowAt(step), entries);
    state.ResumeTiming();
    benchmark::DoNotOptimize(alarms.Take(at_place));
    ++step;
  }
}
BENCHMARK(SituationsToAlarms)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace throng
