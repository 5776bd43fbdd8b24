// Sets gRPC's times.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/channel.h"

#include <grpcpp/grpcpp.h>

#include "counter/link/credentials.h"
#include "counter/wire/limits.h"

namespace throng {
namespace {

constexpr int kMostReplyBytes = 16 << 20;

int Ms(std::chrono::milliseconds time) { return static_cast<int>(time.count()); }

std::shared_ptr<grpc::Channel> ReaderChannel(
    const std::string& target, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments options;
  options.SetMaxReceiveMessageSize(kMostReplyBytes);
  options.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // nor does an alarm take one
  // So that a line which is dead at its other end is noticed while nothing is said.
  options.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  options.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  options.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  options.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 10'000);
  options.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // no line of an earlier call
  return grpc::CreateCustomChannel(target, credentials, options);
}

template <class Make>
Dial DialBy(const Make& make, const std::string& address,
            const std::optional<std::filesystem::path>& folder) {
  return [make, address, folder]() -> Result<std::shared_ptr<grpc::Channel>> {
    if (!folder) return make(address, OpenChannelCredentials());
    const auto credentials = ChannelCredentialsOf(*folder);
    if (!credentials) return credentials.error();
    return make(address, *credentials);
  };
}

}  // namespace

std::shared_ptr<grpc::Channel> EdgeChannel(
    const std::string& address, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(static_cast<int>(kMostMessageBytes));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, Ms(kEdgePingEvery));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Ms(kEdgePingWithin));
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // no end of them
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 10'000);  // for a connection to come about
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

std::optional<std::string> TargetOf(const std::string& address) {
  if (address.starts_with("unix:")) {
    return address.size() > 5 ? std::optional(address) : std::nullopt;
  }
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  std::string host = address.substr(0, colon);
  const std::string port = address.substr(colon + 1);
  if (port.empty() || port.size() > 5 ||
      port.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  const bool is_six = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
  if (is_six) host = host.substr(1, host.size() - 2);
  const char* const letters =
      is_six ? "0123456789abcdefABCDEF:."
             : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
  if (host.find_first_not_of(letters) != std::string::npos) return std::nullopt;
  return "dns:///" + address;
}

Dial EdgeDial(const std::string& address, const std::optional<std::filesystem::path>& credentials) {
  return DialBy(EdgeChannel, address, credentials);
}

Dial ReaderDial(const std::string& target,
                const std::optional<std::filesystem::path>& credentials) {
  return DialBy(ReaderChannel, target, credentials);
}

}  // namespace throng
