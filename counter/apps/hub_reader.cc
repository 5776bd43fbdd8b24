// Opens a reader, checks names, tells troubles.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/hub_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "counter/site/wording.h"

namespace throng {

std::optional<std::string> HubOrTell(const HubChoice& choice) {
  if (choice.hub) return *choice.hub;
  fmt::print(stderr,
             "throng: which hub? Say --hub HOST:PORT, or set THRONG_HUB in the environment\n");
  return std::nullopt;
}

Result<Reader> OpenOrTell(const HubChoice& choice, Clock& clock, ReaderCalls calls) {
  const std::optional<std::string> hub = HubOrTell(choice);
  if (!hub) return Fault::kHubAddress;
  Result<Reader> reader = Reader::Make(*hub, choice.credentials, clock, std::move(calls));
  if (reader) return reader;
  const Fault fault = reader.error();
  const bool is_of_address = fault == Fault::kHubAddress || fault == Fault::kHubNeedsProof;
  Tell(is_of_address ? Printable(*hub) : choice.credentials.value_or(Path()).string(), fault);
  return fault;
}

ExitCode TellTrouble(const std::string& hub, const HubTrouble& trouble) {
  if (trouble.fault == Fault::kStopped) return ExitCode::kInterrupted;
  const ExitCode code = Tell(hub, trouble.fault);
  if (!trouble.said.empty()) fmt::print(stderr, "throng: it says: {}\n", trouble.said);
  return code;
}

bool HasAllOrTell(const std::string& option, std::span<const std::string> wanted,
                  const std::string& whose, std::span<const std::string> known) {
  std::vector<std::string_view> names(known.begin(), known.end());
  for (const std::string& name : wanted) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const auto meant = NearestOf(name, names);
    fmt::print(stderr, "throng: {} {}: {} has none of that name{} There are: {}\n", option,
               Quote(name), whose, meant ? fmt::format("; did you mean {}?", Quote(*meant)) : ".",
               QuoteAll(names));
    return false;
  }
  return true;
}

std::optional<std::vector<SiteNow>> SitesOrTell(Reader& reader, const std::string& hub,
                                                std::span<const std::string> wanted,
                                                ExitCode& end) {
  Heard<std::vector<SiteNow>> sites = reader.ListSites();
  if (!sites) {
    end = TellTrouble(hub, sites.error());
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const SiteNow& site : *sites) names.push_back(site.name);
  if (!HasAllOrTell("--site", wanted, "the hub", names)) {
    end = ExitCode::kUsage;
    return std::nullopt;
  }
  return *std::move(sites);
}

}  // namespace throng
