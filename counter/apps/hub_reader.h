// What the commands that ask a hub have in common.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/apps/command.h"
#include "counter/apps/exit_code.h"
#include "counter/link/reader.h"

namespace throng {

// "hub.example.org:7443", by the options or the environment. Nothing, and told, if neither says.
std::optional<std::string> HubOrTell(const HubChoice& choice);

// Or what is wrong on standard error.
Result<Reader> OpenOrTell(const HubChoice& choice, Clock& clock, ReaderCalls calls);

// Why, and the cure, on standard error; nothing of Fault::kStopped.
ExitCode TellTrouble(const std::string& hub, const HubTrouble& trouble);

// Whether all of `wanted` are among `known`; else told with the names there are. `option`:
// "--site"; `whose`: "the hub".
bool HasAllOrTell(const std::string& option, std::span<const std::string> wanted,
                  const std::string& whose, std::span<const std::string> known);

// All sites. Nothing, and told, if there is no answer, or the hub has not all of `wanted`: then
// `end` is set.
std::optional<std::vector<SiteNow>> SitesOrTell(Reader& reader, const std::string& hub,
                                                std::span<const std::string> wanted, ExitCode& end);

}  // namespace throng
