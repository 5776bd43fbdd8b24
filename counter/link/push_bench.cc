// How long an edge takes to catch up after a day without its hub; the hub's end is in the figures.
// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <thread>

#include "counter/link/channel.h"
#include "counter/link/credentials.h"
#include "counter/link/push.h"
#include "counter/link/scripted_hub_for_test.h"
#include "counter/store/ledger.h"
#include "counter/store/unsent_for_test.h"

namespace throng {
namespace {

constexpr int kZones = 10;

// So many windows of 10 zones.
void CatchUp(benchmark::State& state) {
  const SystemClock clock;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    {
      const LedgerFolder folder("push_bench");
      ScriptedHub hub(folder.folder());
      Result<Ledger> ledger = Ledger::OpenToWrite(folder.ledger(), SiteOfZones(kZones));
      if (!ledger || !Unsent::Open(folder.ledger()) ||
          !ledger->Append(Ticks(kZones, 0, state.range(0) / kZones))) {
        return state.SkipWithError("no ledger");
      }
      state.ResumeTiming();
      const EdgePush push(SiteOfZones(kZones), EdgeDial(hub.address(), std::nullopt),
                          {.ledger = folder.ledger()}, clock, [] { return 0.5; });
      while (hub.Windows() < static_cast<std::size_t>(state.range(0))) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      state.PauseTiming();
    }
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(CatchUp)->Arg(10'000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(CatchUp)->Arg(57'600)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

}  // namespace
}  // namespace throng
