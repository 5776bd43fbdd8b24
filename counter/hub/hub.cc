// Puts the parts of a hub together: archive, live state, services, and the server with its limits.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/hub.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "counter/hub/alarms_service.h"
#include "counter/hub/history_service.h"
#include "counter/hub/live.h"
#include "counter/hub/live_service.h"
#include "counter/hub/push_service.h"
#include "counter/link/credentials.h"
#include "counter/wire/limits.h"

namespace throng {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kReadingThreads = 3;
// All that gRPC holds for connections and messages.
constexpr std::size_t kMostBytes = std::size_t{256} << 20U;
// Of reflection, whose streams each hold one.
constexpr int kMostThreads = 8;
constexpr int kMostStreamsOfConnection = 256;
constexpr milliseconds kHandshakeWithin = seconds(10);
constexpr milliseconds kIdleConnection = minutes(10);
constexpr milliseconds kKeepAliveEvery = seconds(20);
constexpr milliseconds kKeepAliveWithin = seconds(10);
constexpr milliseconds kLeastBetweenPings = seconds(5);
// For streams to end by themselves, once the hub is stopped.
constexpr seconds kGrace{5};

int Ms(milliseconds time) { return static_cast<int>(time.count()); }

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(static_cast<int>(kMostMessageBytes));
  builder.SetResourceQuota(
      grpc::ResourceQuota("hub").Resize(kMostBytes).SetMaxThreads(kMostThreads));
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostStreamsOfConnection);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Ms(kHandshakeWithin));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, Ms(kIdleConnection));
  // Lines on which nobody answers are found, also where nothing is sent.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Ms(kKeepAliveEvery));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Ms(kKeepAliveWithin));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             Ms(kLeastBetweenPings));
}

}  // namespace

struct Hub::Parts {
  Parts(HubOptions given, const Clock& used)
      : options(std::move(given)),
        clock(used),
        gate(options.callers, clock, options.rate),
        sites(clock, [this](HubNews news) { live.Tell(std::move(news)); }) {}

  // Once the sites are loaded.
  void Make(std::unique_ptr<Archive> archive) {
    live.Begin(sites);
    writer = std::make_unique<Writer>(
        std::move(archive),
        WriterOptions{.keep = options.keep, .most_waiting = options.most_waiting}, clock);
    readers = std::make_unique<ArchiveReaders>(kReadingThreads, options.open_archive);
    edges = MakePushService(gate, *writer, sites, options.trail, clock);
    watching = MakeLiveService(gate, sites, live);
    history = MakeHistoryService(gate, sites, *readers, clock, options.most_idle);
    alarms = MakeAlarmsService(gate, *writer, sites, *edges, options.trail, clock);
  }

  std::array<HubService*, 4> Services() const {
    return {edges.get(), watching.get(), history.get(), alarms.get()};
  }

  Status Serve() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    SetLimits(builder);
    builder.AddListeningPort(options.listen, options.credentials, &port);
    if (options.own_socket) {
      builder.AddListeningPort(*options.own_socket, OpenServerCredentials());
    }
    for (HubService* const service : Services()) builder.RegisterService(&service->service());
    server = builder.BuildAndStart();
    if (!server) return Fault::kCannotListen;
    looking = std::thread([this] { LookAfter(); });
    return Done{};
  }

  // Each second, until it is stopped.
  void LookAfter() {
    std::unique_lock lock(mutex);
    while (!changed.wait_for(lock, seconds(1), [this] { return is_ending; })) {
      sites.Settle();
      for (HubService* const service : Services()) service->Look();
      server->GetHealthCheckService()->SetServingStatus(writer->IsWritable());
    }
  }

  void Stop() {
    if (!server) return;
    {
      const std::scoped_lock lock(mutex);
      is_ending = true;
    }
    changed.notify_all();
    looking.join();
    server->GetHealthCheckService()->SetServingStatus(false);
    for (HubService* const service : Services()) service->End();
    server->Shutdown(std::chrono::system_clock::now() + kGrace);
    server->Wait();
  }

  // What is below is used by nothing above it.
  HubOptions options;
  const Clock& clock;
  Gate gate;
  Live live;
  Sites sites;
  std::unique_ptr<Writer> writer;
  std::unique_ptr<ArchiveReaders> readers;
  std::unique_ptr<PushService> edges;
  std::unique_ptr<HubService> watching;
  std::unique_ptr<HubService> history;
  std::unique_ptr<HubService> alarms;
  int port = 0;
  std::unique_ptr<grpc::Server> server;

  std::mutex mutex;
  std::condition_variable changed;
  bool is_ending = false;  // GUARDED_BY mutex
  std::thread looking;
};

Result<std::unique_ptr<Hub>> Hub::Start(HubOptions options, const Clock& clock) {
  Result<std::unique_ptr<Archive>> archive = options.open_archive();
  if (!archive) return archive.error();
  auto parts = std::make_unique<Parts>(std::move(options), clock);
  const Status loaded = parts->sites.Load(**archive);
  if (!loaded) return loaded.error();
  parts->Make(*std::move(archive));
  if (parts->options.before_listening) parts->options.before_listening();
  const Status serves = parts->Serve();
  if (!serves) return serves.error();
  return std::unique_ptr<Hub>(new Hub(std::move(parts)));
}

Hub::Hub(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Hub::~Hub() { parts_->Stop(); }

int Hub::port() const { return parts_->port; }

HubState Hub::State() const {
  return {.is_writable = parts_->writer->IsWritable(),
          .trouble = parts_->writer->Trouble(),
          .windows_taken = parts_->edges->WindowsTaken(),
          .windows_written = parts_->writer->WindowsWritten(),
          .watchers = parts_->live.Readers(),
          .sites = parts_->sites.List()};
}

}  // namespace throng
