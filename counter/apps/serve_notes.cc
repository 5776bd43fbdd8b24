// Words for the audit trail.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/serve_notes.h"

#include <fmt/format.h>

#include <optional>

#include "counter/link/token_list.h"

namespace throng {
namespace {

std::string DaysOf(const std::optional<int>& days) {
  return days ? fmt::format("{} days", *days) : "for ever";
}

// The last part alone: folders may name somebody.
std::string NameOf(const std::optional<std::filesystem::path>& path) {
  return path ? path->filename().string() : "none";
}

bool IsSetting(const std::string& name) {
  return name != "at" && name != "what" && name != "previous" && name != "changed" &&
         name != "file";
}

}  // namespace

Trail::Details SettingsOf(const ServePlan& plan, const std::string& file_digest) {
  Trail::Details all = {{"file", file_digest}};
  if (plan.hub) {
    const HubPlan& hub = *plan.hub;
    all.emplace_back("listen", hub.listen);
    all.emplace_back("archive", hub.postgresql ? "postgresql" : NameOf(hub.archive));
    all.emplace_back("credentials", NameOf(hub.credentials));
    all.emplace_back("tokens", NameOf(hub.tokens));
    all.emplace_back("keep released", DaysOf(hub.keep.released));
    all.emplace_back("keep minutes", DaysOf(hub.keep.minute));
    all.emplace_back("keep quarters", DaysOf(hub.keep.quarter_hour));
    all.emplace_back("keep hours", DaysOf(hub.keep.hour));
    all.emplace_back("keep days", DaysOf(hub.keep.day));
    all.emplace_back("keep alarms", DaysOf(hub.keep.alarm));
  }
  if (plan.page) all.emplace_back("page", plan.page->listen);
  if (plan.edge) all.emplace_back("edge of", NameOf(plan.edge->site));
  return all;
}

std::string WhatChanged(const Trail::Details& before, const Trail::Details& now) {
  if (before.empty()) return {};
  const std::map<std::string, std::string> was(before.begin(), before.end());
  std::map<std::string, std::string> gone = was;
  std::string words;
  const auto add = [&words](const std::string& word) {
    words += (words.empty() ? "" : "; ") + word;
  };
  for (const auto& [name, text] : now) {
    gone.erase(name);
    if (!IsSetting(name)) continue;
    const auto known = was.find(name);
    if (known == was.end()) {
      add(name + " is new");
    } else if (known->second != text) {
      add(name + " was " + known->second);
    }
  }
  for (const auto& [name, text] : gone) {
    if (IsSetting(name)) add(name + " is gone");
  }
  return words.empty() ? "nothing" : words;
}

NotedTokens Noted(const TokensFile& file) {
  NotedTokens noted;
  for (const NotedToken& token : file.tokens) {
    noted.roles[token.name] = std::string(RoleNames()[token.role]);
  }
  for (const RefusedCertificate& refused : file.refused) {
    noted.refused[refused.serial] = refused.note;
  }
  return noted;
}

Status NoteTokens(Trail& trail, const NotedTokens& before, const NotedTokens& now) {
  Status done = Done{};
  const auto note = [&](const std::string& what, const Trail::Details& details) {
    if (done) done = trail.Note(what, details);
  };
  for (const auto& [name, role] : now.roles) {
    const auto known = before.roles.find(name);
    if (known != before.roles.end() && known->second == role) continue;
    note("token noted", {{"reader", name}, {"role", role}});
  }
  for (const auto& [name, role] : before.roles) {
    if (!now.roles.contains(name)) note("token struck out", {{"reader", name}, {"role", role}});
  }
  for (const auto& [serial, words] : now.refused) {
    if (before.refused.contains(serial)) continue;
    note("certificate refused", {{"serial", serial}, {"note", words}});
  }
  for (const auto& [serial, words] : before.refused) {
    if (now.refused.contains(serial)) continue;
    note("certificate refused no more", {{"serial", serial}, {"note", words}});
  }
  return done;
}

}  // namespace throng
