// What it costs to read, check and copy batches of a hundred windows, and to write them.
// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>
#include <throng/v1/ingest.pb.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "counter/base/check.h"
#include "counter/wire/ingest.h"
#include "counter/wire/messages_for_test.h"

namespace throng {
namespace {

constexpr std::size_t kWindows = 100;
constexpr std::size_t kZones = 10;

std::vector<Entry> Windows() {
  std::vector<Entry> windows(kWindows, SeenEntry());
  for (std::size_t i = 0; i < kWindows; ++i) {
    const Instant end = kNow + Duration(-static_cast<std::int64_t>(i / kZones) * 15 * kSecondNs);
    windows[i].zone = ZoneIndex(static_cast<std::uint16_t>(i % kZones));
    windows[i].window = {.start = end + Duration(-15 * kSecondNs), .end = end};
  }
  return windows;
}

void Count(benchmark::State& state, std::size_t bytes) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kWindows));
  state.counters["bytes_per_window"] = static_cast<double>(bytes) / kWindows;
}

void ReadCheckAndCopy(benchmark::State& state) {
  const std::string bytes = BatchMessage(1, Windows(), {}).SerializeAsString();
  for (auto _ : state) {
    v1::PushRequest message;
    COUNTER_CHECK(message.ParseFromString(bytes));
    const Result<EdgeBatch, Refusal> batch = BatchFrom(message, kZones, kNow);
    COUNTER_CHECK(batch && batch->windows.size() == kWindows);
  }
  Count(state, bytes.size());
}
BENCHMARK(ReadCheckAndCopy);

// The same without our part: what protobuf alone costs.
void ReadOnly(benchmark::State& state) {
  const std::string bytes = BatchMessage(1, Windows(), {}).SerializeAsString();
  for (auto _ : state) {
    v1::PushRequest message;
    COUNTER_CHECK(message.ParseFromString(bytes));
    benchmark::DoNotOptimize(message);
  }
  Count(state, bytes.size());
}
BENCHMARK(ReadOnly);

void CopyAndWrite(benchmark::State& state) {
  const std::vector<Entry> windows = Windows();
  std::size_t bytes = 0;
  for (auto _ : state) bytes = BatchMessage(1, windows, {}).SerializeAsString().size();
  Count(state, bytes);
}
BENCHMARK(CopyAndWrite);

}  // namespace
}  // namespace throng
