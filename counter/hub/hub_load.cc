// A hub under load: windows a second, time until they are durable, time until watchers have them.
// SPDX-License-Identifier: Apache-2.0
//
//   hub_load push  [sqlite|postgres] EDGES BATCH WINDOWS_PER_S SECONDS   0 windows/s: all that goes
//   hub_load watch [sqlite|postgres] READERS ZONES TICKS TICK_MS
//   hub_load idle  [sqlite|postgres] EDGES
// Hub and callers are in one process, each caller with a connection of its own over a socket; but
// idle edges are in a process of their own, so that what is measured is the hub's.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "counter/base/check.h"
#include "counter/hub/hub_for_test.h"
#include "counter/hub/load_for_test.h"
#include "counter/wire/ingest.h"

namespace throng {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::duration;

constexpr std::size_t kZones = 10;
constexpr int kInFlight = 4;

double Milliseconds(Steady::duration time) { return duration<double, std::milli>(time).count(); }

struct Tally {
  std::mutex mutex;
  std::vector<double> answered_ms;
  std::atomic<std::uint64_t> windows = 0;
  std::atomic<int> open = 0;
};

// Sends batches, a few at a time, by gRPC's own threads.
class LoadEdge final : public grpc::ClientBidiReactor<v1::PushRequest, v1::PushReply> {
 public:
  LoadEdge(const std::shared_ptr<grpc::Channel>& channel, int number, std::size_t batch,
           Steady::duration every, Tally& tally)
      : stub_(v1::Ingest::NewStub(channel)),
        batch_(batch),
        every_(every),
        tally_(tally),
        site_(SiteWith("site " + std::to_string(number), kZones)) {
    request_ = HelloMessage(site_, SystemClock().Now());
    stub_->async()->Push(&context_, this);
    AddHold();
    StartWrite(&request_);
    StartRead(&reply_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    {
      const std::scoped_lock lock(mutex_);
      if (reply_.has_welcome()) {
        is_welcome_ = true;
        ++tally_.open;
      } else {
        const Steady::time_point due = sent_.front();
        sent_.pop_front();
        tally_.windows += reply_.done().written();
        const std::scoped_lock tally(tally_.mutex);
        tally_.answered_ms.push_back(Milliseconds(Steady::now() - due));
      }
      SendLocked();
    }
    StartRead(&reply_);
  }

  void OnWriteDone(bool /*ok*/) override {
    const std::scoped_lock lock(mutex_);
    is_writing_ = false;
    SendLocked();
  }

  void OnDone(const grpc::Status& status) override {
    const std::scoped_lock lock(mutex_);
    if (status.error_code() != grpc::StatusCode::CANCELLED) {
      std::printf("an edge ended: %s\n", status.error_message().c_str());
    }
    is_done_ = true;
    done_.notify_all();
  }

  // A batch is due; with a pace it is sent when there is room.
  void Due() {
    const std::scoped_lock lock(mutex_);
    due_.push_back(Steady::now());
    SendLocked();
  }

  void Begin() {
    const std::scoped_lock lock(mutex_);
    may_send_ = true;
    SendLocked();
  }

  void Stop() {
    context_.TryCancel();
    RemoveHold();
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return is_done_; });
  }

 private:
  void SendLocked() {
    const bool is_paced = every_ > Steady::duration::zero();
    if (!is_welcome_ || !may_send_ || is_writing_ || sent_.size() >= kInFlight) return;
    if (is_paced && due_.empty()) return;
    sent_.push_back(is_paced ? due_.front() : Steady::now());
    if (is_paced) due_.pop_front();
    std::vector<Entry> windows;
    while (windows.size() < batch_) {
      const std::vector<Entry> tick = TickOf(kZones, from_, tick_++, 7);
      windows.insert(windows.end(), tick.begin(), tick.end());
    }
    windows.erase(windows.begin() + static_cast<std::ptrdiff_t>(batch_), windows.end());
    request_ = BatchMessage(++number_, windows, {});
    is_writing_ = true;
    StartWrite(&request_);
  }

  grpc::ClientContext context_;
  std::unique_ptr<v1::Ingest::Stub> stub_;
  std::size_t batch_;
  Steady::duration every_;
  Tally& tally_;
  SiteFacts site_;
  // With a pace, as if live; else what waited for long, which is rolled up meanwhile.
  Instant from_ = SystemClock().Now() +
                  -Duration(std::chrono::hours(every_ > Steady::duration::zero() ? 0 : 24 * 300));
  std::mutex mutex_;
  std::condition_variable done_;
  v1::PushRequest request_;
  v1::PushReply reply_;
  std::deque<Steady::time_point> due_;
  std::deque<Steady::time_point> sent_;
  std::int64_t tick_ = 0;
  std::uint64_t number_ = 0;
  bool is_welcome_ = false;
  bool may_send_ = false;
  bool is_writing_ = true;
  bool is_done_ = false;
};

