// Whatever a ledger's bytes have become, the outbox gives what can be, or a fault.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "counter/base/check.h"
#include "counter/store/alarm_log.h"
#include "counter/store/ledger.h"
#include "counter/store/unsent.h"
#include "counter/store/unsent_for_test.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

// Of a ledger with some of everything, whole.
std::string Whole(const LedgerFolder& folder) {
  {
    Result<Ledger> ledger = Ledger::OpenToWrite(folder.ledger(), SiteOfZones(3));
    COUNTER_CHECK(ledger && ledger->Append(Tick(3, 0)));
    Result<Unsent> unsent = Unsent::Open(folder.ledger());
    COUNTER_CHECK(unsent && unsent->Zones());
    COUNTER_CHECK(static_cast<bool>(ledger->Append(Ticks(3, 1, 100))));
    Result<AlarmLog> log = AlarmLog::Open(folder.ledger());
    const std::vector<LoggedEvent> events{{.event = EventOf(1, 1), .ways = {}},
                                          {.event = EventOf(1, 2), .ways = {}}};
    COUNTER_CHECK(log && log->Append(events, {}, {}));
    const auto some = unsent->Newest(3, {}, kFuture);
    COUNTER_CHECK(some && unsent->Settle(*some, {}, std::vector<std::uint32_t>{0}, AtS(0)));
  }
  std::ifstream in(folder.ledger(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Reads, and settles some; whatever comes out can be.
void Use(const fs::path& file) {
  Result<Unsent> unsent = Unsent::Open(file);
  if (!unsent || !unsent->Zones()) return;
  for (int steps = 0; steps < 3; ++steps) {
    const Result<bool> more = unsent->MarkSome();
    if (!more || !*more) break;
  }
  const auto windows = unsent->Newest(1000, {}, kFuture);
  const auto events = unsent->Events(1000, {}, kFuture);
  if (windows) {
    for (const UnsentWindow& window : *windows) {
      const Entry& entry = window.entry;
      COUNTER_CHECK(entry.window.start < entry.window.end && entry.window.end <= kFuture);
      COUNTER_CHECK(entry.count.has_value() == (entry.freshness != Freshness::kBlind));
      COUNTER_CHECK(!entry.count || (entry.count->low <= entry.count->persons &&
                                     entry.count->persons <= entry.count->high));
      COUNTER_CHECK(entry.coverage_percent >= 0 && entry.coverage_percent <= 100);
    }
    const std::size_t half = windows->size() / 2;
    const Status settled = unsent->Settle(std::span(*windows).first(half), {}, {}, AtS(0));
    const Status refused = unsent->Refuse(std::span(*windows).subspan(half), {}, AtS(0));
    static_cast<void>(settled && refused);
  }
  if (events) {
    const Status refused = unsent->Refuse({}, *events, AtS(0));
    static_cast<void>(refused);
  }
  static_cast<void>(unsent->Count() && unsent->Refused() && unsent->Version());
}

}  // namespace
}  // namespace throng

// Groups of 4 bytes: where (a page and a place in it, so 3 bytes), and what comes there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const throng::LedgerFolder folder("unsent_fuzz");
  static const std::string whole = throng::Whole(folder);
  std::string damaged = whole;
  for (std::size_t i = 0; i + 4 <= size && i < 4096; i += 4) {
    const std::size_t page = data[i] % (whole.size() / 4096);
    const std::size_t place = (data[i + 1] * 256U + data[i + 2]) % 4096;
    damaged[page * 4096 + place] = static_cast<char>(data[i + 3]);
  }
  for (const char* log : {"-wal", "-shm"}) throng::fs::remove(folder.ledger().string() + log);
  std::ofstream(folder.ledger(), std::ios::binary | std::ios::trunc) << damaged;
  throng::Use(folder.ledger());
  return 0;
}
