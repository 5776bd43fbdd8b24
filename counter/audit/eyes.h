// What the kernel says of the eyes that run on this machine now.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter/audit/finding.h"

namespace throng {

// One process of throng-eye. Each eye has two: one that waits, and one that sees.
struct EyeStatus {
  int process = 0;
  int parent = 0;
  bool filtered = false;       // its system calls, by more than throng's own are
  bool gains_nothing = false;  // no new privileges
  bool has_rights = false;     // any capability
  bool is_root = false;
  bool is_enclosed = false;  // in a process namespace of its own: one that sees
  std::uint64_t swapped_kb = 0;
  std::uint64_t size_kb = 0;
  std::uint64_t locked_kb = 0;  // kept out of swap
};

// Reads /proc/PID/status of every throng-eye. Without root those of other users are seen as well.
std::vector<EyeStatus> RunningEyes();

// The text of one /proc/PID/status, and how many filters throng has; pure, for tests.
EyeStatus ReadEyeStatus(const std::string& status, int filters_before = 0);

// Of those that were there at `first`, as they are later: an eye takes a moment to lock itself,
// before its first byte of video.
std::vector<EyeStatus> Settled(const std::vector<EyeStatus>& first,
                               const std::vector<EyeStatus>& later);

// Whether this machine has swap in use; nothing where that cannot be read.
std::optional<bool> MachineSwaps();

Finding FindingOnEyes(const std::vector<EyeStatus>& eyes);
Finding FindingOnSwap(const std::vector<EyeStatus>& eyes, std::optional<bool> machine_swaps);

}  // namespace throng
