// Any text is a file of ways that tells nothing in clear, or has a mistake; never a crash.
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "counter/base/check.h"
#include "counter/site/way_address.h"
#include "counter/site/ways.h"

namespace throng {
namespace {

void Check(const Ways& ways) {
  std::set<std::string_view> names;
  std::size_t count = 0;
  const auto take = [&](const auto& of_a_kind) {
    for (const auto& way : of_a_kind) names.insert(way.name);
    count += of_a_kind.size();
  };
  take(ways.webhooks);
  take(ways.mails);
  take(ways.brokers);
  take(ways.caps);
  COUNTER_CHECK(count > 0 && names.size() == count && !names.contains(""));
  for (const WebhookWay& way : ways.webhooks) {
    const std::optional<WayAddress> url = ParseWayUrl(way.url);
    COUNTER_CHECK(url && (url->scheme == "https" || IsNear(url->host)));
    COUNTER_CHECK(way.secret.size() >= 16);
  }
  for (const MailWay& way : ways.mails) {
    COUNTER_CHECK(!way.host.empty() && (way.encrypted || IsLoopback(way.host)));
    COUNTER_CHECK(IsMailAddress(way.from) && !way.to.empty());
    for (const std::string& receiver : way.to) COUNTER_CHECK(IsMailAddress(receiver));
  }
  for (const MqttWay& way : ways.brokers) {
    COUNTER_CHECK(!way.host.empty() && (way.encrypted || IsNear(way.host)));
    COUNTER_CHECK(way.prefix.find_first_of("+#") == std::string::npos);
    COUNTER_CHECK(way.certificate.has_value() == way.key.has_value());
  }
  for (const CapWay& way : ways.caps) COUNTER_CHECK(!way.folder.empty());
}

}  // namespace
}  // namespace throng

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr std::array<std::string_view, 2> kRules{"too full", "nobody"};
  std::vector<Complaint> complaints;
  const Result<Ways> ways = ParseWays(text, "/etc/throng", kRules, complaints);
  COUNTER_CHECK(complaints.empty() == static_cast<bool>(ways));
  for (const Complaint& complaint : complaints) COUNTER_CHECK(!complaint.text.empty());
  if (ways) Check(*ways);
  return 0;
}
