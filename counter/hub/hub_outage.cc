// How long a hub and its edges take to catch up after a day without each other.
// SPDX-License-Identifier: Apache-2.0
//
//   hub_outage [sqlite|postgres] EDGES HOURS
// Each edge has a ledger with 10 zones and a window of 15 s of each, of so many hours; all begin to
// push at once. Hub and edges are in one process, each edge with a connection of its own.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "counter/hub/hub_for_test.h"
#include "counter/link/push.h"
#include "counter/store/ledger.h"
#include "counter/store/unsent_for_test.h"

namespace throng {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kZones = 10;
constexpr std::int64_t kTicksEachHour = 240;

struct Edges {
  std::vector<Site> sites;
  std::vector<std::filesystem::path> ledgers;
};

// Ledgers of one folder that nobody has been sent anything of.
Edges FillLedgers(const std::filesystem::path& folder, int count, std::int64_t ticks) {
  Edges edges;
  for (int i = 0; i < count; ++i) {
    edges.sites.push_back(SiteOfZones(kZones));
    edges.sites.back().name = "site " + std::to_string(i);
    edges.ledgers.push_back(folder / (std::to_string(i) + ".ledger"));
    Result<Ledger> ledger = Ledger::OpenToWrite(edges.ledgers.back(), edges.sites.back());
    COUNTER_CHECK(ledger && Unsent::Open(edges.ledgers.back()));
    constexpr std::int64_t kAtOnce = kTicksEachHour;
    for (std::int64_t k = 0; k < ticks; k += kAtOnce) {
      COUNTER_CHECK(ledger->Append(Ticks(kZones, k, std::min(ticks, k + kAtOnce))));
    }
  }
  return edges;
}

// Of how many sites the hub shows the newest window.
int UpToDate(v1::Live::Stub& live, Instant newest) {
  grpc::ClientContext context;
  v1::ListSitesReply reply;
  if (!live.ListSites(&context, {}, &reply).ok()) return 0;
  return static_cast<int>(std::ranges::count_if(reply.sites(), [&](const v1::SiteState& site) {
    return site.newest_ns() >= newest.utc_ns();
  }));
}

int Main(Backend backend, int count, std::int64_t ticks) {
  const LedgerFolder folder("hub_outage");
  const Edges edges = FillLedgers(folder.folder(), count, ticks);
  const auto each = static_cast<std::uint64_t>(kZones * ticks);
  HubForTest hub(backend);
  hub.LetAllIn();
  const std::unique_ptr<v1::Live::Stub> live = v1::Live::NewStub(hub.Call());
  const SystemClock clock;
  const Steady::time_point begin = Steady::now();
  const auto seconds = [begin] {
    return std::chrono::duration<double>(Steady::now() - begin).count();
  };
  std::vector<std::unique_ptr<EdgePush>> pushes;
  for (std::size_t i = 0; i < edges.sites.size(); ++i) {
    pushes.push_back(std::make_unique<EdgePush>(
        edges.sites[i], [&hub] { return hub.Call(); }, PushOptions{.ledger = edges.ledgers[i]},
        clock, [] { return 0.5; }));
  }
  while (UpToDate(*live, AtS(15 * ticks)) < count) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  const double newest_s = seconds();
  const auto has_sent_all = [&](const std::unique_ptr<EdgePush>& push) {
    return push->State().sent_windows >= each;
  };
  while (!std::ranges::all_of(pushes, has_sent_all)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  const double all_s = seconds();
  std::printf(
      "outage %s: %d edges of %d zones, %lld windows each: the newest of all after %.1f s, all "
      "after %.1f s, %.0f windows/s\n",
      NameOf(backend).c_str(), count, kZones, static_cast<long long>(each), newest_s, all_s,
      static_cast<double>(each) * count / all_s);
  return 0;
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) {
  if (argc != 4) {
    std::printf("see the head of counter/hub/hub_outage.cc\n");
    return 2;
  }
  const bool is_postgres = std::string(argv[1]) == "postgres";
  return throng::Main(is_postgres ? throng::Backend::kPostgres : throng::Backend::kSqlite,
                      std::stoi(argv[2]), throng::kTicksEachHour * std::stoll(argv[3]));
}
