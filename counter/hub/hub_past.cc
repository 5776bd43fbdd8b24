// How long a hub takes to hand out history, to a reader with a connection of his own.
// SPDX-License-Identifier: Apache-2.0
//
//   hub_past [sqlite|postgres] ZONES SPANS SPAN_S TIMES
// Fills an archive with SPANS windows of SPAN_S seconds (60, 900) of each of ZONES zones, and asks
// for all of them, rolled up to that, so many times; and for those of one zone. Hub and reader are
// in one process.
#include <algorithm>
#include <cstdio>
#include <string>

#include "counter/base/check.h"
#include "counter/hub/hub_for_test.h"
#include "counter/hub/load_for_test.h"

namespace throng {
namespace {

using Steady = std::chrono::steady_clock;

void Fill(const ArchivePlace& place, std::size_t zones, std::int64_t spans, std::int64_t span_s) {
  const std::unique_ptr<Archive> archive = place.Open();
  const std::int64_t site = *archive->Enter(SiteWith("arena", zones));
  const std::int64_t at_once = std::max<std::int64_t>(1, 10'000 / static_cast<std::int64_t>(zones));
  for (std::int64_t span = 0; span < spans; span += at_once) {
    std::vector<Entry> windows;
    for (std::int64_t i = span; i < std::min(spans, span + at_once); ++i) {
      for (std::size_t zone = 0; zone < zones; ++zone) {
        const int persons = static_cast<int>((zone * 7 + static_cast<std::size_t>(i)) % 90);
        windows.push_back(
            Counted(static_cast<std::uint16_t>(zone), i * span_s, (i + 1) * span_s, persons));
      }
    }
    COUNTER_CHECK(Write(*archive, site, windows).written == windows.size());
  }
  MaintainAll(*archive, {}, At(spans * span_s + kDayS));
}

void Ask(const HubForTest& hub, Backend backend, const v1::QueryRequest& request, int times) {
  const auto stub = v1::History::NewStub(hub.Call());
  std::vector<double> took_ms;
  std::size_t rows = 0;
  const double before_mb = MegabytesOf("VmRSS:");
  double most_mb = 0;
  const double before_s = CpuSeconds(backend);
  for (int i = 0; i < times; ++i) {
    const Steady::time_point begin = Steady::now();
    grpc::ClientContext context;
    const auto stream = stub->Query(&context, request);
    v1::QueryReply reply;
    for (rows = 0; stream->Read(&reply);) rows += static_cast<std::size_t>(reply.rows_size());
    COUNTER_CHECK(stream->Finish().ok());
    took_ms.push_back(std::chrono::duration<double, std::milli>(Steady::now() - begin).count());
    most_mb = std::max(most_mb, MegabytesOf("VmRSS:"));
  }
  const double used_s = (CpuSeconds(backend) - before_s) / times;
  std::printf(
      "past %s: %zu rows: p50 %.0f ms, p95 %.0f ms, worst %.0f ms; %.0f ms of processor, "
      "reader included; %.1f MB more\n",
      NameOf(backend).c_str(), rows, Share(took_ms, 0.5), Share(took_ms, 0.95), Share(took_ms, 1),
      used_s * 1000, most_mb - before_mb);
}

int Main(Backend backend, std::size_t zones, std::int64_t spans, std::int64_t span_s, int times) {
  HubForTest hub(backend);
  hub.Stop();
  Fill(hub.place(), zones, spans, span_s);
  hub.LetAllIn();
  v1::QueryRequest request;
  request.set_site("arena");
  request.set_from_ns(At(0).utc_ns());
  request.set_until_ns(At(spans * span_s).utc_ns());
  request.set_resolution(span_s == 60 ? v1::RESOLUTION_MINUTE : v1::RESOLUTION_QUARTER_HOUR);
  Ask(hub, backend, request, times);
  request.add_zones("zone 0");
  Ask(hub, backend, request, times);
  return 0;
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) {
  if (argc != 6) {
    std::printf("see the head of counter/hub/hub_past.cc\n");
    return 2;
  }
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto backend =
      words[0] == "postgres" ? throng::Backend::kPostgres : throng::Backend::kSqlite;
  return throng::Main(backend, std::stoul(words[1]), std::stoll(words[2]), std::stoll(words[3]),
                      std::stoi(words[4]));
}
