// Closes a file descriptor.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/descriptor.h"

#include <unistd.h>

namespace throng {

void Descriptor::Close() {
  if (fd_ != kNone) ::close(fd_);
  fd_ = kNone;
}

}  // namespace throng
