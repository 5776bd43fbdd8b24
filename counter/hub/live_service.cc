// One reactor for each reader, which writes bytes that it shares with others.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/live_service.h"

#include <grpcpp/grpcpp.h>
#include <throng/v1/watch.grpc.pb.h>

#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "counter/wire/place.h"
#include "counter/wire/request.h"
#include "counter/wire/status.h"

namespace throng {
namespace {

// Bytes that `all` keeps alive, without a copy.
grpc::Slice SliceOf(std::shared_ptr<const std::string> all) {
  auto* const kept = new std::shared_ptr<const std::string>(std::move(all));  // gRPC deletes it
  return {const_cast<char*>((*kept)->data()), (*kept)->size(),
          [](void* given) { delete static_cast<std::shared_ptr<const std::string>*>(given); },
          kept};
}

using LiveMethods = v1::Live::WithCallbackMethod_ListSites<
    v1::Live::WithRawCallbackMethod_Watch<v1::Live::Service>>;

class LiveRpc final : public HubService, public LiveMethods {
 public:
  LiveRpc(Gate& gate, const Sites& sites, Live& live) : gate_(gate), sites_(sites), live_(live) {}

  grpc::Service& service() override { return *this; }
  void Look() override;
  void End() override;

  grpc::ServerUnaryReactor* ListSites(grpc::CallbackServerContext* context,
                                      const v1::ListSitesRequest* request,
                                      v1::ListSitesReply* reply) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request) override;

 private:
  class Watcher;
  void Forget(Watcher& watcher);

  Gate& gate_;
  const Sites& sites_;
  Live& live_;
  std::mutex mutex_;
  std::set<Watcher*> watchers_;  // GUARDED_BY mutex_
  bool is_ending_ = false;       // likewise
};

class LiveRpc::Watcher final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                               public LiveReader {
 public:
  Watcher(LiveRpc& hub, grpc::CallbackServerContext& context) : hub_(hub), context_(context) {}

  void Take(LiveMessage message) override {
    const std::scoped_lock lock(mutex_);
    if (end_) return;
    std::array<grpc::Slice, 2> slices = {SliceOf(std::move(message.all)), message.one};
    bytes_ = grpc::ByteBuffer(slices.data(), message.one.empty() ? 1 : 2);
    is_writing_ = true;
    StartWrite(&bytes_);
  }

  void OnWriteDone(bool ok) override {
    {
      const std::scoped_lock lock(mutex_);
      is_writing_ = false;
      if (!ok && !end_) end_ = grpc::Status::CANCELLED;
      FinishIfDone();
    }
    if (ok) hub_.live_.Ready(*this);
  }

  void OnCancel() override { End(grpc::Status::CANCELLED); }

  void OnDone() override {
    hub_.live_.Remove(*this);
    hub_.Forget(*this);
    delete this;
  }

  void Look() {
    const auto why = hub_.gate_.WhyOut(context_, For::Readers(Role::kViewer));
    if (why) End(StatusOf(*why));
  }

  void End(const grpc::Status& status) {
    const std::scoped_lock lock(mutex_);
    if (!end_) end_ = status;
    FinishIfDone();
  }

 private:
  void FinishIfDone() {
    if (!end_ || is_writing_ || has_finished_) return;
    has_finished_ = true;
    Finish(*end_);
  }

  LiveRpc& hub_;
  grpc::CallbackServerContext& context_;
  std::mutex mutex_;
  grpc::ByteBuffer bytes_;  // these are GUARDED_BY mutex_
  bool is_writing_ = false;
  std::optional<grpc::Status> end_;
  bool has_finished_ = false;
};

v1::SiteState MessageOf(const SiteView& view) {
  v1::SiteState state;
  *state.mutable_site() = MessageOf(view.facts);
  state.set_connected(view.connected);
  if (view.newest) state.set_newest_ns(view.newest->utc_ns());
  if (view.clock_ahead) {
    state.set_clock_ahead_ms(
        std::chrono::duration_cast<std::chrono::milliseconds>(*view.clock_ahead).count());
  }
  return state;
}

grpc::ServerUnaryReactor* LiveRpc::ListSites(grpc::CallbackServerContext* context,
                                             const v1::ListSitesRequest* /*request*/,
                                             v1::ListSitesReply* reply) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const auto caller = gate_.Enter(*context, For::Readers(Role::kViewer));
  if (caller) {
    for (const SiteView& view : sites_.List()) *reply->add_sites() = MessageOf(view);
  }
  reactor->Finish(caller ? grpc::Status::OK : StatusOf(caller.error()));
  return reactor;
}

Result<WatchWish, Refusal> WishIn(const grpc::ByteBuffer& bytes) {
  v1::WatchRequest request;
  grpc::ByteBuffer copy = bytes;  // of the references; reading uses them up
  if (!grpc::SerializationTraits<v1::WatchRequest>::Deserialize(&copy, &request).ok()) {
    return Refusal{.rule = "the request is no message of the contract"};
  }
  return WishFrom(request);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* LiveRpc::Watch(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request) {
  auto* const watcher = new Watcher(*this, *context);  // deletes itself, when gRPC says so
  bool is_ending = false;
  {
    const std::scoped_lock lock(mutex_);
    watchers_.insert(watcher);
    is_ending = is_ending_;
  }
  const auto caller = gate_.Enter(*context, For::Readers(Role::kViewer));
  if (!caller) {
    watcher->End(StatusOf(caller.error()));
    return watcher;
  }
  if (is_ending) {
    watcher->End({grpc::StatusCode::UNAVAILABLE, "the hub is being stopped"});
    return watcher;
  }
  Result<WatchWish, Refusal> wish = WishIn(*request);
  if (!wish) {
    watcher->End(StatusOf(wish.error()));
    return watcher;
  }
  switch (
      live_.Add(*watcher, {.sites = std::move(wish->sites), .places = std::move(wish->places)})) {
    case Live::Answer::kAdded:
      break;
    case Live::Answer::kNoSuchPlace:
      watcher->End(StatusOf(Fault::kNotFound));
      break;
    case Live::Answer::kTooMany:
      watcher->End({grpc::StatusCode::RESOURCE_EXHAUSTED, "too many readers; come again later"});
      break;
  }
  return watcher;
}

void LiveRpc::Forget(Watcher& watcher) {
  const std::scoped_lock lock(mutex_);
  watchers_.erase(&watcher);
}

void LiveRpc::Look() {
  const std::scoped_lock lock(mutex_);
  for (Watcher* const watcher : watchers_) watcher->Look();
}

void LiveRpc::End() {
  const std::scoped_lock lock(mutex_);
  is_ending_ = true;
  for (Watcher* const watcher : watchers_) {
    watcher->End({grpc::StatusCode::UNAVAILABLE, "the hub is being stopped"});
  }
}

}  // namespace

std::unique_ptr<HubService> MakeLiveService(Gate& gate, const Sites& sites, Live& live) {
  return std::make_unique<LiveRpc>(gate, sites, live);
}

}  // namespace throng
