// Writes history for people and for programs.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/history_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "counter/meaning/meaning.h"
#include "counter/serve/lines.h"
#include "counter/serve/short_number.h"

namespace throng {
namespace {

using Json = nlohmann::ordered_json;

std::size_t WidthOf(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// "2026-11-24 08:30", to the second where windows are that short.
std::string TimeOf(Instant at, Resolution resolution) {
  std::string text = FormatUtc(at).substr(0, resolution == Resolution::kReleased ? 19 : 16);
  text[10] = ' ';
  return resolution == Resolution::kDay ? text.substr(0, 10) : text;
}

// Whole where there are many, so that a column is easily read.
std::string Mean(double persons) {
  return persons < 100 ? fmt::format("{:.1f}", persons) : fmt::format("{:.0f}", persons);
}

// Of the time of the row, "95%" of the area for "100%" of the time: told as one where all was seen.
std::string SeenOf(const HistoryRow& row) {
  const double length_s = std::chrono::duration<double>(row.window.end - row.window.start).count();
  const double share = length_s > 0 ? std::min(1.0, (row.counted_s + 0.999) / length_s) : 0;
  if (share >= 0.99) return fmt::format("{}%", row.coverage_percent);
  return fmt::format("{}% for {:.0f}% of the time", row.coverage_percent,
                     std::floor(100 * row.counted_s / length_s));
}

Json FieldsIn(std::string_view site, std::string_view zone, const HistoryRow& row) {
  Json fields = {{"site", site},
                 {"zone", zone},
                 {"window_start", FormatUtc(row.window.start)},
                 {"window_end", FormatUtc(row.window.end)},
                 {"persons_mean", nullptr},
                 {"low", nullptr},
                 {"high", nullptr},
                 {"highest", nullptr},
                 {"highest_low", nullptr},
                 {"highest_high", nullptr},
                 {"counted_s", row.counted_s},
                 {"coverage_percent", row.coverage_percent},
                 {"freshness", nullptr}};
  if (row.mean) {
    fields["persons_mean"] = Short(row.mean->expected);
    fields["low"] = Short(row.mean->low);
    fields["high"] = Short(row.mean->high);
  }
  if (row.highest) {
    fields["highest"] = row.highest->persons;
    fields["highest_low"] = row.highest->low;
    fields["highest_high"] = row.highest->high;
  }
  if (row.freshness) fields["freshness"] = NameOf(*row.freshness);
  return fields;
}

}  // namespace

HistoryTable::HistoryTable(std::span<const std::string> zones, Resolution resolution)
    : resolution_(resolution), zone_width_(4) {
  for (const std::string& zone : zones) zone_width_ = std::max(zone_width_, WidthOf(zone));
}

std::string HistoryTable::Titles() const {
  const std::size_t time_width = TimeOf(Instant(0), resolution_).size();
  if (resolution_ == Resolution::kReleased) {
    return fmt::format("{:<{}}  {:<{}}  {:>8}  {:>15}  {}", "UTC", time_width, "zone", zone_width_,
                       "persons", "90% interval", "seen");
  }
  return fmt::format("{:<{}}  {:<{}}  {:>8}  {:>15}  {:>8}  {}", "from (UTC)", time_width, "zone",
                     zone_width_, "mean", "90% interval", "highest", "seen");
}

std::string HistoryTable::Line(std::string_view zone, const HistoryRow& row) const {
  const std::string time = TimeOf(row.window.start, resolution_);
  const std::string padded =
      std::string(zone) + std::string(zone_width_ - std::min(zone_width_, WidthOf(zone)), ' ');
  if (!row.mean || !row.highest) {
    return fmt::format("{}  {}  {:>8}  {:>15}{}  not seen", time, padded, "-", "-",
                       resolution_ == Resolution::kReleased ? "" : fmt::format("  {:>8}", "-"));
  }
  if (resolution_ == Resolution::kReleased) {
    return fmt::format("{}  {}  {:>8}  {:>15}  {}%{}", time, padded, row.highest->persons,
                       fmt::format("{} - {}", row.highest->low, row.highest->high),
                       row.coverage_percent,
                       row.freshness == Freshness::kStale ? ", not in all of it" : "");
  }
  return fmt::format("{}  {}  {:>8}  {:>15}  {:>8}  {}", time, padded, Mean(row.mean->expected),
                     fmt::format("{} - {}", Mean(row.mean->low), Mean(row.mean->high)),
                     row.highest->persons, SeenOf(row));
}

std::string HistoryJson(std::string_view site, std::string_view zone, const HistoryRow& row) {
  return FieldsIn(site, zone, row).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string HistoryCsvHeader() {
  return "site,zone,window_start,window_end,persons_mean,low,high,highest,highest_low,"
         "highest_high,counted_s,coverage_percent,freshness\r\n";
}

std::string HistoryCsv(std::string_view site, std::string_view zone, const HistoryRow& row) {
  std::string line = CsvText(site) + "," + CsvText(zone);
  const Json fields = FieldsIn(site, zone, row);
  for (const auto& [key, value] : fields.items()) {
    if (key == "site" || key == "zone") continue;
    line += ',';
    if (value.is_string()) {
      line += value.get<std::string>();
    } else if (!value.is_null()) {
      line += value.dump();
    }
  }
  return line + "\r\n";
}

}  // namespace throng
