// A reactor of gRPC's, which hands what happens to the thread that waits.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/push_stream.h"

#include <grpcpp/grpcpp.h>
#include <throng/v1/ingest.grpc.pb.h>

#include <condition_variable>
#include <mutex>
#include <utility>

#include "counter/base/check.h"

namespace throng {

class PushStream::Reactor final : public grpc::ClientBidiReactor<v1::PushRequest, v1::PushReply> {
 public:
  Reactor(const std::shared_ptr<grpc::Channel>& channel, v1::PushRequest hello)
      : stub_(v1::Ingest::NewStub(channel)), request_(std::move(hello)) {
    stub_->async()->Push(&context_, this);
    AddHold();  // reads and writes begin outside of reactions too
    StartWrite(&request_);
    StartRead(&reply_);
    StartCall();
  }

  ~Reactor() override {
    context_.TryCancel();
    std::unique_lock lock(mutex_);
    is_over_ = true;
    if (!is_reading_) LetGoLocked();  // else OnReadDone does
    changed_.wait(lock, [this] { return end_.has_value(); });
  }

  bool MaySend() const {
    const std::scoped_lock lock(mutex_);
    return !is_writing_ && !is_broken_;
  }

  void Send(v1::PushRequest message) {
    const std::scoped_lock lock(mutex_);
    if (is_broken_) return;  // by now
    COUNTER_CHECK(!is_writing_);
    request_ = std::move(message);
    is_writing_ = true;
    StartWrite(&request_);
  }

  std::optional<v1::PushReply> Take() {
    const std::scoped_lock lock(mutex_);
    if (is_reading_ || is_broken_) return std::nullopt;
    std::optional<v1::PushReply> taken = std::move(reply_);
    reply_.Clear();
    is_reading_ = true;
    StartRead(&reply_);
    return taken;
  }

  std::optional<grpc::Status> End() const {
    const std::scoped_lock lock(mutex_);
    return end_;
  }

  void Wait(Duration at_most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, at_most, [this] { return has_changed_; });
    has_changed_ = false;
  }

  void OnReadDone(bool ok) override {
    const std::scoped_lock lock(mutex_);
    is_reading_ = false;
    if (!ok || is_over_) LetGoLocked();
    TellLocked();
  }

  void OnWriteDone(bool ok) override {
    const std::scoped_lock lock(mutex_);
    is_writing_ = !ok;  // after one that failed there are no more
    TellLocked();
  }

  void OnDone(const grpc::Status& status) override {
    const std::scoped_lock lock(mutex_);
    end_ = status;
    TellLocked();
  }

 private:
  void LetGoLocked() {
    if (std::exchange(is_broken_, true)) return;
    RemoveHold();
  }

  void TellLocked() {
    has_changed_ = true;
    changed_.notify_all();
  }

  std::unique_ptr<v1::Ingest::Stub> stub_;
  grpc::ClientContext context_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  v1::PushRequest request_;  // these are GUARDED_BY mutex_
  v1::PushReply reply_;
  bool is_writing_ = true;
  bool is_reading_ = true;
  bool is_broken_ = false;  // nothing may begin any more
  bool is_over_ = false;    // nobody takes anything any more
  bool has_changed_ = false;
  std::optional<grpc::Status> end_;
};

PushStream::PushStream(const std::shared_ptr<grpc::Channel>& channel, v1::PushRequest hello)
    : reactor_(std::make_unique<Reactor>(channel, std::move(hello))) {}
PushStream::~PushStream() = default;

bool PushStream::MaySend() const { return reactor_->MaySend(); }
void PushStream::Send(v1::PushRequest message) { reactor_->Send(std::move(message)); }
std::optional<v1::PushReply> PushStream::Take() { return reactor_->Take(); }
std::optional<grpc::Status> PushStream::End() const { return reactor_->End(); }
void PushStream::Wait(Duration at_most) { reactor_->Wait(at_most); }

}  // namespace throng
