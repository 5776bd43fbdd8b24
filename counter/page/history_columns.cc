// Writes numbers straight into JSON: a year of quarters is 35,040 rows.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/history_columns.h"

#include <throng/v1/query.pb.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

namespace throng {
namespace {

template <class Number>
void Append(std::string& column, Number number) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return;
  column.append(text.data(), end);
  column += ',';
}

void AppendOr(std::string& column, std::optional<double> number) {
  if (!number || !std::isfinite(*number)) {
    column += "null,";
  } else {
    Append(column, std::round(*number * 100.0) / 100.0);
  }
}

}  // namespace

void HistoryColumns::Add(const v1::QueryReply& reply) {
  for (const std::string& zone : reply.zones()) {
    zones_ += nlohmann::json(zone).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    zones_ += ',';
  }
  auto& [zone, start, length, mean, low, high, highest, counted, coverage] = columns_;
  for (const v1::Row& row : reply.rows()) {
    Append(zone, row.zone());
    Append(start, row.window().start_ns() / kNsOfMs);
    Append(length, (row.window().end_ns() - row.window().start_ns()) / kNsOfMs);
    const bool is_counted = row.has_mean_persons();
    const auto if_counted = [is_counted](double number) {
      return is_counted ? std::optional(number) : std::nullopt;
    };
    AppendOr(mean, if_counted(row.mean_persons().expected()));
    AppendOr(low, if_counted(row.mean_persons().low()));
    AppendOr(high, if_counted(row.mean_persons().high()));
    AppendOr(highest,
             row.has_highest() ? std::optional<double>(row.highest().persons()) : std::nullopt);
    Append(counted, row.counted_s());
    Append(coverage, row.coverage_percent());
    ++rows_;
  }
}

std::string HistoryColumns::Text() && {
  constexpr std::array<std::string_view, kColumns> kNames = {
      "zone", "startMs", "lengthMs", "mean",           "low",
      "high", "highest", "countedS", "coveragePercent"};
  std::string text = "{\"zones\":[";
  const auto add = [&text](std::string& items) {
    if (!items.empty()) items.pop_back();  // the last comma
    text += items;
    text += ']';
    items = std::string();
  };
  add(zones_);
  for (std::size_t i = 0; i < kColumns; ++i) {
    text += ",\"";
    text += kNames[i];
    text += "\":[";
    add(columns_[i]);
  }
  return text + '}';
}

}  // namespace throng
