// Any text is one identity, which is written as that text again, or none.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "counter/base/check.h"
#include "counter/link/identity.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const std::optional<Identity> identity = IdentityFrom(text)) {
    COUNTER_CHECK(UriOf(*identity) == text);
    COUNTER_CHECK(identity->kind == Identity::Kind::kHub || !FaultOfIdentityName(identity->name));
  }
  if (!FaultOfIdentityName(text)) {
    const Identity site{.kind = Identity::Kind::kSite, .name = std::string(text)};
    COUNTER_CHECK(IdentityFrom(UriOf(site)) == site);
  }
  return 0;
}
