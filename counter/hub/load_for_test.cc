// Asks the kernel.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/load_for_test.h"

#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace throng {

double CpuSeconds(Backend backend) {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  const double server = backend == Backend::kPostgres ? SharedPostgres().CpuSeconds() : 0;
  return seconds(usage.ru_utime) + seconds(usage.ru_stime) + server;
}

double MegabytesOf(const char* key) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double kilobytes = 0;
    if (word == key && status >> kilobytes) return kilobytes / 1024;
  }
  return 0;
}

double Share(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1,
                         static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

}  // namespace throng
