// One block for each promise.
// SPDX-License-Identifier: Apache-2.0
#include "counter/audit/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "counter/serve/html_text.h"

namespace throng {
namespace {

struct Look {
  std::string_view word;
  std::string_view style;  // its class in the HTML page
};

Look LookOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kHolds:
      return {"holds", "holds"};
    case Outcome::kBroken:
      return {"BROKEN", "broken"};
    case Outcome::kUnknown:
      break;
  }
  return {"not checked", "unknown"};
}

auto CountOf(std::span<const Finding> findings, Outcome outcome) {
  return std::ranges::count(findings, outcome, &Finding::verdict);
}

std::string Summary(std::span<const Finding> findings) {
  return fmt::format("{} of {} promises hold, {} broken, {} not checked",
                     CountOf(findings, Outcome::kHolds), findings.size(),
                     CountOf(findings, Outcome::kBroken), CountOf(findings, Outcome::kUnknown));
}

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>throng audit</title><style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
section { border: 1px solid #8886; border-left-width: .5rem; border-radius: .4rem; margin: 1rem 0; padding: .6rem 1rem; }
section.holds { border-left-color: #2a7d4f; } section.broken { border-left-color: #c0392b; }
section.unknown { border-left-color: #b58900; }
h2 { font-size: 1.05rem; margin: 0; } .verdict { font-weight: 700; } p { margin: .3rem 0; }
.figure { font-size: 1.05rem; } .how { opacity: .8; font-size: .9rem; }
code { overflow-wrap: anywhere; } @media print { section { break-inside: avoid; } }
</style></head><body>
)";

}  // namespace

std::string TextPage(std::span<const Finding> findings, const AuditFacts& facts) {
  std::string page = fmt::format("throng {} audit, {}, {}\n{}\n", facts.version,
                                 FormatUtc(facts.at), facts.machine, Summary(findings));
  for (const Finding& finding : findings) {
    page += fmt::format("\n[{}] {}\n  {}\n  looked at: {}\n  by hand:   {}\n",
                        LookOf(finding.verdict).word, finding.promise, finding.figure,
                        finding.checked, finding.by_hand);
  }
  return page;
}

std::string HtmlPage(std::span<const Finding> findings, const AuditFacts& facts) {
  std::string page(kHead);
  page += fmt::format("<h1>throng audit</h1>\n<p>{}</p>\n<p class=\"how\">throng {}, {}, {}</p>\n",
                      Summary(findings), HtmlText(facts.version), FormatUtc(facts.at),
                      HtmlText(facts.machine));
  for (const Finding& finding : findings) {
    page += fmt::format(
        "<section class=\"{}\"><h2>{}</h2>\n<p class=\"figure\"><span class=\"verdict\">{}:</span> "
        "{}</p>\n<p class=\"how\">Looked at: {}</p>\n<p class=\"how\">By hand: <code>{}</code></p>"
        "</section>\n",
        LookOf(finding.verdict).style, HtmlText(finding.promise), LookOf(finding.verdict).word,
        HtmlText(finding.figure), HtmlText(finding.checked), HtmlText(finding.by_hand));
  }
  return page + "</body></html>\n";
}

}  // namespace throng
