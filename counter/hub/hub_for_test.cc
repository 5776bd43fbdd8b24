// Calls a hub as an edge or a reader would, without our client.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/hub_for_test.h"

#include <cstdlib>
#include <thread>

#include "counter/link/credentials.h"
#include "counter/wire/ingest.h"

namespace throng {

bool Eventually(const std::function<bool()>& holds) {
  constexpr auto kPatience = std::chrono::seconds(30);  // serve tells its state every 10 s
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

Gate::CallerOf Everybody(const Identity& identity) {
  return
      [identity](const grpc::ServerContextBase&) { return Callers::Caller{.identity = identity}; };
}

Gate::CallerOf ThisMachine() {
  return [](const grpc::ServerContextBase&) {
    return Callers::Caller{
        .identity = {.kind = Identity::Kind::kReader, .name = "this machine", .role = Role::kAdmin},
        .is_this_machine = true};
  };
}

Gate::CallerOf ByMetadata() {
  return [](const grpc::ServerContextBase& call) -> Result<Callers::Caller, Stranger> {
    const auto& metadata = call.client_metadata();
    const auto named = metadata.find("test-caller");
    if (named == metadata.end()) return ThisMachine()(call);
    const std::string uri(named->second.data(), named->second.size());
    const std::optional<Identity> identity = IdentityFrom(uri);
    if (!identity) return Stranger::kUnknown;
    return Callers::Caller{.identity = *identity};
  };
}

HubForTest::HubForTest(Backend backend, Gate::CallerOf callers) : place_(backend) {
  std::string name = (std::filesystem::temp_directory_path() / "throng_hub.XXXXXX").string();
  COUNTER_CHECK(::mkdtemp(name.data()) != nullptr);
  folder_ = name;
  trail_ = *Trail::Open(trail_file(), clock_);
  options_ = {.listen = "unix:" + (folder_ / "socket").string(),
              .credentials = OpenServerCredentials(),
              .callers = std::move(callers),
              .open_archive = [this, backend]() -> Result<std::unique_ptr<Archive>> {
                return backend == Backend::kSqlite ? OpenSqliteArchive(place_.file())
                                                   : OpenPostgresArchive(place_.connection());
              },
              .trail = trail_.get()};
  Start();
}

HubForTest::~HubForTest() {
  Stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void HubForTest::Start() { hub_ = *Hub::Start(options_, clock_); }

void HubForTest::LetAllIn() {
  Stop();
  options_.rate = {.most = 1e6, .each_second = 1e6};
  Start();
}

std::shared_ptr<grpc::Channel> CallAt(const std::string& address, bool narrow) {
  grpc::ChannelArguments arguments;
  if (narrow) arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, OpenChannelCredentials(), arguments);
}

EdgeForTest::EdgeForTest(const std::shared_ptr<grpc::Channel>& channel,
                         const std::optional<std::string>& caller)
    : stub_(v1::Ingest::NewStub(channel)) {
  if (caller) context_.AddMetadata("test-caller", *caller);
  context_.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(10));
  stream_ = stub_->Push(&context_);
}

bool EdgeForTest::Send(const v1::PushRequest& request) { return stream_->Write(request); }

std::optional<v1::PushReply> EdgeForTest::Read() {
  v1::PushReply reply;
  if (!stream_->Read(&reply)) return std::nullopt;
  return reply;
}

bool EdgeForTest::SayHello(const SiteFacts& site, Instant now, std::optional<std::int64_t> ledger) {
  if (!Send(HelloMessage(site, now, ledger))) return false;
  const std::optional<v1::PushReply> reply = Read();
  return reply && reply->has_welcome();
}

std::optional<v1::BatchDone> EdgeForTest::Push(const std::vector<Entry>& windows,
                                               const std::vector<AlarmEvent>& events) {
  if (!Send(BatchMessage(++number_, windows, events))) return std::nullopt;
  while (const std::optional<v1::PushReply> reply = Read()) {
    if (reply->has_done() && reply->done().number() == number_) return reply->done();
  }
  return std::nullopt;
}

grpc::Status EdgeForTest::End() {
  stream_->WritesDone();
  while (Read()) {
  }
  return stream_->Finish();
}

WatcherForTest::WatcherForTest(const std::shared_ptr<grpc::Channel>& channel,
                               const v1::WatchRequest& request)
    : stub_(v1::Live::NewStub(channel)) {
  context_.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(10));
  stream_ = stub_->Watch(&context_, request);
}

std::optional<v1::WatchReply> WatcherForTest::Read() {
  v1::WatchReply reply;
  if (!stream_->Read(&reply)) return std::nullopt;
  return reply;
}

grpc::Status WatcherForTest::End() {
  while (Read()) {
  }
  return stream_->Finish();
}

grpc::Status WatcherForTest::Cancel() {
  context_.TryCancel();
  return End();
}

std::vector<Entry> TickOf(std::size_t zones, Instant from, std::int64_t k, int persons) {
  constexpr std::int64_t kTick = 15 * kSecond;
  const Instant start = from + Duration(k * kTick);
  std::vector<Entry> windows;
  for (std::size_t zone = 0; zone < zones; ++zone) {
    Entry entry = Counted(static_cast<std::uint16_t>(zone), 0, 15, persons);
    entry.window = {start, start + Duration(kTick)};
    windows.push_back(entry);
  }
  return windows;
}

AlarmEvent RaisedAt(Instant at, std::int64_t alarm) {
  return {.alarm = alarm,
          .sequence = 1,
          .change = AlarmChange::kRaise,
          .kind = AlarmKind::kCrowding,
          .rule = "too full",
          .place = "zone 0",
          .band = Band::kCrowded,
          .at = at,
          .count = WholeCount{.persons = 7, .low = 6, .high = 9},
          .reason = "7 persons",
          .by = ""};
}

Instant LongEnoughAgo() {
  constexpr std::int64_t kQuarter = 900 * kSecond;
  const std::int64_t now = SystemClock().Now().utc_ns();
  return Instant((now - 8 * kQuarter) / kQuarter * kQuarter);
}

}  // namespace throng
