// Writes entries for programs.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/lines.h"

#include <csv.h>
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "counter/meaning/meaning.h"

namespace throng {
namespace {

using Json = nlohmann::ordered_json;

// Three decimals: finer than any count can tell.
double Short(double number) { return std::round(number * 1000.0) / 1000.0; }

// The name in quotes where RFC 4180 wants them; always, so that readers see one form.
std::string Quoted(std::string_view text) {
  std::string quoted(2 * text.size() + 2, '\0');
  quoted.resize(csv_write(quoted.data(), quoted.size(), text.data(), text.size()));
  return quoted;
}

}  // namespace

std::string JsonLine(const Entry& entry, const ZoneFacts& zone) {
  Json line = {{"zone", zone.name},
               {"window_start", FormatUtc(entry.window.start)},
               {"window_end", FormatUtc(entry.window.end)},
               {"persons", nullptr},
               {"low", nullptr},
               {"high", nullptr},
               {"coverage_percent", entry.coverage_percent},
               {"freshness", NameOf(entry.freshness)},
               {"density_per_m2", nullptr},
               {"level_of_service", nullptr},
               {"capacity_percent", nullptr}};
  if (entry.count) {
    line["persons"] = entry.count->persons;
    line["low"] = entry.count->low;
    line["high"] = entry.count->high;
  }
  if (const std::optional<Meaning> meaning = MeaningOf(entry, zone)) {
    line["density_per_m2"] = Short(meaning->density.value());
    line["level_of_service"] = std::string(1, static_cast<char>(meaning->level));
    if (meaning->capacity_percent) line["capacity_percent"] = Short(*meaning->capacity_percent);
  }
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string CsvHeader() {
  return "zone,window_start,window_end,persons,low,high,coverage_percent,freshness,"
         "density_per_m2,level_of_service,capacity_percent\r\n";
}

std::string CsvLine(const Entry& entry, const ZoneFacts& zone) {
  std::string count = ",,";
  if (entry.count) {
    count = fmt::format("{},{},{}", entry.count->persons, entry.count->low, entry.count->high);
  }
  std::string meaning_fields = ",,";
  if (const std::optional<Meaning> meaning = MeaningOf(entry, zone)) {
    meaning_fields = fmt::format(
        "{},{},{}", Short(meaning->density.value()), static_cast<char>(meaning->level),
        meaning->capacity_percent ? fmt::format("{}", Short(*meaning->capacity_percent)) : "");
  }
  return fmt::format("{},{},{},{},{},{},{}\r\n", Quoted(zone.name), FormatUtc(entry.window.start),
                     FormatUtc(entry.window.end), count, entry.coverage_percent,
                     NameOf(entry.freshness), meaning_fields);
}

}  // namespace throng
