// The table from faults to gRPC's codes.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/status.h"

#include <grpcpp/support/status.h>

#include <algorithm>
#include <array>
#include <string>

namespace throng {
namespace {

struct Told {
  Fault fault;
  grpc::StatusCode code;
  StaticText text;
};

// An edge sends again after UNAVAILABLE, and whoever runs the hub has been told why by its log.
constexpr std::array kTold = {
    Told{Fault::kNotFound, grpc::StatusCode::NOT_FOUND, "no such site, place or alarm"},
    Told{Fault::kLedgerOtherSite, grpc::StatusCode::FAILED_PRECONDITION,
         "the hub knows other zones of this site"},
    Told{Fault::kDiskFull, grpc::StatusCode::UNAVAILABLE, "the hub's disk is full"},
    Told{Fault::kNotPermitted, grpc::StatusCode::UNAVAILABLE, "the hub may not use its ledger"},
    Told{Fault::kNotAFolder, grpc::StatusCode::UNAVAILABLE, "the hub's ledger is not there"},
    Told{Fault::kLedgerBusy, grpc::StatusCode::UNAVAILABLE, "the hub's ledger is busy"},
    Told{Fault::kLedgerUnreachable, grpc::StatusCode::UNAVAILABLE,
         "the hub's database does not answer"},
    Told{Fault::kLedgerDamaged, grpc::StatusCode::UNAVAILABLE, "the hub's ledger is damaged"},
    Told{Fault::kNotALedger, grpc::StatusCode::UNAVAILABLE, "the hub has no ledger of throng's"},
    Told{Fault::kLedgerTooNew, grpc::StatusCode::UNAVAILABLE, "the hub is older than its ledger"},
};

}  // namespace

grpc::Status StatusOf(Fault fault) {
  const auto* const told = std::ranges::find(kTold, fault, &Told::fault);
  if (told == kTold.end()) {
    return {grpc::StatusCode::INTERNAL, "the hub failed; its log says why"};
  }
  return {told->code, std::string(told->text.text())};
}

grpc::Status StatusOf(const Refusal& refusal) {
  return {grpc::StatusCode::INVALID_ARGUMENT, Describe(refusal)};
}

}  // namespace throng
