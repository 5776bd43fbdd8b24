// Any text is a file of logins that may go out, or has at least one mistake; never a crash.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "counter/base/check.h"
#include "counter/site/logins.h"

namespace {

throng::Site SiteWithCameras() {
  using namespace throng;
  Site site{.name = "station", .cameras = {}, .zones = {}, .patches = {}};
  for (const char* name : {"north", "south", "east"}) {
    const Result<Calibration> any = CalibrateFromPose({640, 480}, 60.0, Metres(5), 30.0);
    COUNTER_CHECK(any);
    site.cameras.push_back({.name = name, .source = "", .calibration = *any, .moments = {}});
  }
  return site;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  static const Site site = SiteWithCameras();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<Complaint> complaints;
  const auto logins = ParseLogins(text, site, complaints);
  COUNTER_CHECK(complaints.empty() == static_cast<bool>(logins));
  for (const Complaint& complaint : complaints) COUNTER_CHECK(!complaint.text.empty());
  if (!logins) return 0;
  COUNTER_CHECK(logins->size() == site.cameras.size());
  for (const std::optional<Login>& login : *logins) {
    if (!login) continue;
    for (const std::string& part : {login->user, login->password}) {
      COUNTER_CHECK(!part.empty() && part.size() <= 128);
      COUNTER_CHECK(part.find_first_of(std::string_view("\0\r\n", 3)) == std::string::npos);
    }
    COUNTER_CHECK(login->user.find(':') == std::string::npos);
  }
  return 0;
}
