// Thousands of readers that take nothing: what they cost a hub, and those who do take.
// SPDX-License-Identifier: Apache-2.0
//
//   hub_slow [sqlite|postgres] READERS ZONES TICKS
// The readers are in a process of their own, 200 on a connection; each leaves out one zone, so that
// hub has a message of its own for each of as many kinds of readers as there are zones.
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>
#include <thread>

#include "counter/base/check.h"
#include "counter/hub/hub_for_test.h"
#include "counter/hub/load_for_test.h"

namespace throng {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kOfConnection = 200;

double MillisecondsSince(Steady::time_point begin) {
  return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

// Asks, and takes nothing of what it is told.
class SlowReader final : public grpc::ClientReadReactor<v1::WatchReply> {
 public:
  SlowReader(const std::shared_ptr<grpc::Channel>& channel, std::size_t zones, std::size_t left_out)
      : stub_(v1::Live::NewStub(channel)) {
    for (std::size_t zone = 0; zone < zones; ++zone) {
      if (zone != left_out) request_.add_places("zone " + std::to_string(zone));
    }
    stub_->async()->Watch(&context_, &request_, this);
    AddHold();
    StartCall();
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<v1::Live::Stub> stub_;
  v1::WatchRequest request_;
};

// Asks the hub whose address comes by `told` so many times, says so, and waits for the end of
// `told`.
[[noreturn]] void HoldReaders(std::size_t readers, std::size_t zones, int told, int answers) {
  std::array<char, 256> address{};
  COUNTER_CHECK(::read(told, address.data(), address.size() - 1) > 0);
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  std::vector<std::unique_ptr<SlowReader>> all;
  for (std::size_t i = 0; i < readers; ++i) {
    if (i % kOfConnection == 0) channels.push_back(CallAt(address.data(), true));
    all.push_back(std::make_unique<SlowReader>(channels.back(), zones, i % zones));
  }
  COUNTER_CHECK(::write(answers, "!", 1) == 1);
  std::array<char, 1> end{};
  ::_exit(::read(told, end.data(), 1) == 0 ? 0 : 1);
}

// How many readers the hub has, once that has not changed for five seconds.
std::size_t ReadersThatStay(const Hub& hub) {
  std::size_t before = 0;
  for (int still = 0; still < 5; ++still) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    const std::size_t now = hub.State().watchers;
    if (now != before) still = 0;
    before = now;
  }
  return before;
}

int Main(Backend backend, std::size_t readers, std::size_t zones, int ticks) {
  std::array<int, 2> tells{};
  std::array<int, 2> answers{};
  COUNTER_CHECK(::pipe(tells.data()) == 0 && ::pipe(answers.data()) == 0);
  if (::fork() == 0) {  // before anything of gRPC's is there
    ::close(tells[1]);
    HoldReaders(readers, zones, tells[0], answers[1]);
  }
  ::close(tells[0]);
  HubForTest hub(backend);
  hub.LetAllIn();
  EdgeForTest edge(hub.Call());
  COUNTER_CHECK(edge.SayHello(SiteWith("arena", zones), SystemClock().Now()));
  WatcherForTest brisk(hub.Call(), {});
  COUNTER_CHECK(brisk.Read().has_value());
  const double before_mb = MegabytesOf("VmRSS:");
  const std::string& address = hub.options().listen;
  COUNTER_CHECK(::write(tells[1], address.data(), address.size()) > 0);
  std::array<char, 1> open{};
  COUNTER_CHECK(::read(answers[0], open.data(), 1) == 1);
  const std::size_t there = ReadersThatStay(hub.hub()) - 1;
  const double open_mb = MegabytesOf("VmRSS:");
  const Instant from = LongEnoughAgo();
  std::vector<double> answered_ms;
  std::vector<double> told_ms;
  std::uint64_t missed = 0;
  double half_way_mb = 0;
  for (int k = 0; k < ticks; ++k) {
    const Steady::time_point begin = Steady::now();
    COUNTER_CHECK(edge.Push(TickOf(zones, from, k, 7)).has_value());
    answered_ms.push_back(MillisecondsSince(begin));
    const auto news = brisk.Read();
    COUNTER_CHECK(news.has_value());
    missed += news->missed();
    told_ms.push_back(MillisecondsSince(begin));
    if (k == ticks / 2) half_way_mb = MegabytesOf("VmRSS:");
  }
  std::printf(
      "slow %s: %zu readers asked, %zu were let in and took nothing; %d ticks of %zu zones: "
      "answered after %.0f ms at worst, one who takes has it after %.0f ms at worst and missed "
      "%llu; the hub has %.0f MB before, %.0f with all readers, %.0f after half of the ticks, %.0f "
      "after all, %.0f at most\n",
      NameOf(backend).c_str(), readers, there, ticks, zones, Share(answered_ms, 1),
      Share(told_ms, 1), static_cast<unsigned long long>(missed), before_mb, open_mb, half_way_mb,
      MegabytesOf("VmRSS:"), MegabytesOf("VmHWM:"));
  ::close(tells[1]);
  brisk.Cancel();
  return 0;
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) {
  if (argc != 5) {
    std::printf("see the head of counter/hub/hub_slow.cc\n");
    return 2;
  }
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto backend =
      words[0] == "postgres" ? throng::Backend::kPostgres : throng::Backend::kSqlite;
  return throng::Main(backend, std::stoul(words[1]), std::stoul(words[2]), std::stoi(words[3]));
}
