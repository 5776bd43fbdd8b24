// Asks the hub for the page, as the visitor who wants to know: what he may see, the hub decides.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/page/http_server.h"
#include "counter/page/visitors.h"

namespace grpc {
class Channel;
class ClientContext;
class Status;
}  // namespace grpc

namespace throng {

struct WatchAsked {
  std::vector<std::string> sites;   // none: all
  std::vector<std::string> places;  // none: all
  bool alarms_of_others = false;    // of sites that are not in `sites`, too
};

struct HistoryAsked {
  std::string site;
  std::vector<std::string> zones;  // none: all
  std::int64_t from_ms;            // UTC; [from, until)
  std::int64_t until_ms;
  std::string resolution;  // as in API.md
};

// JSON, or the HTTP status that says why there is none.
using Answered = Result<std::string, int>;

// Thread-safe; calls wait.
class HubCalls {
 public:
  using Connect = std::function<std::shared_ptr<grpc::Channel>()>;

  // Whoever watches has a line of his own: one takes only so many streams. `clock` outlives it.
  HubCalls(Connect connect, const Clock& clock)
      : connect_(std::move(connect)), hub_(connect_()), clock_(clock) {}

  Answered Sites(const Visitor& visitor) const;
  Answered History(const Visitor& visitor, const HistoryAsked& asked) const;
  Answered Alarms(const Visitor& visitor, const HistoryAsked& asked) const;
  // `request`: an AcknowledgeRequest as JSON.
  Answered Acknowledge(const Visitor& visitor, const std::string& request) const;
  // Server-Sent Events.
  Result<std::unique_ptr<HttpStream>, int> Watch(const Visitor& visitor,
                                                 const WatchAsked& asked) const;

 private:
  Connect connect_;
  std::shared_ptr<grpc::Channel> hub_;  // of all but Watch
  const Clock& clock_;
};

// For files that call the hub.
void Introduce(grpc::ClientContext& call, const Visitor& visitor);
int HttpStatusOf(const grpc::Status& status);

}  // namespace throng
