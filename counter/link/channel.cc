// Sets gRPC's times.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/channel.h"

#include <grpcpp/grpcpp.h>

#include "counter/wire/limits.h"

namespace throng {
namespace {

constexpr std::chrono::seconds kEdgeIdle{4};

int Ms(std::chrono::milliseconds time) { return static_cast<int>(time.count()); }

}  // namespace

std::shared_ptr<grpc::Channel> EdgeChannel(
    const std::string& address, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(static_cast<int>(kMostMessageBytes));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, Ms(kEdgePingEvery));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Ms(kEdgePingWithin));
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // no end of them
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // Shorter than the edge's own pauses, so that each of its tries is one.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 500);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 10'000);  // for a connection to come about
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // So that an edge which is turned away shows its certificate anew after a longer pause: it may have
  // been renewed.
  arguments.SetInt(GRPC_ARG_CLIENT_IDLE_TIMEOUT_MS, Ms(kEdgeIdle));
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, 5000);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

}  // namespace throng
