// From gRPC's codes, and from its words where those are not enough.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/hub_trouble.h"

#include <grpcpp/support/status.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::size_t kMostSaid = 200;

std::string Said(const std::string& text) { return Printable(text.substr(0, kMostSaid)); }

// gRPC has one code for a hub that is away, one that is not trusted, and one that says it is busy.
// What the hub itself says begins with these words (wire/status.cc). If gRPC's words change, the
// cause is told less exactly, and nothing else.
HubTrouble OfUnavailable(const std::string& text) {
  if (text.starts_with("the hub")) return {.fault = Fault::kHubAway, .said = Said(text)};
  for (const std::string_view sign :
       {"andshake failed", "Peer name", "CERTIFICATE", "certificate"}) {
    if (text.find(sign) != std::string::npos) return {.fault = Fault::kHubUntrusted};
  }
  return {.fault = Fault::kHubUnreachable};
}

}  // namespace

HubTrouble TroubleOf(const grpc::Status& status, bool was_connected) {
  const std::string& text = status.error_message();
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      return OfUnavailable(text);
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return {.fault = was_connected ? Fault::kHubSlow : Fault::kHubUnreachable};
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return {.fault = Fault::kHubBusy, .said = Said(text)};
    case grpc::StatusCode::UNAUTHENTICATED:
      return {.fault = Fault::kHubKnowsUsNot, .said = Said(text)};
    case grpc::StatusCode::PERMISSION_DENIED:
      return {.fault = Fault::kHubForbids, .said = Said(text)};
    case grpc::StatusCode::NOT_FOUND:
      return {.fault = Fault::kHubHasNone, .said = Said(text)};
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return {.fault = Fault::kHubRefuses, .said = Said(text)};
    case grpc::StatusCode::UNIMPLEMENTED:
      return {.fault = Fault::kNotAHub};
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::ABORTED:
      return {.fault = Fault::kHubAway};
    default:
      return {.fault = Fault::kHubFailed, .said = Said(text)};
  }
}

bool MayPass(Fault fault) {
  constexpr std::array kPassing{Fault::kHubUnreachable, Fault::kHubSlow, Fault::kHubBusy,
                                Fault::kHubAway, Fault::kHubFailed};
  return std::ranges::find(kPassing, fault) != kPassing.end();
}

}  // namespace throng
