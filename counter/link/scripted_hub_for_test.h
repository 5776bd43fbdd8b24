// A hub over a unix socket that does to an edge what a test says, and keeps what it was sent.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <grpcpp/grpcpp.h>
#include <throng/v1/ingest.grpc.pb.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "counter/wire/ingest.h"

namespace throng {

// One call of an edge, seen from the hub.
class EdgeCall {
 public:
  using Stream = grpc::ServerReaderWriter<v1::PushReply, v1::PushRequest>;
  explicit EdgeCall(Stream& stream) : stream_(stream) {}

  // Nothing if the edge has gone; a message that breaks the rules stops the test.
  std::optional<EdgeHello> Hello();
  std::optional<EdgeBatch> Batch();
  // The hub's clock is so much behind that of this machine.
  void Welcome(Duration behind = Duration(0));
  void Answer(const EdgeBatch& batch, const std::vector<std::uint32_t>& refused = {});
  bool Say(const v1::PushReply& reply);  // false if the edge has gone

 private:
  Stream& stream_;
  std::size_t zones_ = 0;
  Duration behind_{};
};

class ScriptedHub final : public v1::Ingest::Service {
 public:
  using Script = std::function<grpc::Status(EdgeCall&)>;

  explicit ScriptedHub(const std::filesystem::path& folder);
  ~ScriptedHub() override;

  void Start();
  void Stop();
  // Of calls that begin from now on; at first, Well().
  void Do(Script script);
  // Welcomes, keeps and answers until the edge has gone.
  Script Well(Duration behind = Duration(0));

  std::string address() const { return address_; }
  void Keep(const EdgeBatch& batch);
  // Starts of windows in the order in which they came, each time that they did.
  std::vector<Instant> Came() const;
  std::size_t Windows() const;  // that are there, each once
  std::vector<AlarmEvent> Events() const;
  int Calls() const;

  grpc::Status Push(grpc::ServerContext* context, EdgeCall::Stream* stream) override;

 private:
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
  mutable std::mutex mutex_;
  Script script_;  // these are GUARDED_BY mutex_
  int calls_ = 0;
  std::vector<Instant> came_;
  std::map<std::pair<std::uint16_t, std::int64_t>, Entry> windows_;
  std::map<std::pair<std::int64_t, int>, AlarmEvent> events_;
};

}  // namespace throng
