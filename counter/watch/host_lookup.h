// Finds the addresses of a camera's host, and does not wait for the answer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter/base/descriptor.h"
#include "counter/base/result.h"

namespace throng {

struct HostAddress {
  sockaddr_storage address;
  socklen_t size_bytes;
};

// Of a name, or of a number, whose answer is there at once. It may be let go before its answer.
class HostLookup {
 public:
  // `host` as in CameraAddress. Fault::kInternal.
  static Result<HostLookup> Start(const std::string& host, std::uint16_t port);

  // Readable once Answer() has something.
  int fd() const { return answer_.get(); }

  // Nothing while it goes on; then once the addresses, at least one, the best first. Fault:
  // kHostUnknown.
  std::optional<Result<std::vector<HostAddress>>> Answer() const;

 private:
  explicit HostLookup(Descriptor answer) : answer_(std::move(answer)) {}
  Descriptor answer_;
};

}  // namespace throng
