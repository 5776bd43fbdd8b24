// Takes the file system and TCP away, by the kernel's Landlock.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace throng {

// The version of Landlock's interface; 0 where the kernel has none.
int LandlockVersion();

// From now on this process can open, make, change or run no file, and as far as the kernel's
// version goes neither bind nor connect a TCP socket (4), nor reach abstract sockets or signal
// processes that are not its own (6). What is open stays open. The version; 0 where the kernel
// refuses.
int ForbidFiles();

}  // namespace throng
