// Whatever is sent as a site file, the answer is short, whole, and without a number that is none.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

#include "counter/base/check.h"
#include "counter/page/site_check.h"
#include "counter/page/ticking_clock_for_test.h"

namespace {

using Json = nlohmann::json;

// Where nothing is known, and so null stands for it.
constexpr std::array kMayBeNull{"px",       "metres",    "rmsPx",         "linesRmsPx",
                                "capacity", "fullestOf", "personHeightPx"};

void CheckNulls(const Json& json) {
  if (json.is_array()) {
    for (const Json& entry : json) {
      COUNTER_CHECK(!entry.is_null());
      CheckNulls(entry);
    }
  }
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.items()) {
    COUNTER_CHECK(!value.is_null() || std::ranges::count(kMayBeNull, key) == 1);
    CheckNulls(value);
  }
}

bool Has(const Json& list, const char* key, const Json& value) {
  return std::ranges::any_of(list, [&](const Json& one) { return one.at(key) == value; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  throng::TickingClock clock{std::chrono::milliseconds(10)};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Json answer = Json::parse(throng::CheckSite(text, clock));
  CheckNulls(answer);
  COUNTER_CHECK(std::ssize(answer.at("complaints")) <= throng::kMostComplaintsTold + 1);
  for (const Json& complaint : answer.at("complaints")) {
    COUNTER_CHECK(!complaint.at("text").get_ref<const std::string&>().empty());
  }
  for (const Json& camera : answer.at("cameras")) {
    COUNTER_CHECK(camera.at("pixelFromSite").size() == 12 && camera.at("heightM") >= 0);
  }
  for (const Json& patch : answer.at("patches")) {
    COUNTER_CHECK(Has(answer.at("zones"), "name", patch.at("zone")));
    for (const Json& view : patch.at("views")) {
      COUNTER_CHECK(Has(answer.at("cameras"), "name", view.at("camera")));
    }
  }
  return 0;
}
