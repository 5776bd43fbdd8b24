// Any text is a status of which each camera has its line, or none; never a crash.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/health.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "counter/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<SiteHealth> health = ParseHealth(text);
  if (!health) {
    COUNTER_CHECK(health.error() == Fault::kNotAStatus);
    return 0;
  }
  const std::size_t lines = RenderHealth(*health, /*colour=*/false).size();
  COUNTER_CHECK(lines == health->cameras.size() + (health->overload ? 4 : 3));
  return 0;
}