void Push(Backend backend, int edges, std::size_t batch, double rate, double seconds) {
  HubForTest hub(backend);
  hub.LetAllIn();
  Tally tally;
  const double every_s = rate > 0 ? static_cast<double>(batch) * edges / rate : 0;
  const auto every = std::chrono::duration_cast<Steady::duration>(duration<double>(every_s));
  const double before_mb = MegabytesOf("VmRSS:");
  std::vector<std::unique_ptr<LoadEdge>> all;
  for (int i = 0; i < edges; ++i) {
    all.push_back(std::make_unique<LoadEdge>(hub.Call(), i, batch, every, tally));
  }
  while (tally.open < edges) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const double edge_kb = 1024 * (MegabytesOf("VmRSS:") - before_mb) / edges;
  const double cpu = CpuSeconds(backend);
  const Steady::time_point begin = Steady::now();
  for (const auto& edge : all) edge->Begin();
  const auto end = begin + std::chrono::duration_cast<Steady::duration>(duration<double>(seconds));
  if (rate > 0) {
    const auto step = every / edges;
    std::size_t next = 0;
    for (auto at = begin; at < end; at += step) {
      std::this_thread::sleep_until(at);
      all[next++ % all.size()]->Due();
    }
  } else {
    std::this_thread::sleep_until(end);
  }
  const double took = duration<double>(Steady::now() - begin).count();
  const std::uint64_t windows = tally.windows;
  const double used = CpuSeconds(backend) - cpu;
  for (const auto& edge : all) edge->Stop();
  std::vector<double> times = tally.answered_ms;
  std::printf(
      "push %s: %d edges, batches of %zu: %.0f windows/s; answers p50 %.1f ms, p99 %.1f ms, worst "
      "%.1f ms; %.0f us of processor for 1000 windows, callers included; %.0f kB for both ends of "
      "an idle edge\n",
      NameOf(backend).c_str(), edges, batch, static_cast<double>(windows) / took, Share(times, 0.5),
      Share(times, 0.99), Share(times, 1), used * 1e9 / static_cast<double>(windows), edge_kb);
}

// Opens so many edges to the hub whose address comes by `told`, says so, and holds them until it
// ends.
[[noreturn]] void HoldEdges(int edges, int told, int answers) {
  std::array<char, 256> address{};
  COUNTER_CHECK(::read(told, address.data(), address.size() - 1) > 0);
  Tally tally;
  std::vector<std::unique_ptr<LoadEdge>> all;
  for (int i = 0; i < edges; ++i) {
    all.push_back(
        std::make_unique<LoadEdge>(CallAt(address.data()), i, 10, Steady::duration::zero(), tally));
  }
  while (tally.open < edges) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  COUNTER_CHECK(::write(answers, "!", 1) == 1);
  std::array<char, 1> end{};
  ::_exit(::read(told, end.data(), 1) == 0 ? 0 : 1);
}

void Idle(Backend backend, int edges) {
  std::array<int, 2> tells{};
  std::array<int, 2> answers{};
  COUNTER_CHECK(::pipe(tells.data()) == 0 && ::pipe(answers.data()) == 0);
  const pid_t child = ::fork();  // before anything of gRPC's is there
  if (child == 0) {
    ::close(tells[1]);
    HoldEdges(edges, tells[0], answers[1]);
  }
  ::close(tells[0]);
  HubForTest hub(backend);
  hub.LetAllIn();
  const std::string& address = hub.options().listen;
  const double before_mb = MegabytesOf("VmRSS:");
  COUNTER_CHECK(::write(tells[1], address.data(), address.size()) > 0);
  std::array<char, 1> open{};
  COUNTER_CHECK(::read(answers[0], open.data(), 1) == 1);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  const double after_mb = MegabytesOf("VmRSS:");
  std::printf("idle %s: %d edges: %.0f kB of the hub's memory for each\n", NameOf(backend).c_str(),
              edges, 1024 * (after_mb - before_mb) / edges);
  ::close(tells[1]);
}

