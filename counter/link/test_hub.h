// A hub for tests that answers to whoever asks who he is.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "counter/link/caller.h"

namespace grpc {
class Channel;
class ChannelCredentials;
class Server;
class ServerCredentials;
}  // namespace grpc

namespace throng {

class TestHub {
 public:
  // `callers` outlives it. At `listen`, 127.0.0.1 with any port if empty.
  TestHub(const std::shared_ptr<grpc::ServerCredentials>& credentials, const Callers& callers,
          const std::string& listen = "");
  ~TestHub();
  TestHub(const TestHub&) = delete;
  TestHub& operator=(const TestHub&) = delete;

  const std::string& address() const { return address_; }
  int port() const { return port_; }
  // How many calls came through, and the last one's `authorization`; "none" without.
  int calls() const;
  std::string authorization() const;

 private:
  class Service;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  int port_ = 0;
};

// What the hub there answers, over a connection of its own: the caller's URI, "this machine",
// "nobody", "refused", or "no connection". With `authorization`, that goes as metadata too.
std::string AskWho(const std::string& address,
                   const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                   const std::string& authorization = "");
// The same over a connection that is there.
std::string AskWho(const std::shared_ptr<grpc::Channel>& channel,
                   const std::string& authorization = "");

}  // namespace throng
