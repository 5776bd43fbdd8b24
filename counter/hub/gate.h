// Who may call which method, and how often.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/caller.h"
#include "counter/link/identity.h"

namespace grpc {
class ServerContextBase;
class Status;
}  // namespace grpc

namespace throng {

// Why a caller is turned away.
enum class TurnedAway : std::uint8_t {
  kUnknown = 1,  // nobody we know: UNAUTHENTICATED
  kRefused,      // a certificate that is to be turned away: likewise, in other words
  kForbidden,    // not for this role, or not an edge: PERMISSION_DENIED
  kTooFast,      // RESOURCE_EXHAUSTED
};
grpc::Status StatusOf(TurnedAway why);  // with static text

// Whom a method is for: edges, or readers of a role and above.
struct For {
  static For Edges() { return {std::nullopt}; }
  static For Readers(Role least) { return {least}; }
  std::optional<Role> least;  // absent: edges
};

// A caller has so many calls in hand, and gets so many more each second.
struct CallRate {
  double most = 200;
  double each_second = 50;
};

// Thread-safe.
class Gate {
 public:
  using CallerOf =
      std::function<Result<Callers::Caller, Stranger>(const grpc::ServerContextBase& call)>;

  Gate(CallerOf caller_of, const Clock& clock, CallRate rate = {})
      : caller_of_(std::move(caller_of)), clock_(clock), rate_(rate) {}

  // At the begin of each call.
  Result<Callers::Caller, TurnedAway> Enter(const grpc::ServerContextBase& call, For whom);

  // For a stream that is open: why its caller would not be let in any more; nothing if he would.
  std::optional<TurnedAway> WhyOut(const grpc::ServerContextBase& call, For whom) const;

 private:
  struct Bucket {
    double left;
    Duration at;
  };
  bool TakeOne(const Identity& identity);

  CallerOf caller_of_;
  const Clock& clock_;
  CallRate rate_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;  // by whoever calls; GUARDED_BY mutex_
};

}  // namespace throng
