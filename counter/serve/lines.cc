// Writes situations for programs.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/lines.h"

#include <csv.h>
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "counter/meaning/meaning.h"
#include "counter/serve/short_number.h"

namespace throng {
namespace {

using Json = nlohmann::ordered_json;

Json Optional(const std::optional<double>& number) {
  return number ? Json(Short(*number)) : Json(nullptr);
}
Json Expected(const std::optional<Range>& range) {
  return range ? Json(Short(range->expected)) : Json(nullptr);
}

// Whether it is full within the hour; unknown is null.
Json WithinTheHour(const std::optional<MinutesToFull>& to_full) {
  if (!to_full) return nullptr;
  if (to_full->expected) return "likely";
  return to_full->earliest ? "possible" : "no";
}

Json FieldsIn(const WatchedPlace& place, const Situation& situation) {
  Json fields = {{"zone", place.name},
                 {"window_start", FormatUtc(situation.window.start)},
                 {"window_end", FormatUtc(situation.window.end)},
                 {"persons", nullptr},
                 {"low", nullptr},
                 {"high", nullptr},
                 {"coverage_percent", situation.coverage_percent},
                 {"freshness", NameOf(situation.freshness)},
                 {"density_per_m2", Expected(situation.density_per_m2)},
                 {"level_of_service", nullptr},
                 {"capacity_percent", Expected(situation.capacity_percent)},
                 {"kind", place.kind},
                 {"capacity", nullptr},
                 {"headroom", nullptr},
                 {"change_per_minute", Expected(situation.change_per_minute)}};
  if (situation.persons) {
    fields["persons"] = std::lround(situation.persons->expected);
    fields["low"] = std::lround(std::floor(situation.persons->low));
    fields["high"] = std::lround(std::ceil(situation.persons->high));
  }
  if (situation.level) {
    fields["level_of_service"] = std::string(1, static_cast<char>(*situation.level));
  }
  if (place.capacity) fields["capacity"] = std::lround(place.capacity->value());
  if (situation.headroom) fields["headroom"] = std::lround(situation.headroom->expected);
  const MinutesToFull minutes = situation.to_full.value_or(MinutesToFull{});
  fields["minutes_to_full"] = Optional(minutes.expected);
  fields["minutes_to_full_earliest"] = Optional(minutes.earliest);
  fields["minutes_to_full_latest"] = Optional(minutes.latest);
  fields["full_within_the_hour"] = WithinTheHour(situation.to_full);
  return fields;
}

// Without line end, as an object.
std::string Dumped(const Json& fields) {
  return fields.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string JsonLine(const WatchedPlace& place, const Situation& situation) {
  Json fields = FieldsIn(place, situation);
  fields["trouble"] = situation.trouble ? Json(NameOf(*situation.trouble)) : Json(nullptr);
  return Dumped(fields);
}

std::string CsvHeader() {
  return "zone,window_start,window_end,persons,low,high,coverage_percent,freshness,"
         "density_per_m2,level_of_service,capacity_percent,kind,capacity,headroom,"
         "change_per_minute,minutes_to_full,minutes_to_full_earliest,minutes_to_full_latest,"
         "full_within_the_hour\r\n";
}

std::string CsvLine(const WatchedPlace& place, const Situation& situation) {
  std::string line = CsvText(place.name);
  const Json fields = FieldsIn(place, situation);
  for (const auto& [key, value] : fields.items()) {
    if (key == "zone") continue;
    line += ',';
    if (value.is_string()) {
      line += value.get<std::string>();
    } else if (!value.is_null()) {
      line += value.dump();
    }
  }
  return line + "\r\n";
}

std::string SiteJsonLine(std::string_view site, const WatchedPlace& place,
                         const Situation& situation) {
  Json fields = {{"site", site}};
  fields.update(FieldsIn(place, situation));
  fields["trouble"] = nullptr;
  return Dumped(fields);
}

std::string SiteCsvHeader() { return "site," + CsvHeader(); }

std::string SiteCsvLine(std::string_view site, const WatchedPlace& place,
                        const Situation& situation) {
  return CsvText(site) + "," + CsvLine(place, situation);
}

std::string CsvText(std::string_view text) {
  std::string quoted(2 * text.size() + 2, '\0');
  quoted.resize(csv_write(quoted.data(), quoted.size(), text.data(), text.size()));
  return quoted;
}

}  // namespace throng
