// What each of gRPC's codes means to an edge, and what helps.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/edge_trouble.h"

#include <grpcpp/support/status.h>

#include <algorithm>
#include <string_view>

#include "counter/wire/check.h"
#include "counter/wire/limits.h"
#include "counter/wire/status.h"

namespace throng {
namespace {

std::string_view WordsFor(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return "the hub has ended the connection; it is tried again by itself";
    case grpc::StatusCode::UNAUTHENTICATED:
      return "the hub does not know this edge; does the certificate's time last, and is it of the "
             "hub's authority? throng cert makes a new one";
    case grpc::StatusCode::PERMISSION_DENIED:
      return "the certificate is that of another site; name this site's own in `credentials`";
    case grpc::StatusCode::FAILED_PRECONDITION:
      return "the hub knows other zones of this site; leave their order, kind, area and capacity "
             "as "
             "they were, with new ones last, or give the changed zone a new name, or the site";
    case grpc::StatusCode::INVALID_ARGUMENT:
      return "the hub does not understand what it is sent; update the hub first, then its edges";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "the hub has too much to do; it is tried again by itself";
    case grpc::StatusCode::UNAVAILABLE:
      return "no hub takes counts there now; does it run, is its address right, may this machine "
             "reach it, and do both trust each other? It is tried again by itself";
    case grpc::StatusCode::ABORTED:
      return "another edge counts for this site; stop one of them, or give its site a name of its "
             "own";
    case grpc::StatusCode::UNIMPLEMENTED:
      return "what answers there is no hub of throng's; is its address right?";
    default:
      return "the hub failed; its log says why. It is tried again by itself";
  }
}

std::string WithWhatWasSaid(std::string text, const grpc::Status& end) {
  const std::string said = end.error_message().substr(0, kMostSentenceBytes);
  if (!said.empty() && !CheckSentence("", said)) text += " (" + said + ")";
  return text;
}

}  // namespace

EdgeTrouble TroubleOf(const grpc::Status& end) {
  if (end.error_code() == grpc::StatusCode::UNAUTHENTICATED &&
      end.error_message() == kCertificateIsRefused) {
    return {
        .text =
            "the hub refuses this certificate, which was noted there as stolen or lost; if this "
            "edge is yours, give it a new one: throng cert site with --renew",
        .is_lasting = true};
  }
  return {.text = WithWhatWasSaid(std::string(WordsFor(end.error_code())), end),
          .is_lasting = end.error_code() == grpc::StatusCode::ABORTED};
}

EdgeTrouble TroubleWithOne(const grpc::Status& end) {
  return {.text = WithWhatWasSaid(
              "the hub does not take one of those that wait, also where it comes alone; it is set "
              "aside once the hub takes another",
              end)};
}

Duration EdgePause(int failures, Duration first, Duration longest, double chance) {
  constexpr int kMostDoublings = 20;
  const auto doubled = std::int64_t{1} << std::clamp(failures - 1, 0, kMostDoublings);
  const Duration whole = first > longest / doubled ? longest : first * doubled;
  const double share = 1.0 - 0.5 * std::clamp(chance, 0.0, 1.0);
  return Duration(static_cast<Duration::rep>(static_cast<double>(whole.count()) * share));
}

}  // namespace throng
