// What any process can forbid itself: cores, files, memory, swap, new privileges.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/result.h"

namespace throng {

// From now on this process and what it starts: leaves no core, can write no file, gains no
// privileges, takes at most kMostMemoryBytes, and can be read by no other process of its user.
// Fault::kEyeLocked if the kernel refuses one of these.
Status LimitThisProcess();

// Dies with the process that started it, and cannot be traced or dumped. What changes who the
// process is takes both away again, so this is called after each such change. Fault::kEyeLocked.
Status TieToParent();

// A crash ends the process without a word: the kernel's log would show the memory around it. Not
// undone by what comes later, since the filter knows no call for it. The exit code is kEyeDied, or
// kEyeOutOfMemory where `new` found no more. Fault::kEyeLocked.
Status CrashSilently();

// Lets whoever started this process look into its memory. Fault::kEyeLocked.
Status AllowInspection();

// Keeps all memory, now and later, out of swap, where the limit of locked memory is open
// (LimitMEMLOCK=infinity in a unit, or root before it became nobody). Where it is not, this does
// nothing, and /proc/PID/status says so: VmLck is 0. Fault::kEyeLocked.
Status KeepOutOfSwap();

}  // namespace throng
