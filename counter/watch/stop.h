// Ctrl-C and a polite kill, as something that can be waited for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/descriptor.h"
#include "counter/base/result.h"

namespace throng {

// From its making on, SIGINT and SIGTERM no longer end this process; they make fd() readable and
// stay pending, so every later look sees them too. Children start with the signals unblocked.
class Stop {
 public:
  static Result<Stop> Make();
  int fd() const { return signals_.get(); }
  bool Asked() const;

 private:
  explicit Stop(Descriptor signals) : signals_(std::move(signals)) {}
  Descriptor signals_;
};

}  // namespace throng
