// A disk that is full, and readers that take nothing: all others are answered, and it goes on.
// SPDX-License-Identifier: Apache-2.0
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/resource.h>

#include <csignal>

#include "counter/hub/hub_for_test.h"

// Of a build with a sanitizer; else it is not there.
extern "C" [[gnu::weak]] std::size_t __sanitizer_get_current_allocated_bytes();

namespace throng {
namespace {

using grpc::StatusCode;

const Instant kFrom = LongEnoughAgo();
constexpr std::size_t kZones = 5;

bool IsServing(HubForTest& hub) {
  // The standard service, by hand: field 1 of the answer is 1 if it serves.
  grpc::GenericStub stub(hub.Call());
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const grpc::ByteBuffer empty(nullptr, 0);
  const auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", empty, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  grpc::Slice slice;
  if (!status.ok() || !answer.DumpToSingleSlice(&slice).ok()) return false;
  return slice.size() == 2 && slice.begin()[0] == 8 && slice.begin()[1] == 1;
}

grpc::Status Acknowledge(HubForTest& hub, std::uint64_t alarm) {
  const auto stub = v1::Alarms::NewStub(hub.Call());
  grpc::ClientContext context;
  v1::AcknowledgeRequest request;
  request.set_site("arena");
  request.set_alarm(alarm);
  v1::AcknowledgeReply reply;
  return stub->Acknowledge(&context, request, &reply);
}

// No file grows beyond `bytes`, as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(std::uintmax_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit small = before_;
    small.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

TEST(HubFault, AFullDiskIsToldAndOver) {
  HubForTest hub;
  const SystemClock clock;
  EdgeForTest edge(hub.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", kZones), clock.Now()));
  ASSERT_TRUE(edge.Push(TickOf(kZones, kFrom, 0, 1), {RaisedAt(kFrom, 4)}));
  ASSERT_TRUE(Eventually([&] { return IsServing(hub); }));
  {
    const FullDisk disk(std::filesystem::file_size(hub.place().file()));
    std::int64_t k = 1;
    while (k < 1000 && edge.Push(TickOf(kZones, kFrom, k, 1))) ++k;
    ASSERT_LT(k, 1000) << "it was never full";
    const grpc::Status status = edge.End();
    EXPECT_EQ(status.error_code(), StatusCode::UNAVAILABLE);
    EXPECT_EQ(status.error_message(), "the hub's disk is full");
    EXPECT_TRUE(Eventually([&] { return !IsServing(hub); }));
    EXPECT_EQ(hub.hub().State().trouble, Fault::kDiskFull);
    const grpc::Status acknowledged = Acknowledge(hub, 4);
    EXPECT_EQ(acknowledged.error_code(), StatusCode::UNAVAILABLE) << "only what is kept is done";
    EXPECT_EQ(acknowledged.error_message(), "the hub's disk is full");
    WatcherForTest watcher(hub.Call(), {});
    EXPECT_TRUE(watcher.Read()) << "readers are answered all the same";
    watcher.Cancel();
  }
  EXPECT_TRUE(Eventually([&] { return IsServing(hub); })) << "although no edge is there";
  EdgeForTest again(hub.Call());
  ASSERT_TRUE(again.SayHello(SiteWith("arena", kZones), clock.Now()));
  EXPECT_TRUE(again.Push(TickOf(kZones, kFrom, 2000, 1)));
  EXPECT_TRUE(Acknowledge(hub, 4).ok());
}

// What this process has allocated and not given back.
std::size_t HeldBytes() {
  if (__sanitizer_get_current_allocated_bytes != nullptr) {
    return __sanitizer_get_current_allocated_bytes();
  }
  const struct mallinfo2 held = ::mallinfo2();
  return held.uordblks + held.hblkhd;
}

constexpr std::size_t kManyZones = 200;

// All places but one: so each who leaves out another has messages of his own.
v1::WatchRequest AllBut(std::size_t left_out) {
  v1::WatchRequest request;
  for (std::size_t zone = 0; zone < kManyZones; ++zone) {
    if (zone != left_out) request.add_places("zone " + std::to_string(zone));
  }
  return request;
}

TEST(HubFault, ReadersThatTakeNothingHoldUpNobodyAndNoMemory) {
  constexpr std::size_t kIdle = 100;
  constexpr int kUntilAllAreFull = 40;
  constexpr int kTicks = 160;
  HubForTest hub;
  EdgeForTest edge(hub.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", kManyZones), SystemClock().Now()));
  std::vector<std::unique_ptr<WatcherForTest>> idle;
  for (std::size_t i = 0; i < kIdle; ++i) {
    idle.push_back(std::make_unique<WatcherForTest>(hub.Call(true), AllBut(i)));
  }
  ASSERT_TRUE(Eventually([&] { return hub.hub().State().watchers == kIdle; }));
  WatcherForTest brisk(hub.Call(), {});
  ASSERT_TRUE(brisk.Read()) << "how it is";
  v1::WatchRequest one_place;  // told last, since they are told in the order of what they ask
  one_place.add_places("zone 99");
  WatcherForTest last(hub.Call(), one_place);
  ASSERT_TRUE(last.Read());
  std::size_t before = 0;
  std::size_t message_bytes = 0;
  for (int k = 0; k < kTicks; ++k) {
    if (k == kUntilAllAreFull) before = HeldBytes();
    const auto done = edge.Push(TickOf(kManyZones, kFrom, k, k));
    ASSERT_TRUE(done);
    ASSERT_EQ(done->written(), kManyZones);
    const auto news = brisk.Read();
    ASSERT_TRUE(news);
    ASSERT_EQ(news->missed(), 0U);
    ASSERT_EQ(news->situations(0).persons().expected(), k);
    message_bytes = news->ByteSizeLong();
    ASSERT_EQ(last.Read()->missed(), 0U);  // so all others were offered theirs
  }
  // Of 120 messages for each reader, less than ten.
  EXPECT_GT(message_bytes, 10'000U);
  EXPECT_LT(HeldBytes(), before + 10 * kIdle * message_bytes);

  // Who takes again is told how it is now, and of how many he was not told.
  ASSERT_TRUE(idle[0]->Read()) << "how it was";
  std::uint64_t told = 0;
  double persons = -1;
  while (told < kTicks) {
    const auto news = idle[0]->Read();
    ASSERT_TRUE(news);
    told += news->missed() > 0 ? news->missed() : 1;
    persons = news->situations(0).persons().expected();
  }
  EXPECT_EQ(told, std::uint64_t{kTicks});
  EXPECT_EQ(persons, kTicks - 1);
  brisk.Cancel();
  last.Cancel();
  for (const auto& watcher : idle) watcher->Cancel();
  EXPECT_TRUE(Eventually([&] { return hub.hub().State().watchers == 0; }));
}

}  // namespace
}  // namespace throng
