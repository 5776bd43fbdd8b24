// Looks at callers; counts their calls.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/gate.h"

#include <grpcpp/support/status.h>

#include <algorithm>
#include <chrono>

#include "counter/wire/status.h"

namespace throng {
namespace {

// More callers than these forget those that have not called for longest enough to be full again.
constexpr std::size_t kMostBuckets = 10'000;

TurnedAway WhyNot(Stranger stranger) {
  return stranger == Stranger::kRefused ? TurnedAway::kRefused : TurnedAway::kUnknown;
}

bool MayCall(const Callers::Caller& caller, For whom) {
  if (caller.is_this_machine) return true;
  if (!whom.least) return caller.identity.kind == Identity::Kind::kSite;
  return caller.identity.kind == Identity::Kind::kReader && caller.identity.role >= *whom.least;
}

}  // namespace

grpc::Status StatusOf(TurnedAway why) {
  switch (why) {
    case TurnedAway::kUnknown:
      return {grpc::StatusCode::UNAUTHENTICATED, "a certificate or token of this hub is needed"};
    case TurnedAway::kRefused:
      return {grpc::StatusCode::UNAUTHENTICATED, kCertificateIsRefused};
    case TurnedAway::kForbidden:
      return {grpc::StatusCode::PERMISSION_DENIED, "the caller's role does not allow this"};
    case TurnedAway::kTooFast:
      break;
  }
  return {grpc::StatusCode::RESOURCE_EXHAUSTED, "too many calls; come again later"};
}

Result<Callers::Caller, TurnedAway> Gate::Enter(const grpc::ServerContextBase& call, For whom) {
  const Result<Callers::Caller, Stranger> caller = caller_of_(call);
  if (!caller) return WhyNot(caller.error());
  if (!MayCall(*caller, whom)) return TurnedAway::kForbidden;
  if (!TakeOne(caller->identity)) return TurnedAway::kTooFast;
  return *caller;
}

std::optional<TurnedAway> Gate::WhyOut(const grpc::ServerContextBase& call, For whom) const {
  const Result<Callers::Caller, Stranger> caller = caller_of_(call);
  if (!caller) return WhyNot(caller.error());
  if (!MayCall(*caller, whom)) return TurnedAway::kForbidden;
  return std::nullopt;
}

bool Gate::TakeOne(const Identity& identity) {
  const std::scoped_lock lock(mutex_);
  const Duration now = clock_.Steady();
  const auto left_of = [&](const Bucket& bucket) {
    const double seconds = std::chrono::duration<double>(now - bucket.at).count();
    return std::min(rate_.most, bucket.left + seconds * rate_.each_second);
  };
  if (buckets_.size() > kMostBuckets) {
    std::erase_if(buckets_, [&](const auto& one) { return left_of(one.second) >= rate_.most; });
  }
  const auto [at, is_new] =
      buckets_.try_emplace(UriOf(identity), Bucket{.left = rate_.most, .at = now});
  Bucket& bucket = at->second;
  bucket = {.left = left_of(bucket), .at = now};
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

}  // namespace throng
