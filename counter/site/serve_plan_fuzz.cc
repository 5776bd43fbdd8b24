// Any text is a plan that nobody else can listen to, or has a mistake; never a crash.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "counter/base/check.h"
#include "counter/site/serve_plan.h"
#include "counter/site/way_address.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto is_here = [](const std::string& address) {
    return address.starts_with("unix:/") || IsLoopback(ParseHostPort(address)->host);
  };
  std::vector<Complaint> complaints;
  const Result<ServePlan> plan = ParseServePlan(text, "/etc/throng", complaints);
  COUNTER_CHECK(complaints.empty() == static_cast<bool>(plan));
  if (!plan) return 0;
  COUNTER_CHECK(plan->edge.has_value() || plan->hub.has_value());
  if (plan->hub) {
    COUNTER_CHECK(plan->hub->archive.has_value() != plan->hub->postgresql.has_value());
    COUNTER_CHECK(plan->hub->credentials || is_here(plan->hub->listen));
  }
  if (plan->edge && plan->edge->hub) {
    COUNTER_CHECK(plan->edge->credentials || is_here(*plan->edge->hub));
  }
  return 0;
}
