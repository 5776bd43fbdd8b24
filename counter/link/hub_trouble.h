// Why a hub did not answer, so that a person knows what to do.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "counter/base/result.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace throng {

struct HubTrouble {
  Fault fault;            // one of kHub*, or kStopped
  std::string said = {};  // by the hub: printable ASCII, at most 200 bytes; mostly empty
};

// Of a call that failed. `was_connected`: the line to the hub stood when it did.
HubTrouble TroubleOf(const grpc::Status& status, bool was_connected);

// Whether it may be over soon, without anybody's doing.
bool MayPass(Fault fault);

}  // namespace throng
