// Every method of every service asks who calls; and no caller calls too often.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/gate.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>

#include "counter/hub/hub_for_test.h"
#include "counter/wire/status.h"

namespace throng {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using grpc::StatusCode;

std::string Reader(Role role) {
  return UriOf({.kind = Identity::Kind::kReader, .name = "desk", .role = role});
}
std::string Edge(const std::string& site) {
  return UriOf({.kind = Identity::Kind::kSite, .name = site});
}

// Who is let in. A method that is not here fails the test.
enum class Least { kEdge, kViewer, kOperator };
const std::map<std::string, Least> kMethods = {
    {"throng.v1.Ingest.Push", Least::kEdge},
    {"throng.v1.Live.ListSites", Least::kViewer},
    {"throng.v1.Live.Watch", Least::kViewer},
    {"throng.v1.History.Query", Least::kViewer},
    {"throng.v1.History.ListAlarms", Least::kViewer},
    {"throng.v1.Alarms.Acknowledge", Least::kOperator},
};

bool IsLetIn(const std::string& caller, Least least) {
  if (caller == Edge("arena")) return least == Least::kEdge;
  if (caller == Reader(Role::kOperator) || caller == Reader(Role::kAdmin)) {
    return least != Least::kEdge;
  }
  return caller.starts_with("throng:reader:") && least == Least::kViewer;
}

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> all;
  for (const auto* const file :
       {v1::PushRequest::descriptor()->file(), v1::WatchRequest::descriptor()->file(),
        v1::QueryRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) {
      const ServiceDescriptor* const service = file->service(i);
      for (int j = 0; j < service->method_count(); ++j) all.push_back(service->method(j));
    }
  }
  return all;
}

// How a call with an empty request ends, of whatever form the method is.
grpc::Status CallAs(const std::shared_ptr<grpc::Channel>& channel, const MethodDescriptor& method,
                    const std::optional<std::string>& caller) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  if (caller) context.AddMetadata("test-caller", *caller);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(3));
  grpc::CompletionQueue queue;
  const std::string path = "/" + method.service()->full_name() + "/" + method.name();
  const auto call = stub.PrepareCall(&context, path, &queue);
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  call->StartCall(nullptr);
  wait();
  const grpc::ByteBuffer empty(nullptr, 0);
  call->WriteLast(empty, grpc::WriteOptions(), nullptr);
  wait();
  grpc::ByteBuffer answer;
  call->Read(&answer, nullptr);
  if (wait() && method.server_streaming()) context.TryCancel();  // it was let in
  grpc::Status status;
  call->Finish(&status, nullptr);
  wait();
  return status;
}

bool IsTurnedAway(const grpc::Status& status) {
  return status.error_code() == StatusCode::UNAUTHENTICATED ||
         status.error_code() == StatusCode::PERMISSION_DENIED;
}

TEST(Gate, EachMethodOfTheContractHasItsPlaceInTheTable) {
  std::size_t methods = 0;
  for (const MethodDescriptor* const method : AllMethods()) {
    EXPECT_TRUE(kMethods.contains(method->full_name())) << method->full_name();
    ++methods;
  }
  EXPECT_EQ(methods, kMethods.size());
}

TEST(Gate, NoMethodAnswersWhomItIsNotFor) {
  HubForTest hub(Backend::kSqlite, ByMetadata());
  EdgeForTest edge(hub.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("harbour", 1), SystemClock().Now()));  // something to watch
  const auto channel = hub.Call();
  const std::vector<std::string> callers = {
      Edge("arena"),           UriOf({.kind = Identity::Kind::kHub, .name = ""}),
      Reader(Role::kViewer),   Reader(Role::kPlanner),
      Reader(Role::kOperator), Reader(Role::kAdmin)};
  for (const MethodDescriptor* const method : AllMethods()) {
    SCOPED_TRACE(method->full_name());
    const Least least = kMethods.at(method->full_name());
    const grpc::Status unknown = CallAs(channel, *method, "nobody");
    EXPECT_EQ(unknown.error_code(), StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(unknown.error_message(), "a certificate or token of this hub is needed");
    EXPECT_FALSE(IsTurnedAway(CallAs(channel, *method, std::nullopt))) << "this machine";
    for (const std::string& caller : callers) {
      const grpc::Status status = CallAs(channel, *method, caller);
      EXPECT_EQ(!IsTurnedAway(status), IsLetIn(caller, least)) << caller;
      if (IsLetIn(caller, least)) continue;
      EXPECT_EQ(status.error_code(), StatusCode::PERMISSION_DENIED) << caller;
      EXPECT_EQ(status.error_message(), "the caller's role does not allow this");
    }
  }
}

