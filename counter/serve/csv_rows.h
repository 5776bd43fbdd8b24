// The rows of a CSV text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throng {

using CsvCells = std::vector<std::string>;

// As RFC 4180 has them, empty lines left out; nothing if it is not CSV at all.
std::optional<std::vector<CsvCells>> SplitCsv(std::string_view csv);

}  // namespace throng
