// Why nothing goes to the hub, in words for the operator, and when to try again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "counter/base/result.h"
#include "counter/base/time.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace throng {

struct EdgeTrouble {
  std::string text;                 // cause and cure; of a fault, the cause only
  std::optional<Fault> fault = {};  // of the ledger
  bool has_answered = false;        // the hub did take something before
  bool is_lasting = false;          // likely to come again, so it is tried less often each time
  bool is_search = false;           // there is a next step, which need not wait
};

// Of how a stream ended. What the hub said is added where it is one line of plain text.
EdgeTrouble TroubleOf(const grpc::Status& end);

// Of a stream that ended because of one window or event, which was sent alone.
EdgeTrouble TroubleWithOne(const grpc::Status& end);

// After `failures` (>= 1) in a row: `first`, twice as long each time up to `longest`, of which up
// to a half is taken away by `chance` (0..1), so that not all edges of a hub come back together.
// Pure.
Duration EdgePause(int failures, Duration first, Duration longest, double chance);

}  // namespace throng
