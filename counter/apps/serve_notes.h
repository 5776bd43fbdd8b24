// What a hub notes in its audit trail of its own configuration and its tokens.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "counter/base/result.h"
#include "counter/hub/trail.h"
#include "counter/site/serve_plan.h"
#include "counter/site/tokens.h"

namespace throng {

// What is served, in words: of `plan`, with the SHA-256 of the file that says so.
Trail::Details SettingsOf(const ServePlan& plan, const std::string& file_digest);

// "listen was 127.0.0.1:7443; keep minutes is new", or "nothing": of settings noted at an earlier
// start. Empty if there was none.
std::string WhatChanged(const Trail::Details& before, const Trail::Details& now);

// What a file of tokens says.
struct NotedTokens {
  std::map<std::string, std::string> roles;    // of readers by their tokens, by name
  std::map<std::string, std::string> refused;  // notes of certificates, by serial number
};
NotedTokens Noted(const TokensFile& file);

// A line for each token that came, went, or has another role, and for each certificate that is
// refused now, or no more.
Status NoteTokens(Trail& trail, const NotedTokens& before, const NotedTokens& now);

}  // namespace throng
