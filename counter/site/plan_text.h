// Texts and paths of the file of `throng serve`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "counter/site/section.h"

namespace throng {

// Empty, with a complaint, if it is missing or no text on one line.
std::string PlanText(const Section& section, std::string_view key, std::string_view example);

// Starts at `folder`; nothing if it is missing.
std::optional<std::filesystem::path> PlanPath(const Section& section, std::string_view key,
                                              std::string_view example,
                                              const std::filesystem::path& folder);

// Null if it is missing, or, with a complaint, if it is none.
const toml::table* PlanTable(const toml::table& in, std::string_view word,
                             std::vector<Complaint>& complaints);

}  // namespace throng
