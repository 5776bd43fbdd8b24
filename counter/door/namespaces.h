// A place of its own: no files, no network, no other processes, no name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/result.h"

namespace throng {

// Enters empty user, mount, network, ipc, uts and pid namespaces as an ordinary user without
// capabilities, also where root started it. What is open stays open. Only with one thread, and
// before anything else: it goes on in a child process, while the first one waits for it and ends as
// it does. False where files stay within reach: the system gives no namespaces, or none with an
// empty root (in a chroot). Fault::kEyeLocked if something fails half-way.
Result<bool> EncloseThisProcess();

}  // namespace throng
