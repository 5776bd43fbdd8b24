// A place of its own: no files, no network, no other processes, no name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/result.h"

namespace throng {

// What is out of reach now. Neither where the system gives no namespaces; the network only where it
// gives no empty root (in a chroot).
struct Enclosed {
  bool files;
  bool network;
};

// Enters empty user, mount, network, ipc, uts and pid namespaces as an ordinary user without
// capabilities, also where root started it. What is open stays open. Only with one thread, and
// before anything else: it goes on in a child process, while the first one waits for it and ends as
// it does. Fault::kEyeLocked if something fails half-way, or if nobody reads descriptor 3.
Result<Enclosed> EncloseThisProcess();

}  // namespace throng
