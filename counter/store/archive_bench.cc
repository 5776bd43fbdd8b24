// Windows written each second, and how long a zone's year and a thousand zones' day take to read.
// SPDX-License-Identifier: Apache-2.0
//
// THRONG_BULK=1 fills archives as a year and a day of real sites would; without, they are small.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "counter/store/archives_for_test.h"

namespace throng {
namespace {

using Steady = std::chrono::steady_clock;

bool IsBulk() { return std::getenv("THRONG_BULK") != nullptr; }

double MsSince(Steady::time_point begin) {
  return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

double Percentile(std::vector<double>& times, double share) {
  std::ranges::sort(times);
  return times.at(static_cast<std::size_t>(share * static_cast<double>(times.size() - 1)));
}

// kB of this process that the kernel says under `key`.
double KilobytesOf(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double kilobytes = 0;
    if (word == key && status >> kilobytes) return kilobytes;
  }
  return 0;
}

bool IsMissing(benchmark::State& state, Backend backend) {
  if (backend != Backend::kPostgres) return false;
  const auto why = TestPostgres::WhyNot();
  if (why) state.SkipWithError(why->c_str());
  return why.has_value();
}

// Of the server, where there is one.
double ServerCpuSeconds(Backend backend) {
  return backend == Backend::kPostgres ? SharedPostgres().CpuSeconds() : 0;
}

std::vector<Entry> Tick(std::size_t zones, std::int64_t from_s, std::int64_t length_s) {
  std::vector<Entry> windows;
  windows.reserve(zones);
  for (std::size_t zone = 0; zone < zones; ++zone) {
    const auto persons = static_cast<int>((zone * 7 + static_cast<std::size_t>(from_s / 15)) % 90);
    windows.push_back(
        Counted(static_cast<std::uint16_t>(zone), from_s, from_s + length_s, persons));
  }
  return windows;
}

// Groups of batches of 10 windows (10 zones, 15 s) of 100 edges, one or more batches of each edge.
void WriteGroups(benchmark::State& state, Backend backend, std::int64_t of_each) {
  if (IsMissing(state, backend)) return;
  constexpr std::size_t kEdges = 100;
  const ArchivePlace place(backend);
  const std::unique_ptr<Archive> archive = place.Open();
  std::vector<std::int64_t> sites;
  for (std::size_t i = 0; i < kEdges; ++i) {
    sites.push_back(*archive->Enter(SiteWith("edge " + std::to_string(i), 10)));
  }
  std::int64_t tick = 0;
  std::int64_t written = 0;
  std::vector<double> times;
  const double before_s = ServerCpuSeconds(backend);
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    std::vector<std::vector<Entry>> windows;
    std::vector<SiteBatch> batches;
    for (std::int64_t i = 0; i < of_each; ++i) windows.push_back(Tick(10, 15 * tick++, 15));
    for (const std::int64_t site : sites) {
      for (const std::vector<Entry>& batch : windows) {
        batches.push_back({.site = site, .windows = batch, .events = {}});
      }
    }
    state.ResumeTiming();
    const auto begin = Steady::now();
    const auto done = archive->Write(batches);
    times.push_back(MsSince(begin));
    if (!done) {
      state.SkipWithError("a group was not written");
      break;
    }
    for (const BatchWritten& batch : *done) written += batch.written;
  }
  state.SetItemsProcessed(written);
  state.counters["server_cpu_ms"] = benchmark::Counter(
      1000 * (ServerCpuSeconds(backend) - before_s), benchmark::Counter::kAvgIterations);
  state.counters["p50_ms"] = Percentile(times, 0.5);
  state.counters["p99_ms"] = Percentile(times, 0.99);
}

void MaintainToEnd(Archive& archive, std::vector<double>& steps) {
  for (bool more = true; more;) {
    const auto begin = Steady::now();
    const Result<bool> step = archive.Maintain({}, At(4000 * kDayS));
    more = step && *step;
    steps.push_back(MsSince(begin));
  }
}

void Fill(Archive& archive, std::int64_t site, std::size_t zones, std::int64_t ticks,
          std::int64_t length_s) {
  const std::int64_t at_once = std::max<std::int64_t>(1, 10'000 / static_cast<std::int64_t>(zones));
  for (std::int64_t tick = 0; tick < ticks; tick += at_once) {
    std::vector<Entry> windows;
    for (std::int64_t i = tick; i < std::min(ticks, tick + at_once); ++i) {
      const std::vector<Entry> some = Tick(zones, i * length_s, length_s);
      windows.insert(windows.end(), some.begin(), some.end());
    }
    Write(archive, site, windows);
  }
}

// Reads what `query` asks for; the state's times are those of whole reads.
void Read(benchmark::State& state, Backend backend, Archive& archive, const HistoryQuery& query) {
  std::vector<double> times;
  std::int64_t rows = 0;
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew
  const double before_kb = KilobytesOf("VmRSS:");
  const double before_s = ServerCpuSeconds(backend);
  for ([[maybe_unused]] auto _ : state) {
    const auto begin = Steady::now();
    rows = 0;
    const Status read = archive.ForEach(query, [&rows](const HistoryRow& row) {
      benchmark::DoNotOptimize(row.counted_s);
      ++rows;
      return true;
    });
    if (!read) state.SkipWithError("it could not be read");
    times.push_back(MsSince(begin));
  }
  state.counters["server_cpu_ms"] = benchmark::Counter(
      1000 * (ServerCpuSeconds(backend) - before_s), benchmark::Counter::kAvgIterations);
  state.counters["rows"] = static_cast<double>(rows);
  state.counters["p50_ms"] = Percentile(times, 0.5);
  state.counters["p95_ms"] = Percentile(times, 0.95);
  state.counters["grown_mb"] = (KilobytesOf("VmHWM:") - before_kb) / 1024;
}

// A site of 10 zones that releases quarters of an hour; one of them at 15 minutes.
void ZoneYear(benchmark::State& state, Backend backend) {
  if (IsMissing(state, backend)) return;
  const ArchivePlace place(backend);
  const std::unique_ptr<Archive> archive = place.Open();
  const std::int64_t site = *archive->Enter(SiteWith("arena", 10));
  const std::int64_t days = IsBulk() ? 365 : 2;
  Fill(*archive, site, 10, days * 96, 900);
  std::vector<double> steps;
  MaintainToEnd(*archive, steps);
  Read(state, backend, *archive,
       {.site = site,
        .zones = {4},
        .from = At(0),
        .until = At(days * kDayS),
        .resolution = Resolution::kQuarterHour});
  state.counters["step_p95_ms"] = Percentile(steps, 0.95);
}

// All zones of a large site at a minute.
void SiteDay(benchmark::State& state, Backend backend) {
  if (IsMissing(state, backend)) return;
  const ArchivePlace place(backend);
  const std::unique_ptr<Archive> archive = place.Open();
  const std::size_t zones = IsBulk() ? 1000 : 20;
  const std::int64_t site = *archive->Enter(SiteWith("airport", zones));
  Fill(*archive, site, zones, IsBulk() ? 1440 : 30, 60);
  std::vector<double> steps;
  MaintainToEnd(*archive, steps);
  Read(state, backend, *archive,
       {.site = site,
        .zones = {},
        .from = At(0),
        .until = At(kDayS),
        .resolution = Resolution::kMinute});
  state.counters["step_p95_ms"] = Percentile(steps, 0.95);
}

BENCHMARK_CAPTURE(WriteGroups, sqlite_live, Backend::kSqlite, 1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(WriteGroups, sqlite_catching_up, Backend::kSqlite, 10)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(WriteGroups, postgres_live, Backend::kPostgres, 1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(WriteGroups, postgres_catching_up, Backend::kPostgres, 10)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
// So many times, since an archive is filled each time that the library asks for more.
BENCHMARK_CAPTURE(ZoneYear, sqlite, Backend::kSqlite)
    ->Iterations(20)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ZoneYear, postgres, Backend::kPostgres)
    ->Iterations(20)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(SiteDay, sqlite, Backend::kSqlite)
    ->Iterations(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(SiteDay, postgres, Backend::kPostgres)
    ->Iterations(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace throng
