// Any text is a valid site or has at least one mistake; never a crash.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "counter/base/check.h"
#include "counter/site/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using throng::Complaint;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<Complaint> complaints;
  const throng::Result<throng::Site> site = throng::ParseSite(text, complaints);
  const bool any_mistake =
      std::ranges::count(complaints, Complaint::Weight::kMistake, &Complaint::weight) > 0;
  COUNTER_CHECK(any_mistake != static_cast<bool>(site));
  for (const Complaint& complaint : complaints) COUNTER_CHECK(!complaint.text.empty());
  if (!site) return 0;
  COUNTER_CHECK(!site->cameras.empty() && !site->zones.empty() && !site->patches.empty());
  for (const throng::Patch& patch : site->patches) {
    COUNTER_CHECK(patch.zone.value() < site->zones.size());
    COUNTER_CHECK(!patch.views.empty() && patch.area.value() > 0);
    for (const throng::PatchView& view : patch.views) {
      COUNTER_CHECK(view.camera.value() < site->cameras.size());
      COUNTER_CHECK(view.outline.size() >= 3 && view.outline.size() <= 64);
    }
  }
  for (std::size_t i = 0; i < site->cameras.size(); ++i) {
    const throng::CameraIndex camera(static_cast<std::uint16_t>(i));
    COUNTER_CHECK(throng::ViewsOf(*site, camera).size() <= 4);
  }
  return 0;
}
