// Waits for gRPC, and says why a call ended.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/reader_call.h"

#include <grpcpp/support/status.h>

#include "counter/link/hub_trouble.h"

namespace throng {

ReaderCall::~ReaderCall() {
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
}

bool ReaderCall::Await(std::optional<std::chrono::seconds> longest) {
  const Duration begun = clock_.Steady();
  for (;;) {
    if (!was_stopped_ && !calls_.go_on()) {
      was_stopped_ = true;
      Cancel();
    }
    void* tag = nullptr;
    bool ok = false;
    const auto step = gpr_time_from_millis(kReaderStep.count(), GPR_TIMESPAN);
    const auto next = queue_.AsyncNext(&tag, &ok, step);
    if (next != grpc::CompletionQueue::TIMEOUT) return ok;
    if (!longest || clock_.Steady() - begun < *longest) continue;
    was_late_ = true;
    Cancel();
  }
}

Heard<Done> ReaderCall::EndOf(const grpc::Status& status, bool was_connected) const {
  if (was_stopped_) return HubTrouble{.fault = Fault::kStopped};
  if (was_late_) {
    return HubTrouble{.fault = was_connected ? Fault::kHubSlow : Fault::kHubUnreachable};
  }
  if (status.ok()) return Done{};
  return TroubleOf(status, was_connected);
}

}  // namespace throng
