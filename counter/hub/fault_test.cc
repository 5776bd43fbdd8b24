// A disk that is full: edges are told, readers are answered, and it goes on by itself.
// SPDX-License-Identifier: Apache-2.0
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "counter/hub/hub_for_test.h"

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
  ASSERT_TRUE(edge.Push(TickOf(kZones, kFrom, 0, 1)));
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
    WatcherForTest watcher(hub.Call(), {});
    EXPECT_TRUE(watcher.Read()) << "readers are answered all the same";
    watcher.Cancel();
  }
  EXPECT_TRUE(Eventually([&] { return IsServing(hub); })) << "although no edge is there";
  EdgeForTest again(hub.Call());
  ASSERT_TRUE(again.SayHello(SiteWith("arena", kZones), clock.Now()));
  EXPECT_TRUE(again.Push(TickOf(kZones, kFrom, 2000, 1)));
}

}  // namespace
}  // namespace throng
