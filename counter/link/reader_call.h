// A call of a reader under way, waited for in small steps, so that it can be stopped.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>

#include <chrono>
#include <optional>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/reader.h"

namespace throng {

// How long it waits before it asks ReaderCalls::go_on again.
inline constexpr std::chrono::milliseconds kReaderStep{100};

// With a completion queue of its own. What it is given outlives it.
class ReaderCall {
 public:
  ReaderCall(const Clock& clock, const ReaderCalls& calls) : clock_(clock), calls_(calls) {}
  ~ReaderCall();
  ReaderCall(const ReaderCall&) = delete;
  ReaderCall& operator=(const ReaderCall&) = delete;

  grpc::ClientContext& context() { return context_; }
  grpc::CompletionQueue& queue() { return queue_; }

  // Waits for what was begun last, of which there is always one; false if it failed, or is over.
  bool Await(std::optional<std::chrono::seconds> longest);
  void Cancel() { context_.TryCancel(); }

  // `was_connected`: the line to the hub stood when it ended.
  Heard<Done> EndOf(const grpc::Status& status, bool was_connected) const;

 private:
  const Clock& clock_;
  const ReaderCalls& calls_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  bool was_stopped_ = false;
  bool was_late_ = false;
};

}  // namespace throng
