// What an outbox costs a count that appends, and how fast it is emptied.
// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "counter/store/ledger.h"
#include "counter/store/unsent.h"
#include "counter/store/unsent_for_test.h"

namespace throng {
namespace {

// A tick of so many zones, with and without sending.
void Append(benchmark::State& state) {
  const auto zones = static_cast<int>(state.range(0));
  const LedgerFolder folder("unsent_bench");
  Result<Ledger> ledger = Ledger::OpenToWrite(folder.ledger(), SiteOfZones(zones));
  if (!ledger) return state.SkipWithError("no ledger");
  if (state.range(1) != 0 && !Unsent::Open(folder.ledger())) state.SkipWithError("no outbox");
  std::int64_t k = 0;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    const std::vector<Published> tick = Tick(zones, k++);
    state.ResumeTiming();
    if (!ledger->Append(tick)) state.SkipWithError("not appended");
  }
  state.SetItemsProcessed(state.iterations() * zones);
}
BENCHMARK(Append)
    ->ArgNames({"zones", "sending"})
    ->ArgsProduct({{10, 1000}, {0, 1}})
    ->Unit(benchmark::kMicrosecond);

// Batches of 2000 are read and settled while three others are on their way.
void ReadAndSettle(benchmark::State& state) {
  constexpr int kZones = 100;
  const LedgerFolder folder("unsent_bench");
  Result<Ledger> ledger = Ledger::OpenToWrite(folder.ledger(), SiteOfZones(kZones));
  Result<Unsent> unsent = Fault::kInternal;
  if (ledger) unsent = Unsent::Open(folder.ledger());
  if (!unsent) return state.SkipWithError("no outbox");
  std::int64_t k = 0;
  const auto fill = [&](std::int64_t windows) {
    const std::int64_t from = std::exchange(k, k + windows / kZones);
    return static_cast<bool>(ledger->Append(Ticks(kZones, from, k)));
  };
  if (!fill(8000) || !unsent->Zones()) return state.SkipWithError("not appended");
  Numbers under_way;
  const auto sent = unsent->Newest(6000, {}, kFuture);
  if (!sent) return state.SkipWithError("not read");
  for (const UnsentWindow& window : *sent) under_way.insert(window.number);
  for ([[maybe_unused]] auto _ : state) {
    const auto windows = unsent->Newest(2000, under_way, kFuture);
    if (!windows || !unsent->Settle(*windows, {}, {}, AtS(0))) state.SkipWithError("not settled");
    state.PauseTiming();
    if (!fill(2000)) state.SkipWithError("not appended");
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * 2000);
}
BENCHMARK(ReadAndSettle)->Unit(benchmark::kMillisecond);

// How long it takes to say how many wait.
void CountWaiting(benchmark::State& state) {
  constexpr int kZones = 100;
  const LedgerFolder folder("unsent_bench");
  Result<Ledger> ledger = Ledger::OpenToWrite(folder.ledger(), SiteOfZones(kZones));
  Result<Unsent> unsent = Fault::kInternal;
  if (ledger) unsent = Unsent::Open(folder.ledger());
  if (!unsent) return state.SkipWithError("no outbox");
  if (!ledger->Append(Ticks(kZones, 0, state.range(0) / kZones))) {
    return state.SkipWithError("not appended");
  }
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(unsent->Count());
}
BENCHMARK(CountWaiting)->Arg(10'000)->Arg(300'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace throng
