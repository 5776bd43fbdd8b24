// What `throng serve` is to do on this machine: be an edge, a hub, or both, and show a page.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/site/load.h"
#include "counter/site/page_plan.h"

namespace throng {

struct EdgePlan {
  std::filesystem::path site;
  std::filesystem::path ledger;
  std::optional<std::string> hub;                    // absent: that of the same file
  std::optional<std::filesystem::path> credentials;  // absent only where the hub is on this machine
};

// In days; absent: for ever.
struct KeepPlan {
  std::optional<int> released;
  std::optional<int> minute;
  std::optional<int> quarter_hour;
  std::optional<int> hour;
  std::optional<int> day;
  std::optional<int> alarm = {};  // since they have ended
};

struct HubPlan {
  std::string listen;  // HOST:PORT, or unix:/PATH
  std::optional<std::filesystem::path> archive;
  std::optional<std::string> postgresql;             // one of these two
  std::optional<std::filesystem::path> credentials;  // absent only where `listen` is this machine
  std::optional<std::filesystem::path> tokens;
  std::filesystem::path trail;
  KeepPlan keep = {};
};

// At least an edge or a hub.
struct ServePlan {
  std::optional<EdgePlan> edge;
  std::optional<HubPlan> hub;
  std::optional<PagePlan> page;  // only of a hub
};

// TOML, as the README shows it. All mistakes are in `complaints`. Faults: kNotFound (also if it is
// no regular file), kNotPermitted, kBadServe.
Result<ServePlan> LoadServePlan(const std::filesystem::path& file,
                                std::vector<Complaint>& complaints);

// Of such a file's text; paths in it start at `folder`. Fault::kBadServe.
Result<ServePlan> ParseServePlan(std::string_view text, const std::filesystem::path& folder,
                                 std::vector<Complaint>& complaints);

}  // namespace throng
