// Reads a file of known counts: what a person counted, or what was drawn.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "counter/base/ids.h"
#include "counter/base/result.h"
#include "counter/door/brief.h"
#include "counter/site/load.h"
#include "counter/site/site.h"

namespace throng {

// Known counts at some of the steps of a run.
struct Known {
  struct Row {
    std::uint64_t step;
    std::vector<std::optional<int>> persons;  // at ZoneIndex; absent where nobody counted
  };
  Steps steps;            // the longest steps that meet every row
  std::vector<Row> rows;  // in order of steps, each once
};

// CSV with a header. First column "frame" (1-based number of the picture) or "second" (from the
// first picture, up to three decimals); then one column per zone, by name. Cells are whole persons
// >= 0, or empty. Zones of the site without a column are not compared.
// Fault::kBadTruth with every mistake in `complaints`; kNotFound, kNotPermitted.
Result<Known> LoadKnown(const std::filesystem::path& file, const Site& site,
                        std::vector<Complaint>& complaints);
Result<Known> ParseKnown(std::string_view csv, const Site& site,
                         std::vector<Complaint>& complaints);

}  // namespace throng
