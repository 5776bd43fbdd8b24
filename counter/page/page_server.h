// The control room's page: its files, who may see what, and what it asks of the hub.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/page/http_server.h"
#include "counter/page/visitors.h"

namespace grpc {
class Channel;
}  // namespace grpc

namespace throng {

// What is known of a site's ground.
struct GroundPlan {
  std::string json;             // as API.md says
  std::string image = {};       // a drawing; empty without one
  std::string image_type = {};  // "image/png"
};

struct PageOptions {
  HttpOptions http;
  // Whose a token is. Null: nobody needs one, and `http` must listen on this machine alone.
  Visitors::ReaderOf reader_of = nullptr;
  std::function<std::shared_ptr<grpc::Channel>()> connect;  // a line of its own to the hub
  std::map<std::string, GroundPlan> plans = {};             // by site
  // What throng check knows of a site file's text, as JSON; called by one thread at a time.
  std::function<std::string(std::string_view)> check;
};

// Thread-safe.
class PageServer {
 public:
  // `clock` outlives it. Faults: those of HttpServer::Start.
  static Result<std::unique_ptr<PageServer>> Start(PageOptions options, const Clock& clock);
  ~PageServer();
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;

  int port() const;
  std::size_t Streams() const;  // browsers that watch now

 private:
  struct Parts;
  explicit PageServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace throng
