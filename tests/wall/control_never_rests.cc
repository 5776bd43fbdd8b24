// Control: an eye that never notices that its camera has stalled.
// SPDX-License-Identifier: Apache-2.0
#include <poll.h>
#include <csignal>
#include <ctime>

extern "C" {
int ppoll(pollfd*, nfds_t, const timespec*, const sigset_t*) { return 1; }
int __ppoll_chk(pollfd*, nfds_t, const timespec*, const sigset_t*, std::size_t) {  // NOLINT
  return 1;
}
}
