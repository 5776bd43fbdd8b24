// Lines of /proc.
// SPDX-License-Identifier: Apache-2.0
#include "counter/audit/eyes.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

namespace throng {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEyeName = "throng-eye\n";
// A library locks a few pages of its own, and the kernel none of its own.
constexpr std::uint64_t kLeftUnlockedKb = 1024;

std::string TextOf(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The words behind "name:".
std::istringstream FieldOf(const std::string& status, const std::string& name) {
  std::istringstream lines(status);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name + ":")) return std::istringstream(line.substr(name.size() + 1));
  }
  return std::istringstream();
}

std::uint64_t NumberOf(const std::string& status, const std::string& name) {
  std::uint64_t number = 0;
  FieldOf(status, name) >> number;
  return number;
}

// How many filters the first of its parents has that is no eye: a service may have some, and its
// children inherit them.
int FiltersBefore(int process) {
  while (process > 0) {
    const fs::path of_process = "/proc/" + std::to_string(process);
    const std::string status = TextOf(of_process / "status");
    if (TextOf(of_process / "comm") != kEyeName) {
      return static_cast<int>(NumberOf(status, "Seccomp_filters"));
    }
    process = static_cast<int>(NumberOf(status, "PPid"));
  }
  return 0;
}

}  // namespace

EyeStatus ReadEyeStatus(const std::string& status, int filters_before) {
  std::uint64_t rights = 0;
  FieldOf(status, "CapEff") >> std::hex >> rights;
  constexpr std::uint64_t kFilter = 2;
  std::istringstream of_process = FieldOf(status, "NSpid");
  return {.process = static_cast<int>(NumberOf(status, "Pid")),
          .parent = static_cast<int>(NumberOf(status, "PPid")),
          .filtered = NumberOf(status, "Seccomp") == kFilter &&
                      std::cmp_greater(NumberOf(status, "Seccomp_filters"), filters_before),
          .gains_nothing = NumberOf(status, "NoNewPrivs") == 1,
          .has_rights = rights != 0,
          .is_root = NumberOf(status, "Uid") == 0,
          .is_enclosed = std::distance(std::istream_iterator<int>(of_process), {}) > 1,
          .swapped_kb = NumberOf(status, "VmSwap"),
          .size_kb = NumberOf(status, "VmSize"),
          .locked_kb = NumberOf(status, "VmLck")};
}

std::vector<EyeStatus> RunningEyes() {
  std::vector<EyeStatus> eyes;
  std::error_code none;
  for (const auto& process : fs::directory_iterator("/proc", none)) {
    if (TextOf(process.path() / "comm") != kEyeName) continue;
    const std::string status = TextOf(process.path() / "status");
    const int parent = ReadEyeStatus(status).parent;
    if (!status.empty()) eyes.push_back(ReadEyeStatus(status, FiltersBefore(parent)));
  }
  return eyes;
}

std::vector<EyeStatus> Settled(const std::vector<EyeStatus>& first,
                               const std::vector<EyeStatus>& later) {
  std::vector<EyeStatus> settled;
  for (const EyeStatus& eye : later) {
    const auto same = [&](const EyeStatus& earlier) { return earlier.process == eye.process; };
    if (std::ranges::any_of(first, same)) settled.push_back(eye);
  }
  return settled;
}

std::optional<bool> MachineSwaps() {
  const std::string swaps = TextOf("/proc/swaps");
  if (swaps.empty()) return std::nullopt;
  return std::ranges::count(swaps, '\n') > 1;
}

Finding FindingOnEyes(const std::vector<EyeStatus>& eyes) {
  Finding finding{.promise = "Every eye that runs now is locked",
                  .checked =
                      "/proc/PID/status of each process throng-eye: Seccomp 2 with more "
                      "filters than throng's own, NoNewPrivs 1, CapEff 0, not root",
                  .by_hand =
                      "grep -E 'Seccomp|NoNewPrivs|CapEff|Uid' /proc/$(pgrep -f "
                      "throng-eye | head -1)/status"};
  std::size_t locked = 0;
  std::string others;
  for (const EyeStatus& eye : eyes) {
    if (eye.filtered && eye.gains_nothing && !eye.has_rights && !eye.is_root) {
      ++locked;
    } else {
      others += fmt::format(" {}", eye.process);
    }
  }
  if (eyes.empty()) {
    finding.figure = "no eye runs now; start a count and audit again";
    return finding;
  }
  finding.verdict = others.empty() ? Outcome::kHolds : Outcome::kBroken;
  finding.figure = fmt::format("{} of {} processes{}", locked, eyes.size(),
                               others.empty() ? "" : fmt::format("; not{}", others));
  return finding;
}

Finding FindingOnSwap(const std::vector<EyeStatus>& eyes, std::optional<bool> machine_swaps) {
  Finding finding{.promise = "No memory of an eye is written to swap",
                  .checked = "/proc/swaps; VmSwap of each eye, and VmLck beside VmSize",
                  .by_hand =
                      "cat /proc/swaps; grep -E 'Vm(Swap|Lck|Size)' /proc/$(pgrep -f "
                      "throng-eye | head -1)/status"};
  std::uint64_t swapped_kb = 0;
  // The processes that wait for the others hold nothing of a picture.
  const bool any_waits = std::ranges::any_of(eyes, &EyeStatus::is_enclosed);
  bool all_locked = !eyes.empty();
  for (const EyeStatus& eye : eyes) {
    swapped_kb += eye.swapped_kb;
    if (eye.is_enclosed || !any_waits) {
      all_locked = all_locked && eye.locked_kb + kLeftUnlockedKb >= eye.size_kb;
    }
  }
  if (swapped_kb > 0) {
    finding.verdict = Outcome::kBroken;
    finding.figure = fmt::format("{} kB of eyes lie in swap", swapped_kb);
  } else if (machine_swaps && !*machine_swaps) {
    finding.verdict = Outcome::kHolds;
    finding.figure = "this machine has no swap";
  } else if (all_locked) {
    finding.verdict = Outcome::kHolds;
    finding.figure = "0 kB; all of their memory is locked";
  } else {
    finding.figure =
        "0 kB now, but nothing forbids it: run throng as the shipped service, or "
        "switch swap off";
  }
  return finding;
}

}  // namespace throng
