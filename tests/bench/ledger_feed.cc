// Appends counts to a ledger as a count would, tick by tick, so that an edge has what to send.
// SPDX-License-Identifier: Apache-2.0
//
//   ledger_feed SITE LEDGER TICK_S [TICKS_BEFORE]
//
// First TICKS_BEFORE ticks that end now, then one each TICK_S seconds, until it is killed. Persons
// follow from zone and time alone, so that one which is killed and started again goes on where it
// was.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <vector>

#include "counter/release/releaser.h"
#include "counter/site/load.h"
#include "counter/store/ledger.h"

namespace throng {
namespace {

std::vector<Published> Tick(const Site& site, std::int64_t number, Duration length) {
  const Releaser releaser(Policy::kInternal);
  const Instant start(number * length.count());
  std::vector<Published> windows;
  for (std::size_t zone = 0; zone < site.zones.size(); ++zone) {
    const auto persons = static_cast<double>((number + 7 * static_cast<std::int64_t>(zone)) % 90);
    windows.push_back(releaser.Release({.zone = ZoneIndex(static_cast<std::uint16_t>(zone)),
                                        .estimate = Estimate(Persons(persons), Persons(3)),
                                        .coverage = 1,
                                        .freshness = Freshness::kFresh},
                                       {start, start + length}));
  }
  return windows;
}

int Feed(const char* site_file, const char* ledger_file, double tick_s, std::int64_t before) {
  std::vector<Complaint> complaints;
  const Result<Site> site = LoadSite(site_file, complaints);
  if (!site) {
    fmt::print(stderr, "{}: {}\n", site_file, Describe(site.error()));
    return 2;
  }
  Result<Ledger> ledger = Ledger::OpenToWrite(ledger_file, *site);
  if (!ledger) {
    fmt::print(stderr, "{}: {}\n", ledger_file, Describe(ledger.error()));
    return 3;
  }
  const auto length = Duration(static_cast<std::int64_t>(tick_s * 1e9));
  SystemClock clock;
  std::vector<Published> windows;
  std::int64_t next = clock.Now().utc_ns() / length.count();
  for (std::int64_t number = next - before; number < next; ++number) {
    for (const Published& window : Tick(*site, number, length)) windows.push_back(window);
  }
  while (true) {
    const Result<Appended> appended = ledger->Append(windows);
    if (!appended) {
      fmt::print(stderr, "{}: {}\n", ledger_file, Describe(appended.error()));
      return 4;
    }
    const Duration wait = Instant((next + 1) * length.count()) - clock.Now();
    std::this_thread::sleep_for(std::max(wait, Duration(0)));
    windows = Tick(*site, next++, length);
  }
}

}  // namespace
}  // namespace throng

int main(int count, char** words) {
  if (count < 4 || std::atof(words[3]) <= 0) {
    fmt::print(stderr, "ledger_feed SITE LEDGER TICK_S [TICKS_BEFORE]\n");
    return 1;
  }
  return throng::Feed(words[1], words[2], std::atof(words[3]),
                      count > 4 ? std::atoll(words[4]) : 0);
}
