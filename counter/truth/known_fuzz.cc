// Any text is known counts in order of their steps, or has at least one mistake; never a crash.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "counter/base/check.h"
#include "counter/truth/known.h"

namespace {

throng::Zone ZoneOf(const char* name) {
  return {.name = name,
          .kind = throng::ZoneKind::kQueue,
          .outline = {},
          .area = throng::SquareMetres(20),
          .free_area = throng::SquareMetres(20),
          .capacity = std::nullopt};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  const std::string_view csv(reinterpret_cast<const char*>(data), size);
  static const Site site{
      .name = "station", .cameras = {}, .zones = {ZoneOf("west"), ZoneOf("east")}, .patches = {}};
  std::vector<Complaint> complaints;
  const Result<Known> known = ParseKnown(csv, site, complaints);
  COUNTER_CHECK(complaints.empty() == static_cast<bool>(known));
  if (!known) return 0;
  COUNTER_CHECK(known->steps.pictures > 0 || known->steps.every > Duration(0));
  COUNTER_CHECK(!known->rows.empty());
  for (std::size_t i = 0; i < known->rows.size(); ++i) {
    COUNTER_CHECK(known->rows[i].persons.size() == site.zones.size());
    COUNTER_CHECK(i == 0 || known->rows[i - 1].step < known->rows[i].step);
    for (const std::optional<int>& persons : known->rows[i].persons) {
      COUNTER_CHECK(!persons || (*persons >= 0 && *persons <= 1'000'000));
    }
  }
  return 0;
}
