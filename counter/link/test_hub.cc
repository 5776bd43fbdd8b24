// The service Live with one call, which tells the caller's URI as the name of a site.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/test_hub.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/server_builder.h>
#include <throng/v1/watch.grpc.pb.h>

#include <chrono>
#include <mutex>

#include "counter/base/check.h"

namespace throng {

class TestHub::Service final : public v1::Live::Service {
 public:
  explicit Service(const Callers& callers) : callers_(callers) {}

  grpc::Status ListSites(grpc::ServerContext* call, const v1::ListSitesRequest* /*request*/,
                         v1::ListSitesReply* reply) override {
    const auto sent = call->client_metadata().find("authorization");
    {
      const std::lock_guard lock(mutex_);
      ++calls_;
      authorization_ = sent == call->client_metadata().end()
                           ? "none"
                           : std::string(sent->second.data(), sent->second.size());
    }
    const Result<Callers::Caller, Stranger> caller = callers_.Of(*call);
    if (!caller) {
      const bool is_refused = caller.error() == Stranger::kRefused;
      return {grpc::StatusCode::UNAUTHENTICATED, is_refused ? "refused" : "nobody"};
    }
    reply->add_sites()->mutable_site()->set_name(caller->is_this_machine ? caller->identity.name
                                                                         : UriOf(caller->identity));
    return grpc::Status::OK;
  }

  int calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }
  std::string authorization() const {
    const std::lock_guard lock(mutex_);
    return authorization_;
  }

 private:
  const Callers& callers_;
  mutable std::mutex mutex_;
  int calls_ = 0;
  std::string authorization_;
};

TestHub::TestHub(const std::shared_ptr<grpc::ServerCredentials>& credentials,
                 const Callers& callers, const std::string& listen)
    : service_(std::make_unique<Service>(callers)) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen.empty() ? "127.0.0.1:0" : listen, credentials, &port_);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  COUNTER_CHECK(server_ != nullptr);
  address_ = listen.empty() ? "127.0.0.1:" + std::to_string(port_) : listen;
}

TestHub::~TestHub() { server_->Shutdown(std::chrono::system_clock::now()); }

int TestHub::calls() const { return service_->calls(); }
std::string TestHub::authorization() const { return service_->authorization(); }

std::string AskWho(const std::string& address,
                   const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                   const std::string& authorization) {
  grpc::ChannelArguments alone;
  alone.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return AskWho(grpc::CreateCustomChannel(address, credentials, alone), authorization);
}

std::string AskWho(const std::shared_ptr<grpc::Channel>& channel,
                   const std::string& authorization) {
  constexpr std::chrono::seconds kPatience{20};
  const std::unique_ptr<v1::Live::Stub> hub = v1::Live::NewStub(channel);
  grpc::ClientContext call;
  call.set_deadline(std::chrono::system_clock::now() + kPatience);
  if (!authorization.empty()) call.AddMetadata("authorization", authorization);
  v1::ListSitesReply reply;
  const grpc::Status status = hub->ListSites(&call, {}, &reply);
  if (status.ok()) return reply.sites(0).site().name();
  return status.error_code() == grpc::StatusCode::UNAUTHENTICATED ? status.error_message()
                                                                  : "no connection";
}

}  // namespace throng
