// What is new at the hub, as Server-Sent Events (https://html.spec.whatwg.org/#server-sent-events).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "counter/page/hub_calls.h"

namespace throng {

class WatchEvents final : public HttpStream {
 public:
  // Waits for the hub's first word, or a second. An HTTP status, if it refuses.
  static Result<std::unique_ptr<HttpStream>, int> Begin(const std::shared_ptr<grpc::Channel>& hub,
                                                        const Visitor& visitor,
                                                        const WatchAsked& asked,
                                                        const Clock& clock);
  ~WatchEvents() override;
  WatchEvents(const WatchEvents&) = delete;
  WatchEvents& operator=(const WatchEvents&) = delete;

  std::optional<std::string> Next() override;

 private:
  struct Parts;
  explicit WatchEvents(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace throng