TEST(Gate, ACallerWhoCallsTooOftenIsTurnedAwayAndNobodyElse) {
  HubForTest hub(Backend::kSqlite, ByMetadata());
  hub.Stop();
  hub.options().rate = {.most = 3, .each_second = 0.001};
  hub.Start();
  const auto stub = v1::Live::NewStub(hub.Call());
  const auto list = [&stub](const std::string& caller) {
    grpc::ClientContext context;
    context.AddMetadata("test-caller", caller);
    v1::ListSitesReply reply;
    return stub->ListSites(&context, {}, &reply).error_code();
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(list(Reader(Role::kViewer)), StatusCode::OK);
  EXPECT_EQ(list(Reader(Role::kViewer)), StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(list(Reader(Role::kPlanner)), StatusCode::OK);
}

TEST(Gate, CallsComeBackWithTimeAndNoMoreThanThereWere) {
  AheadClock clock;
  Gate gate(ThisMachine(), clock, {.most = 3, .each_second = 0.001});
  const grpc::CallbackServerContext call;
  const auto calls = [&] {  // until one is turned away
    int let_in = 0;
    while (let_in < 10 && gate.Enter(call, For::Readers(Role::kViewer))) ++let_in;
    return let_in;
  };
  EXPECT_EQ(calls(), 3);
  EXPECT_EQ(calls(), 0);
  clock.Skip(std::chrono::seconds(1100));
  EXPECT_EQ(calls(), 1);
  clock.Skip(std::chrono::hours(24));
  EXPECT_EQ(calls(), 3);
}

TEST(Gate, AnOpenStreamEndsWhenItsCallerWouldNotBeLetInAnyMore) {
  std::atomic<bool> is_over = false;
  HubForTest hub(
      Backend::kSqlite,
      [&is_over](const grpc::ServerContextBase& call) -> Result<Callers::Caller, Stranger> {
        if (is_over) return Stranger::kUnknown;
        return ThisMachine()(call);
      });
  EdgeForTest edge(hub.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), SystemClock().Now()));
  WatcherForTest watcher(hub.Call(), {});
  ASSERT_TRUE(watcher.Read());
  is_over = true;
  EXPECT_EQ(watcher.End().error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_FALSE(edge.Read());
  EXPECT_EQ(edge.End().error_code(), StatusCode::UNAUTHENTICATED);
}

TEST(Gate, ARefusedCertificateIsToldSoAtACallAndInAnOpenStream) {
  std::atomic<bool> is_refused = false;
  HubForTest hub(
      Backend::kSqlite,
      [&is_refused](const grpc::ServerContextBase& call) -> Result<Callers::Caller, Stranger> {
        if (is_refused) return Stranger::kRefused;
        return ThisMachine()(call);
      });
  EdgeForTest edge(hub.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), SystemClock().Now()));
  WatcherForTest watcher(hub.Call(), {});
  ASSERT_TRUE(watcher.Read());
  is_refused = true;
  EXPECT_FALSE(edge.Read());
  EdgeForTest again(hub.Call());
  EXPECT_FALSE(again.SayHello(SiteWith("arena", 1), SystemClock().Now()));
  for (const grpc::Status& end : {edge.End(), watcher.End(), again.End()}) {
    EXPECT_EQ(end.error_code(), StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(end.error_message(), kCertificateIsRefused);
  }
}

// An answer about history lasts for as long as its reader makes it.
TEST(Gate, ALongAnswerEndsWhenItsReaderWouldNotBeLetInAnyMore) {
  constexpr std::size_t kZones = 200;
  constexpr std::size_t kTicks = 50;
  std::atomic<bool> is_over = false;
  std::atomic<int> looks = 0;
  HubForTest hub(Backend::kSqlite,
                 [&](const grpc::ServerContextBase& call) -> Result<Callers::Caller, Stranger> {
                   if (!is_over) return ThisMachine()(call);
                   ++looks;
                   return Stranger::kUnknown;
                 });
  const Instant from = LongEnoughAgo();
  {
    EdgeForTest edge(hub.Call());
    ASSERT_TRUE(edge.SayHello(SiteWith("arena", kZones), SystemClock().Now()));
    for (std::size_t k = 0; k < kTicks; ++k) {
      ASSERT_TRUE(edge.Push(TickOf(kZones, from, static_cast<std::int64_t>(k), 5)));
    }
    EXPECT_TRUE(edge.End().ok());
  }
  const auto stub = v1::History::NewStub(hub.Call(true));
  v1::QueryRequest request;
  request.set_site("arena");
  request.set_from_ns(from.utc_ns());
  request.set_until_ns((from + std::chrono::hours(1)).utc_ns());
  request.set_resolution(v1::RESOLUTION_RELEASED);
  grpc::ClientContext context;
  const auto stream = stub->Query(&context, request);
  v1::QueryReply reply;
  ASSERT_TRUE(stream->Read(&reply));
  is_over = true;
  ASSERT_TRUE(Eventually([&] { return looks >= 2; }));
  std::size_t rows = 1000;
  while (stream->Read(&reply)) rows += static_cast<std::size_t>(reply.rows_size());
  EXPECT_EQ(stream->Finish().error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_LT(rows, kZones * kTicks);
}

}  // namespace
}  // namespace throng
