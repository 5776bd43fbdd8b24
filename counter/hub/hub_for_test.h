// A hub over a unix socket in a temporary folder, and edges and readers that call it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <grpcpp/grpcpp.h>
#include <throng/v1/ingest.grpc.pb.h>
#include <throng/v1/query.grpc.pb.h>
#include <throng/v1/watch.grpc.pb.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "counter/hub/hub.h"
#include "counter/store/archives_for_test.h"

namespace throng {

// Waits until `holds`, at most ten seconds.
bool Eventually(const std::function<bool()>& holds);

// A caller without TLS, as of a certificate that names `identity`.
Gate::CallerOf Everybody(const Identity& identity);
Gate::CallerOf ThisMachine();
// Whom the metadata "test-caller" names by its URI; "this machine" without it, nobody if it is
// empty.
Gate::CallerOf ByMetadata();

// The machine's clock, put ahead at will, also while others read it.
class AheadClock final : public Clock {
 public:
  Instant Now() const override { return machine_.Now() + ahead_.load(); }
  Duration Steady() const override { return machine_.Steady() + ahead_.load(); }
  void SleepUntil(Duration steady) override { machine_.SleepUntil(steady - ahead_.load()); }
  void Skip(Duration by) { ahead_ = ahead_.load() + by; }

 private:
  SystemClock machine_;
  std::atomic<Duration> ahead_ = Duration::zero();
};

// A connection of its own. A narrow one holds 64 kB that its caller does not take, and no more.
std::shared_ptr<grpc::Channel> CallAt(const std::string& address, bool narrow = false);

// Serves an archive in `place`; stopped and started again at will.
class HubForTest {
 public:
  explicit HubForTest(Backend backend = Backend::kSqlite, Gate::CallerOf callers = ThisMachine());
  ~HubForTest();

  void Start();
  void Stop() { hub_.reset(); }
  Hub& hub() { return *hub_; }
  const ArchivePlace& place() const { return place_; }
  HubOptions& options() { return options_; }  // of the next Start
  AheadClock& clock() { return clock_; }
  Trail& trail() { return *trail_; }
  std::filesystem::path trail_file() const { return folder_ / "trail"; }

  std::shared_ptr<grpc::Channel> Call(bool narrow = false) const {
    return CallAt(options_.listen, narrow);
  }
  // Starts again, and lets callers of this machine call as often as they like.
  void LetAllIn();

 private:
  std::filesystem::path folder_;
  AheadClock clock_;
  ArchivePlace place_;
  std::unique_ptr<Trail> trail_;
  HubOptions options_;
  std::unique_ptr<Hub> hub_;
};

// The end of an edge, call by call.
class EdgeForTest {
 public:
  explicit EdgeForTest(const std::shared_ptr<grpc::Channel>& channel,
                       const std::optional<std::string>& caller = std::nullopt);

  bool Send(const v1::PushRequest& request);
  // Nothing if the stream has ended.
  std::optional<v1::PushReply> Read();
  // Sends a hello, and waits for its welcome.
  bool SayHello(const SiteFacts& site, Instant now,
                std::optional<std::int64_t> ledger = std::nullopt);
  // Sends a batch, and waits for its answer.
  std::optional<v1::BatchDone> Push(const std::vector<Entry>& windows,
                                    const std::vector<AlarmEvent>& events = {});
  // No more comes from it; how the stream ended.
  grpc::Status End();
  void Cancel() { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<v1::Ingest::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::PushRequest, v1::PushReply>> stream_;
  std::uint64_t number_ = 0;
};

// A reader that watches.
class WatcherForTest {
 public:
  WatcherForTest(const std::shared_ptr<grpc::Channel>& channel, const v1::WatchRequest& request);
  std::optional<v1::WatchReply> Read();
  grpc::Status End();  // of one that was refused or ended
  grpc::Status Cancel();

 private:
  grpc::ClientContext context_;
  std::unique_ptr<v1::Live::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<v1::WatchReply>> stream_;
};

// Windows of all zones, `k` ticks of 15 s after `from`.
std::vector<Entry> TickOf(std::size_t zones, Instant from, std::int64_t k, int persons);
// At "zone 0", by a rule "too full", with 7 persons.
AlarmEvent RaisedAt(Instant at, std::int64_t alarm);
// A while before now, at the begin of a quarter of an hour.
Instant LongEnoughAgo();

}  // namespace throng
