// Fields of /proc/PID/stat and schedstat.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/processor_share.h"

#include <unistd.h>

#include <cstdint>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

namespace throng {
namespace {

// Processor time over life time of one process.
std::optional<double> ShareOfOne(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  // Behind the name, which may hold anything, the third field begins.
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  constexpr int kUser = 14;  // proc(5)
  constexpr int kSystem = 15;
  constexpr int kBegan = 22;
  double used = 0;
  double began = 0;
  std::string field;
  for (int number = 3; number <= kBegan && fields >> field; ++number) {
    if (number == kUser || number == kSystem) used += std::stod(field);
    if (number == kBegan) began = std::stod(field);
  }
  timespec since_boot{};  // as that field; a service may see no /proc/uptime
  if (::clock_gettime(CLOCK_BOOTTIME, &since_boot) != 0) return std::nullopt;
  const double ticks_per_s = static_cast<double>(::sysconf(_SC_CLK_TCK));
  const double lived = static_cast<double>(since_boot.tv_sec) * ticks_per_s - began;
  if (lived <= 0) return std::nullopt;
  return used / lived;
}

// The kernel's Documentation/scheduler/sched-stats.rst: run, waited, turns; nanoseconds.
std::optional<Duration> WaitOfOne(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/schedstat");
  std::int64_t run_ns = 0;
  std::int64_t waited_ns = 0;
  if (!(file >> run_ns >> waited_ns)) return std::nullopt;
  return Duration(waited_ns);
}

// The sum of what `of_one` says of `process` and of its children.
template <typename Number>
std::optional<Number> WithChildren(pid_t process, std::optional<Number> (*of_one)(pid_t)) {
  const std::string id = std::to_string(process);
  std::ifstream children("/proc/" + id + "/task/" + id + "/children");
  std::optional<Number> sum = of_one(process);
  for (pid_t child = 0; sum && children >> child;) {
    const std::optional<Number> of_child = of_one(child);
    if (!of_child) return std::nullopt;
    *sum += *of_child;
  }
  return sum;
}

}  // namespace

std::optional<double> ProcessorShare(pid_t process) {
  return WithChildren<double>(process, ShareOfOne);
}

std::optional<Duration> ProcessorWait(pid_t process) {
  return WithChildren<Duration>(process, WaitOfOne);
}

}  // namespace throng
