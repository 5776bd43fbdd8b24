// A hub that answers as it was told to, over a socket of this machine: for tests of its clients.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace grpc {
class ServerCredentials;
}  // namespace grpc

namespace throng {

// What it answers. A `status` other than 0 is a code of gRPC, with `words`.
struct HubScript {
  v1::ListSitesReply sites = {};
  std::vector<v1::WatchReply> first_news = {};  // to whoever begins to watch
  std::vector<v1::QueryReply> history = {};
  std::size_t history_until_break = static_cast<std::size_t>(-1);  // replies; then UNAVAILABLE
  std::vector<v1::ListAlarmsReply> alarms = {};
  std::string silent_site = {};  // whoever asks for its alarms gets no answer
  int status = 0;                // of every call
  std::string words = {};
};

// What it was asked.
struct HubHeard {
  int sites = 0;
  std::vector<v1::WatchRequest> watches = {};
  std::vector<std::string> watchers = {};  // the URI in the certificate of each, or ""
  std::vector<v1::QueryRequest> queries = {};
  std::vector<v1::ListAlarmsRequest> alarms = {};
  std::vector<v1::AcknowledgeRequest> acknowledged = {};
};

// Thread-safe.
class ScriptedHub {
 public:
  // Listens at `address`: "unix:PATH"; without TLS, unless it has credentials. Aborts if it cannot.
  ScriptedHub(const std::string& address, HubScript script,
              const std::shared_ptr<grpc::ServerCredentials>& credentials = nullptr);
  ~ScriptedHub();
  ScriptedHub(const ScriptedHub&) = delete;
  ScriptedHub& operator=(const ScriptedHub&) = delete;

  void Change(const std::function<void(HubScript&)>& change);
  // To all who watch now.
  void Say(const v1::WatchReply& news);
  // Ends all that watch now, with a code of gRPC.
  void Break(int status, const std::string& words);
  HubHeard Heard() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace throng
