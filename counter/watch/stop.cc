// A signalfd for SIGINT and SIGTERM that nobody drains.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/stop.h"

#include <poll.h>
#include <sys/signalfd.h>

#include <csignal>

namespace throng {

Result<Stop> Stop::Make() {
  sigset_t wanted;
  ::sigemptyset(&wanted);
  ::sigaddset(&wanted, SIGINT);
  ::sigaddset(&wanted, SIGTERM);
  if (::pthread_sigmask(SIG_BLOCK, &wanted, nullptr) != 0) return Fault::kInternal;
  Descriptor signals(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!signals) return Fault::kInternal;
  return Stop(std::move(signals));
}

bool Stop::Asked() const {
  pollfd look{.fd = fd(), .events = POLLIN, .revents = 0};
  return ::poll(&look, 1, 0) == 1;
}

}  // namespace throng
