// Splits CSV with libcsv.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/csv_rows.h"

#include <csv.h>

namespace throng {

std::optional<std::vector<CsvCells>> SplitCsv(std::string_view csv) {
  struct Split {
    std::vector<CsvCells> rows{{}};
  } split;
  csv_parser parser{};
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) return std::nullopt;
  const auto on_cell = [](void* text, std::size_t size, void* out) {
    static_cast<Split*>(out)->rows.back().emplace_back(static_cast<const char*>(text), size);
  };
  const auto on_row = [](int, void* out) { static_cast<Split*>(out)->rows.emplace_back(); };
  const bool whole =
      csv_parse(&parser, csv.data(), csv.size(), on_cell, on_row, &split) == csv.size() &&
      csv_fini(&parser, on_cell, on_row, &split) == 0;
  csv_free(&parser);
  split.rows.pop_back();
  if (!whole) return std::nullopt;
  return std::move(split.rows);
}

}  // namespace throng
