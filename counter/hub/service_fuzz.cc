// Whatever edges and readers send, each call ends in the words of the contract, and nothing breaks.
// SPDX-License-Identifier: Apache-2.0
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <set>
#include <string>

#include "counter/base/check.h"
#include "counter/hub/hub_for_test.h"
#include "counter/wire/messages_for_test.h"
#include "counter/wire/test_mutate.h"

namespace throng {
namespace {

using grpc::StatusCode;

class StoppedClock final : public Clock {
 public:
  Instant Now() const override { return kNow; }
  Duration Steady() const override { return SystemClock().Steady(); }
  void SleepUntil(Duration steady) override { SystemClock().SleepUntil(steady); }
};

// One hub for all inputs, as a real one lives through all that comes.
class FuzzedHub {
 public:
  FuzzedHub() : place_(Backend::kSqlite) {
    const std::string address = "unix:" + place_.file().string() + ".socket";
    hub_ = *Hub::Start({.listen = address,
                        .credentials = grpc::InsecureServerCredentials(),
                        .callers = ThisMachine(),
                        .open_archive = [this] { return OpenSqliteArchive(place_.file()); },
                        .rate = {.most = 1e12, .each_second = 1e12}},
                       clock_);
    channel_ = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
    EdgeForTest edge(channel_);  // so that there is something to watch
    COUNTER_CHECK(edge.SayHello(StationFacts(), kNow));
  }

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // What is in the archive can be read, and each window is there once.
  void CheckWhole() const {
    COUNTER_CHECK(hub_->State().is_writable);
    const std::unique_ptr<Archive> archive = place_.Open();
    const auto sites = archive->Sites();
    for (const KnownSite& site : *sites) {
      std::set<std::pair<std::int64_t, std::uint16_t>> seen;
      const std::vector<HistoryRow> rows =
          History(*archive, {.site = site.number,
                             .zones = {},
                             .from = Instant(0),
                             .until = kNow + std::chrono::hours(48),
                             .resolution = Resolution::kReleased});
      for (const HistoryRow& row : rows) {
        COUNTER_CHECK(row.zone < site.facts.zones.size());
        COUNTER_CHECK(seen.emplace(row.window.start.utc_ns(), row.zone).second);
      }
    }
  }

