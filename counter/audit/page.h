// Findings as a page for people: plain text, or HTML that needs nothing else.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "counter/audit/finding.h"
#include "counter/base/time.h"

namespace throng {

struct AuditFacts {
  std::string version;  // of throng
  std::string machine;  // its kernel, as uname says
  Instant at;
};

std::string TextPage(std::span<const Finding> findings, const AuditFacts& facts);
std::string HtmlPage(std::span<const Finding> findings, const AuditFacts& facts);

}  // namespace throng