// Reads all that comes, and notes when.
class LoadWatcher final : public grpc::ClientReadReactor<v1::WatchReply> {
 public:
  LoadWatcher(const std::shared_ptr<grpc::Channel>& channel, std::atomic<int>& open,
              const std::atomic<std::int64_t>& pushed_ns)
      : stub_(v1::Live::NewStub(channel)), open_(open), pushed_ns_(pushed_ns) {
    stub_->async()->Watch(&context_, &request_, this);
    AddHold();
    StartRead(&reply_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (is_first_) {
      is_first_ = false;
      ++open_;
    } else {
      const std::int64_t now = Steady::now().time_since_epoch().count();
      times_ms_.push_back(static_cast<double>(now - pushed_ns_) / 1e6);
      missed_ += reply_.missed();
    }
    StartRead(&reply_);
  }

  void OnDone(const grpc::Status& /*status*/) override {
    const std::scoped_lock lock(mutex_);
    is_done_ = true;
    done_.notify_all();
  }

  void Stop() {
    context_.TryCancel();
    RemoveHold();
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return is_done_; });
  }
  const std::vector<double>& times_ms() const { return times_ms_; }
  std::uint64_t missed() const { return missed_; }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<v1::Live::Stub> stub_;
  v1::WatchRequest request_;
  v1::WatchReply reply_;
  std::atomic<int>& open_;
  const std::atomic<std::int64_t>& pushed_ns_;
  std::vector<double> times_ms_;
  std::uint64_t missed_ = 0;
  bool is_first_ = true;
  std::mutex mutex_;
  std::condition_variable done_;
  bool is_done_ = false;
};

void Watch(Backend backend, int readers, std::size_t zones, int ticks, int tick_ms) {
  HubForTest hub(backend);
  hub.LetAllIn();
  EdgeForTest edge(hub.Call());
  if (!edge.SayHello(SiteWith("arena", zones), SystemClock().Now())) return;
  std::atomic<int> open = 0;
  std::atomic<std::int64_t> pushed_ns = 0;
  const double before_mb = MegabytesOf("VmRSS:");
  std::vector<std::unique_ptr<LoadWatcher>> all;
  for (int i = 0; i < readers; ++i) {
    all.push_back(std::make_unique<LoadWatcher>(hub.Call(), open, pushed_ns));
  }
  while (open < readers) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const double reader_kb = 1024 * (MegabytesOf("VmRSS:") - before_mb) / readers;
  const double cpu = CpuSeconds(backend);
  const Instant from = LongEnoughAgo();
  for (int k = 0; k < ticks; ++k) {
    const Steady::time_point next = Steady::now() + std::chrono::milliseconds(tick_ms);
    pushed_ns = Steady::now().time_since_epoch().count();
    edge.Push(TickOf(zones, from, k, 7));
    std::this_thread::sleep_until(next);
  }
  const double used = CpuSeconds(backend) - cpu;
  std::vector<double> times;
  std::uint64_t missed = 0;
  for (const auto& watcher : all) {
    watcher->Stop();
    times.insert(times.end(), watcher->times_ms().begin(), watcher->times_ms().end());
    missed += watcher->missed();
  }
  std::printf(
      "watch %s: %d readers of %zu zones, %d ticks of %d ms: %zu delivered, %llu missed; from push "
      "to reader p50 %.1f ms, p99 %.1f ms, worst %.1f ms; %.0f ms of processor for a tick, callers "
      "included; %.0f kB for both ends of a reader\n",
      NameOf(backend).c_str(), readers, zones, ticks, tick_ms, times.size(),
      static_cast<unsigned long long>(missed), Share(times, 0.5), Share(times, 0.99),
      Share(times, 1), used * 1e3 / ticks, reader_kb);
}

int Main(const std::vector<std::string>& words) {
  const std::string what = words.empty() ? "" : words[0];
  const bool is_idle = what == "idle";
  if (words.size() != (is_idle ? 3 : 6) || (!is_idle && what != "push" && what != "watch")) {
    std::printf("see the head of counter/hub/hub_load.cc\n");
    return 2;
  }
  const Backend backend = words[1] == "postgres" ? Backend::kPostgres : Backend::kSqlite;
  if (is_idle) {
    Idle(backend, std::stoi(words[2]));
  } else if (what == "push") {
    Push(backend, std::stoi(words[2]), std::stoul(words[3]), std::stod(words[4]),
         std::stod(words[5]));
  } else {
    Watch(backend, std::stoi(words[2]), std::stoul(words[3]), std::stoi(words[4]),
          std::stoi(words[5]));
  }
  return 0;
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) { return throng::Main({argv + 1, argv + argc}); }
