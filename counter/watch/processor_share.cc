// Fields of /proc/PID/stat.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/processor_share.h"

#include <unistd.h>

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
  double uptime_s = 0;
  if (!(std::ifstream("/proc/uptime") >> uptime_s)) return std::nullopt;
  const double lived = uptime_s * static_cast<double>(::sysconf(_SC_CLK_TCK)) - began;
  if (lived <= 0) return std::nullopt;
  return used / lived;
}

}  // namespace

std::optional<double> ProcessorShare(pid_t process) {
  const std::string id = std::to_string(process);
  std::ifstream children("/proc/" + id + "/task/" + id + "/children");
  std::optional<double> share = ShareOfOne(process);
  for (pid_t child = 0; share && children >> child;) {
    const std::optional<double> of_child = ShareOfOne(child);
    if (!of_child) return std::nullopt;
    *share += *of_child;
  }
  return share;
}

}  // namespace throng
