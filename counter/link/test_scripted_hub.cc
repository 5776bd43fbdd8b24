// Three services of gRPC's simplest kind, a thread for each call.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/test_scripted_hub.h"

#include <grpcpp/grpcpp.h>
#include <throng/v1/query.grpc.pb.h>
#include <throng/v1/watch.grpc.pb.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "counter/base/check.h"

namespace throng {
namespace {

using grpc::ServerContext;
using grpc::ServerWriter;

std::string UriOf(const ServerContext& context) {
  const auto uris = context.auth_context()->FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME);
  return uris.empty() ? "" : std::string(uris.front().data(), uris.front().size());
}

struct Board {
  mutable std::mutex mutex;
  std::condition_variable changed;
  HubScript script;
  HubHeard heard;
  std::vector<v1::WatchReply> said;  // since the start
  int breaks = 0;                    // since the start
  grpc::Status broken;
  bool is_over = false;

  // Notes what was asked; OK, or what the script says of all calls.
  grpc::Status Note(const std::function<void(HubHeard&)>& note) {
    const std::lock_guard lock(mutex);
    note(heard);
    if (script.status == 0) return grpc::Status::OK;
    return {static_cast<grpc::StatusCode>(script.status), script.words};
  }
  HubScript Script() const {
    const std::lock_guard lock(mutex);
    return script;
  }
};

class LiveService final : public v1::Live::Service {
 public:
  explicit LiveService(Board& board) : board_(board) {}

  grpc::Status ListSites(ServerContext*, const v1::ListSitesRequest*,
                         v1::ListSitesReply* reply) override {
    *reply = board_.Script().sites;
    return board_.Note([](HubHeard& heard) { ++heard.sites; });
  }

  grpc::Status Watch(ServerContext* context, const v1::WatchRequest* request,
                     ServerWriter<v1::WatchReply>* writer) override {
    std::unique_lock lock(board_.mutex);
    std::size_t next = board_.said.size();
    const int breaks = board_.breaks;
    lock.unlock();
    const auto noted = board_.Note([&](HubHeard& heard) {
      heard.watches.push_back(*request);
      heard.watchers.push_back(UriOf(*context));
    });
    if (!noted.ok()) return noted;
    for (const v1::WatchReply& news : board_.Script().first_news) writer->Write(news);
    lock.lock();
    while (!board_.is_over && !context->IsCancelled()) {
      if (next < board_.said.size()) {
        const v1::WatchReply news = board_.said[next++];
        lock.unlock();
        writer->Write(news);
        lock.lock();
        continue;
      }
      if (board_.breaks > breaks) return board_.broken;
      board_.changed.wait_for(lock, std::chrono::milliseconds(20));
    }
    return grpc::Status::OK;
  }

 private:
  Board& board_;
};

class HistoryService final : public v1::History::Service {
 public:
  explicit HistoryService(Board& board) : board_(board) {}

  grpc::Status Query(ServerContext*, const v1::QueryRequest* request,
                     ServerWriter<v1::QueryReply>* writer) override {
    const HubScript script = board_.Script();  // before it is told that the question was heard
    const auto noted = board_.Note([&](HubHeard& heard) { heard.queries.push_back(*request); });
    if (!noted.ok()) return noted;
    for (std::size_t i = 0; i < script.history.size(); ++i) {
      if (i == script.history_until_break) {
        return {grpc::StatusCode::UNAVAILABLE, "the hub's ledger is busy"};
      }
      if (!writer->Write(script.history[i])) break;
    }
    return grpc::Status::OK;
  }

  grpc::Status ListAlarms(ServerContext* context, const v1::ListAlarmsRequest* request,
                          ServerWriter<v1::ListAlarmsReply>* writer) override {
    const auto noted = board_.Note([&](HubHeard& heard) { heard.alarms.push_back(*request); });
    if (request->site() == board_.Script().silent_site) {
      std::unique_lock lock(board_.mutex);
      while (!board_.is_over && !context->IsCancelled()) {
        board_.changed.wait_for(lock, std::chrono::milliseconds(20));
      }
    }
    for (const v1::ListAlarmsReply& alarm : board_.Script().alarms) writer->Write(alarm);
    return noted;
  }

 private:
  Board& board_;
};

class AlarmsService final : public v1::Alarms::Service {
 public:
  explicit AlarmsService(Board& board) : board_(board) {}

  grpc::Status Acknowledge(ServerContext*, const v1::AcknowledgeRequest* request,
                           v1::AcknowledgeReply*) override {
    return board_.Note([&](HubHeard& heard) { heard.acknowledged.push_back(*request); });
  }

 private:
  Board& board_;
};

}  // namespace

struct ScriptedHub::State {
  Board board;
  LiveService live{board};
  HistoryService history{board};
  AlarmsService alarms{board};
  std::unique_ptr<grpc::Server> server;
};

ScriptedHub::ScriptedHub(const std::string& address, HubScript script,
                         const std::shared_ptr<grpc::ServerCredentials>& credentials)
    : state_(new State) {
  state_->board.script = std::move(script);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, credentials ? credentials : grpc::InsecureServerCredentials());
  builder.RegisterService(&state_->live);
  builder.RegisterService(&state_->history);
  builder.RegisterService(&state_->alarms);
  state_->server = builder.BuildAndStart();
  COUNTER_CHECK(state_->server != nullptr);
}

ScriptedHub::~ScriptedHub() {
  {
    const std::lock_guard lock(state_->board.mutex);
    state_->board.is_over = true;
  }
  state_->board.changed.notify_all();
  state_->server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(2));
}

void ScriptedHub::Change(const std::function<void(HubScript&)>& change) {
  const std::lock_guard lock(state_->board.mutex);
  change(state_->board.script);
}

void ScriptedHub::Say(const v1::WatchReply& news) {
  {
    const std::lock_guard lock(state_->board.mutex);
    state_->board.said.push_back(news);
  }
  state_->board.changed.notify_all();
}

void ScriptedHub::Break(int status, const std::string& words) {
  {
    const std::lock_guard lock(state_->board.mutex);
    state_->board.broken = grpc::Status(static_cast<grpc::StatusCode>(status), words);
    ++state_->board.breaks;
  }
  state_->board.changed.notify_all();
}

HubHeard ScriptedHub::Heard() const {
  const std::lock_guard lock(state_->board.mutex);
  return state_->board.heard;
}

}  // namespace throng
