// Reads [page] of the file of `throng serve`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "counter/site/page_plan.h"
#include "counter/site/section.h"

namespace throng {

// What its hub has.
struct PageHub {
  std::optional<std::filesystem::path> credentials;
  bool has_tokens;
};

// Paths start at `folder`. Mistakes are in `complaints`.
PagePlan ReadPagePlan(const toml::table& page, const PageHub& hub,
                      const std::filesystem::path& folder, std::vector<Complaint>& complaints);

}  // namespace throng
