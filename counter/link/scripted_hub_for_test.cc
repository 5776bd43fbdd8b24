// The hub's end, one thread for each call.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/scripted_hub_for_test.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

Instant Now() { return SystemClock().Now(); }

}  // namespace

std::optional<EdgeHello> EdgeCall::Hello() {
  v1::PushRequest message;
  if (!stream_.Read(&message)) return std::nullopt;
  Result<EdgeHello, Refusal> hello = HelloFrom(message, Now() + std::chrono::days(3));
  EXPECT_TRUE(hello) << Describe(hello.error());
  if (!hello) return std::nullopt;
  zones_ = hello->site.zones.size();
  return *std::move(hello);
}

std::optional<EdgeBatch> EdgeCall::Batch() {
  v1::PushRequest message;
  if (!stream_.Read(&message)) return std::nullopt;
  Result<EdgeBatch, Refusal> batch = BatchFrom(message, zones_, Now() + -behind_);
  EXPECT_TRUE(batch) << Describe(batch.error());
  if (!batch) return std::nullopt;
  return *std::move(batch);
}

void EdgeCall::Welcome(Duration behind) {
  behind_ = behind;
  Say(WelcomeMessage(Now() + -behind));
}

void EdgeCall::Answer(const EdgeBatch& batch, const std::vector<std::uint32_t>& refused) {
  const auto written = static_cast<std::uint32_t>(batch.windows.size() - refused.size());
  Say(DoneMessage(batch.number, {.written = written, .known = 0, .refused = refused}));
}

bool EdgeCall::Say(const v1::PushReply& reply) { return stream_.Write(reply); }

ScriptedHub::ScriptedHub(const std::filesystem::path& folder)
    : address_("unix:" + (folder / "hub.sock").string()), script_(Well()) {
  Start();
}

ScriptedHub::~ScriptedHub() { Stop(); }

void ScriptedHub::Start() {
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address_, grpc::InsecureServerCredentials());
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
  EXPECT_TRUE(server_);
}

void ScriptedHub::Stop() {
  if (!server_) return;
  server_->Shutdown(std::chrono::system_clock::now());  // calls are cancelled
  server_->Wait();
  server_.reset();
}

void ScriptedHub::Do(Script script) {
  const std::scoped_lock lock(mutex_);
  script_ = std::move(script);
}

ScriptedHub::Script ScriptedHub::Well(Duration behind) {
  return [this, behind](EdgeCall& call) {
    if (!call.Hello()) return grpc::Status::OK;
    call.Welcome(behind);
    while (const std::optional<EdgeBatch> batch = call.Batch()) {
      Keep(*batch);
      call.Answer(*batch);
    }
    return grpc::Status::OK;
  };
}

void ScriptedHub::Keep(const EdgeBatch& batch) {
  const std::scoped_lock lock(mutex_);
  for (const Entry& entry : batch.windows) {
    came_.push_back(entry.window.start);
    windows_.insert_or_assign({entry.zone.value(), entry.window.start.utc_ns()}, entry);
  }
  for (const AlarmEvent& event : batch.events) {
    events_.insert_or_assign({event.alarm, event.sequence}, event);
  }
}

std::vector<Instant> ScriptedHub::Came() const {
  const std::scoped_lock lock(mutex_);
  return came_;
}

std::size_t ScriptedHub::Windows() const {
  const std::scoped_lock lock(mutex_);
  return windows_.size();
}

std::vector<AlarmEvent> ScriptedHub::Events() const {
  const std::scoped_lock lock(mutex_);
  std::vector<AlarmEvent> events;
  for (const auto& [key, event] : events_) events.push_back(event);
  return events;
}

int ScriptedHub::Calls() const {
  const std::scoped_lock lock(mutex_);
  return calls_;
}

grpc::Status ScriptedHub::Push(grpc::ServerContext* /*context*/, EdgeCall::Stream* stream) {
  Script script;
  {
    const std::scoped_lock lock(mutex_);
    ++calls_;
    script = script_;
  }
  EdgeCall call(*stream);
  return script(call);
}

}  // namespace throng