 private:
  ArchivePlace place_;
  StoppedClock clock_;
  std::unique_ptr<Hub> hub_;
  std::shared_ptr<grpc::Channel> channel_;
};

FuzzedHub& TheHub() {
  static FuzzedHub hub;  // as libFuzzer wants it: there is no main to own it
  return hub;
}

void CheckEnd(const grpc::Status& status) {
  constexpr std::array kOfTheContract = {
      StatusCode::OK,           StatusCode::INVALID_ARGUMENT, StatusCode::FAILED_PRECONDITION,
      StatusCode::NOT_FOUND,    StatusCode::CANCELLED,        StatusCode::ABORTED,
      StatusCode::UNIMPLEMENTED};  // gRPC's own word for what is no message: bad UTF-8
  COUNTER_CHECK(std::ranges::count(kOfTheContract, status.error_code()) == 1);
  for (const char c : status.error_message()) COUNTER_CHECK(c >= ' ' && c <= '~');
}

using Random = std::minstd_rand;

template <class Message>
Message Mutated(Message message, Random& random) {
  if (random() % 4 > 0) MutateSome(message, random, 3);
  return message;
}

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
}

void PushSome(Random& random) {
  const auto stub = v1::Ingest::NewStub(TheHub().channel());
  grpc::ClientContext context;
  SetDeadline(context);
  const auto stream = stub->Push(&context);
  const std::array<Entry, 2> windows = {SeenEntry(), BlindEntry()};
  const std::array<AlarmEvent, 2> events = {RaisedEvent(), AcknowledgedEvent()};
  bool goes_on = stream->Write(Mutated(HelloMessage(StationFacts(), kNow), random));
  for (auto left = random() % 4; goes_on && left > 0; --left) {
    goes_on = stream->Write(Mutated(BatchMessage(left, windows, events), random));
  }
  if (random() % 8 == 0) context.TryCancel();
  stream->WritesDone();
  v1::PushReply reply;
  while (stream->Read(&reply)) {
  }
  CheckEnd(stream->Finish());
}

void QuerySome(Random& random) {
  const auto stub = v1::History::NewStub(TheHub().channel());
  v1::QueryRequest request;
  request.set_site("Station");
  request.add_zones("hall");
  request.set_from_ns(kNow.utc_ns() - 3600 * kSecondNs);
  request.set_until_ns(kNow.utc_ns());
  request.set_resolution(static_cast<v1::Resolution>(1 + random() % 5));
  grpc::ClientContext context;
  SetDeadline(context);
  const auto rows = stub->Query(&context, Mutated(request, random));
  v1::QueryReply reply;
  while (rows->Read(&reply)) COUNTER_CHECK(reply.rows_size() <= 1000);
  CheckEnd(rows->Finish());
  v1::ListAlarmsRequest alarms;
  alarms.set_site("Station");
  alarms.set_from_ns(request.from_ns());
  alarms.set_until_ns(request.until_ns());
  grpc::ClientContext another;
  SetDeadline(another);
  const auto events = stub->ListAlarms(&another, Mutated(alarms, random));
  v1::ListAlarmsReply event;
  while (events->Read(&event)) COUNTER_CHECK(event.events_size() > 0);
  CheckEnd(events->Finish());
}

void WatchSome(Random& random) {
  const auto stub = v1::Live::NewStub(TheHub().channel());
  v1::WatchRequest request;
  request.add_sites("Station");
  request.add_places("hall");
  grpc::ClientContext context;
  SetDeadline(context);
  const auto stream = stub->Watch(&context, Mutated(request, random));
  v1::WatchReply reply;
  if (random() % 2 == 0) stream->Read(&reply);
  context.TryCancel();
  while (stream->Read(&reply)) {
  }
  CheckEnd(stream->Finish());
}

void AcknowledgeSome(Random& random) {
  const auto stub = v1::Alarms::NewStub(TheHub().channel());
  v1::AcknowledgeRequest request;
  request.set_site("Station");
  request.set_alarm(7);
  grpc::ClientContext context;
  SetDeadline(context);
  v1::AcknowledgeReply reply;
  CheckEnd(stub->Acknowledge(&context, Mutated(request, random), &reply));
}

// Bytes that may be no message at all, to any method.
void SendBytes(Random& random, const std::string& bytes) {
  constexpr std::array kMethods = {
      "/throng.v1.Ingest/Push",   "/throng.v1.Live/Watch",         "/throng.v1.Live/ListSites",
      "/throng.v1.History/Query", "/throng.v1.History/ListAlarms", "/throng.v1.Alarms/Acknowledge"};
  grpc::GenericStub stub(TheHub().channel());
  grpc::ClientContext context;
  SetDeadline(context);
  grpc::CompletionQueue queue;
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
  };
  const auto call = stub.PrepareCall(&context, kMethods[random() % kMethods.size()], &queue);
  call->StartCall(nullptr);
  wait();
  const grpc::Slice slice(bytes);
  call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
  wait();
  if (random() % 2 == 0) context.TryCancel();
  grpc::ByteBuffer answer;
  call->Read(&answer, nullptr);
  wait();
  context.TryCancel();
  grpc::Status status;
  call->Finish(&status, nullptr);
  wait();
}

}  // namespace
}  // namespace throng

// The bytes are a seed, and what is sent as it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  std::uint32_t seed = 1;
  for (std::size_t i = 0; i < size; ++i) seed = seed * 31 + data[i];
  Random random(seed);
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (auto left = 1 + random() % 6; left > 0; --left) {
    switch (random() % 8) {
      case 0:
        QuerySome(random);
        break;
      case 1:
        WatchSome(random);
        break;
      case 2:
        AcknowledgeSome(random);
        break;
      case 3:
        SendBytes(random, bytes);
        break;
      default:
        PushSome(random);
    }
  }
  static int inputs = 0;
  if (inputs++ % 64 == 0) TheHub().CheckWhole();
  return 0;
}
